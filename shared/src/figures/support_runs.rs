//! What people lived on in their measured months, as runs: who lives on the same for a year takes one entry and not twelve.
//! A month in which nobody looked is the end of a run, so that nothing is carried over it.

use crate::support::Extent;
use crate::time::Month;
use std::collections::HashMap;
use std::ops::Range;

/// Nobody looked.
const NOT_LOOKED_AT: u32 = u32::MAX;

/// Where a participation's changes are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Changes {
    first: u32,
    len: u16,
}

/// Everybody's changes, one participation after the other, and the sets of sources that they lead to.
#[derive(Debug, Clone, Default)]
pub(super) struct SupportRuns {
    /// The place among the participation's months from which on a set holds.
    place: Vec<u16>,
    /// Which set.
    set: Vec<u32>,
    sets: Vec<Box<[Extent]>>,
    numbers: HashMap<Box<[Extent]>, u32>,
}

/// The changes of one participation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Runs<'a> {
    place: &'a [u16],
    set: &'a [u32],
    sets: &'a [Box<[Extent]>],
}

impl SupportRuns {
    /// Adds what a participation lived on in its months; nothing for a month in which nobody looked.
    pub(super) fn append<'a>(&mut self, months: impl Iterator<Item = &'a [Extent]>) -> Changes {
        let first = self.place.len();
        let mut holds = NOT_LOOKED_AT;
        for (place, support) in (0_u16..).zip(months) {
            let set = if support.is_empty() { NOT_LOOKED_AT } else { self.number_of(support) };
            if set != holds {
                self.place.push(place);
                self.set.push(set);
                holds = set;
            }
        }
        let len = u16::try_from(self.place.len() - first).unwrap_or(u16::MAX);
        Changes { first: u32::try_from(first).unwrap_or(u32::MAX), len }
    }

    /// Adds those of others that know the same sets.
    pub(super) fn append_from(&mut self, others: &Self, changes: Changes) -> Changes {
        let first = u32::try_from(self.place.len()).unwrap_or(u32::MAX);
        let Range { start, end } = changes.range();
        self.place.extend_from_slice(&others.place[start..end]);
        self.set.extend_from_slice(&others.set[start..end]);
        Changes { first, ..changes }
    }

    /// Takes over the sets that others know.
    pub(super) fn take_sets(&mut self, others: &mut Self) {
        self.sets = std::mem::take(&mut others.sets);
        self.numbers = std::mem::take(&mut others.numbers);
    }

    /// A participation's changes.
    pub(super) fn of(&self, changes: Changes) -> Runs<'_> {
        Runs { place: &self.place[changes.range()], set: &self.set[changes.range()], sets: &self.sets }
    }

    /// Gives back what is reserved for growing.
    pub(super) fn shrink(&mut self) {
        self.place.shrink_to_fit();
        self.set.shrink_to_fit();
    }

    /// Bytes that they take; the sets are few, however many people there are.
    pub(super) fn bytes(&self) -> usize {
        let set = size_of::<Box<[Extent]>>() + size_of::<Extent>();
        self.place.capacity() * size_of::<u16>() + self.set.capacity() * size_of::<u32>() + self.sets.len() * set * 2
    }

    fn number_of(&mut self, support: &[Extent]) -> u32 {
        if let Some(number) = self.numbers.get(support) {
            return *number;
        }
        let number = u32::try_from(self.sets.len()).unwrap_or(NOT_LOOKED_AT);
        self.sets.push(support.into());
        self.numbers.insert(support.into(), number);
        number
    }
}

impl Changes {
    const fn range(self) -> Range<usize> {
        self.first as usize..self.first as usize + self.len as usize
    }
}

impl<'a> Runs<'a> {
    /// What was lived on, with the months of each run; `months` are those of the participation.
    pub(super) fn over(self, months: &'a [Month]) -> impl Iterator<Item = (&'a [Month], &'a [Extent])> {
        let ends = self.place.iter().skip(1).map(|place| usize::from(*place)).chain([months.len()]);
        self.place.iter().zip(ends).zip(self.set).filter_map(move |((from, to), set)| {
            Some((months.get(usize::from(*from)..to)?, &**self.sets.get(*set as usize)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::support::Percent;

    fn extents(code: &str) -> Box<[Extent]> {
        Code::new(code).map(|code| Extent { code, percent: Percent::FULL }).into_iter().collect()
    }

    fn months(count: i32) -> Vec<Month> {
        (0..count).filter_map(|at| Month::new(2025, 1).map(|month| month.plus(at))).collect()
    }

    #[test]
    fn what_holds_for_long_takes_one_entry_and_a_month_that_nobody_looked_at_ends_it() {
        let (sick, poor) = (extents("sjukpenning"), extents("forsorjningsstod"));
        let lived: Vec<&[Extent]> = vec![&sick, &sick, &[], &sick, &poor, &poor];
        let mut runs = SupportRuns::default();
        let none = runs.append(std::iter::empty());
        let changes = runs.append(lived.into_iter());
        assert_eq!((changes.len, runs.sets.len()), (4, 2));
        let months = months(6);
        let found: Vec<(&[Month], &[Extent])> = runs.of(changes).over(&months).collect();
        assert_eq!(found, [(&months[0..2], &*sick), (&months[3..4], &*sick), (&months[4..6], &*poor)]);
        assert_eq!(runs.of(none).over(&[]).count(), 0);
        let mut moved = SupportRuns::default();
        let changes = moved.append_from(&runs, changes);
        moved.take_sets(&mut runs);
        assert_eq!(moved.of(changes).over(&months).count(), 3);
    }
}
