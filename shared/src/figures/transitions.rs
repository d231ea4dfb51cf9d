//! Transitions between steps from one month to the next. A month without a record breaks the chain: nothing is
//! carried forward.

use super::cohort::{Cohort, Selection, Stay};
use super::leaves::AddsUp;
use super::period::Period;
use super::tally::Way;
use crate::time::Month;
use serde::{Deserialize, Serialize};

/// Counts and shares of moves between steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transitions {
    /// `counts[from][to]`, steps in the order of their ranks.
    pub counts: Vec<Vec<u32>>,
    /// Each row's shares; none for a row without a move, which is undefined, not zero.
    pub shares: Vec<Option<Vec<f64>>>,
    /// Each row's moves: months in which somebody stood on the step and whose next month is recorded.
    pub months: Vec<u32>,
    /// Of how many participations those are; one may stand in several rows.
    pub people: Vec<u32>,
}

impl Transitions {
    /// The shares of a table of counts, and how many participations were counted in each row.
    pub fn of_counts(counts: Vec<Vec<u32>>, people: Vec<u32>) -> Self {
        let months: Vec<u32> = counts.iter().map(|row| row.iter().sum()).collect();
        let shares = counts
            .iter()
            .zip(&months)
            .map(|(row, sum)| (*sum > 0).then(|| row.iter().map(|count| f64::from(*count) / f64::from(*sum)).collect()))
            .collect();
        Self { counts, shares, months, people }
    }

    /// How many moves were counted.
    pub fn n(&self) -> u32 {
        self.counts.iter().flatten().sum()
    }
}

/// Counts the moves over consecutive months of the participations active in the period, up to its end, between the
/// steps 1 to `steps`.
pub fn transitions(cohort: &Cohort, selection: &Selection, steps: u8) -> Transitions {
    TransitionTally::of(&mut cohort.active(selection), selection.period, steps).transitions()
}

/// The counts of moves, row after row.
#[derive(Debug, Clone, Default)]
pub(crate) struct TransitionTally {
    steps: usize,
    counts: Vec<u32>,
    people: Vec<u32>,
}

impl TransitionTally {
    /// Counts stays that are active in the period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period, steps: u8) -> Self {
        let mut tally = Self::new(steps);
        stays.for_each(|stay| tally.count(&stay, period.to().month(), Way::In));
        tally
    }

    pub(super) fn new(steps: u8) -> Self {
        let steps = usize::from(steps);
        Self { steps, counts: vec![0; steps * steps], people: vec![0; steps] }
    }

    /// Counts an active participation, recorded up to a month.
    pub(super) fn count(&mut self, stay: &Stay<'_>, until: Month, way: Way) {
        let months = stay.months;
        let mut stood_on = [false; u8::MAX as usize];
        for place in 1..months.up_to(until) {
            let consecutive = months.month[place].since(months.month[place - 1]) == 1;
            if let (true, Some(from), Some(to)) = (consecutive, months.step(place - 1), months.step(place)) {
                let (from, to) = (usize::from(from) - 1, usize::from(to) - 1);
                if from < self.steps && to < self.steps {
                    way.count(&mut self.counts[from * self.steps + to]);
                    stood_on[from] = true;
                }
            }
        }
        for (people, _) in self.people.iter_mut().zip(stood_on).filter(|(_, stood)| *stood) {
            way.count(people);
        }
    }

    /// The same, between as many steps where nobody was counted.
    pub(crate) fn transitions_between(&self, steps: u8) -> Transitions {
        let mut tally = Self::new(steps);
        tally.add(self);
        tally.transitions()
    }

    pub(super) fn transitions(&self) -> Transitions {
        let counts = self.counts.chunks(self.steps.max(1)).map(<[u32]>::to_vec).collect();
        Transitions::of_counts(counts, self.people.clone())
    }
}

impl AddsUp for TransitionTally {
    /// Of as many steps, or of none where nobody was counted.
    fn add(&mut self, others: &Self) {
        if others.steps == 0 {
            return;
        }
        self.steps = others.steps;
        self.counts.resize(others.counts.len(), 0);
        self.people.resize(others.people.len(), 0);
        let own = self.counts.iter_mut().chain(&mut self.people);
        own.zip(others.counts.iter().chain(&others.people)).for_each(|(own, others)| *own += others);
    }
}
