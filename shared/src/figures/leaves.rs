//! The participations of a period in groups that no intervention, gender or municipality divides: what is counted of each
//! group adds up to what is counted of any of those, so that everybody is looked at once for all of them. It does not know
//! what is counted.

use super::cohort::{Cohort, Selection, Stay};
use super::outline::Outline;
use super::period::Period;
use crate::side_by_side;
use std::collections::BTreeMap;

/// The most participations of a group: larger ones come in several, for several processors.
const MOST: usize = 2048;

/// Participations of one intervention, of one gender, from one municipality or from none that is known.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    outline: Outline,
    places: Vec<usize>,
}

/// What can be counted group by group and added up.
pub(crate) trait AddsUp: Default + Send {
    /// Counts what was counted of others as well.
    fn add(&mut self, others: &Self);
}

impl Cohort {
    /// The participations of identified people that are active in a period.
    pub(crate) fn leaves(&self, period: Period) -> Vec<Leaf> {
        let mut leaves: BTreeMap<_, Vec<Leaf>> = BTreeMap::new();
        let active = self.numbered_outlines().filter(|(_, outline)| outline.is_active_in(period));
        for (place, outline) in active {
            let of_group = leaves.entry((outline.intervention, outline.gender, outline.municipality)).or_default();
            match of_group.last_mut().filter(|leaf| leaf.places.len() < MOST) {
                Some(leaf) => leaf.places.push(place),
                None => of_group.push(Leaf { outline: *outline, places: vec![place] }),
            }
        }
        leaves.into_values().flatten().collect()
    }

    /// Counts every leaf, side by side, and adds up those of each selection; selections divide by intervention, gender and
    /// municipality alone.
    pub(crate) fn by_leaves<'c, 's, T: AddsUp>(
        &'c self,
        leaves: &[Leaf],
        selections: impl Iterator<Item = &'s Selection>,
        count: impl Fn(&mut dyn Iterator<Item = Stay<'c>>) -> T + Sync,
    ) -> Vec<T> {
        let counted =
            side_by_side::for_each(leaves, |leaf| count(&mut leaf.places.iter().map(|place| self.at(*place))));
        let sum = |selection: &Selection| {
            let wanted = self.wanted(selection);
            let mut sum = T::default();
            let of_selection = leaves.iter().zip(&counted).filter(|(leaf, _)| wanted.holds(&leaf.outline));
            of_selection.for_each(|(_, counted)| sum.add(counted));
            sum
        };
        selections.map(sum).collect()
    }
}
