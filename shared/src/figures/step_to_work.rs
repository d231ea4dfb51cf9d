//! From each step to work: of the stays that ended, how many had stood on the step, and how many of those ended with work.

use super::cohort::{Cohort, Selection, Stay};
use super::exits::led_to_work;
use super::leaves::AddsUp;
use super::period::Period;

/// What became of those who stood on a step at some time of their stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepToWork {
    /// The step's rank.
    pub step: u8,
    /// Ended participations that had stood on it.
    pub n: u32,
    /// Those of them that ended with work, subsidised or not.
    pub to_work: u32,
}

/// Counts the participations that ended in the period, for each of the steps 1 to `steps`. A participation counts on
/// every step that was recorded of it up to its last month, once on each.
pub fn steps_to_work(cohort: &Cohort, selection: &Selection, steps: u8) -> Vec<StepToWork> {
    StoodOn::of(&mut cohort.ended(selection), selection.period).steps(steps)
}

/// For each rank, how many had stood on it, and how many of those ended with work; by the rank.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoodOn(Vec<(u32, u32)>);

impl StoodOn {
    /// Counts the stays that ended in a period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period) -> Self {
        let mut counted = vec![(0, 0); usize::from(u8::MAX) + 1];
        let mut last_on = vec![0; counted.len()];
        for (number, stay) in (1..).zip(stays.filter(|stay| stay.ended_in(period))) {
            let until = stay.ended.map_or(0, |ended| stay.months.up_to(ended.month()));
            let to_work = u32::from(led_to_work(stay.facts()));
            for step in (0..until).filter_map(|place| stay.months.step(place)).map(usize::from) {
                if std::mem::replace(&mut last_on[step], number) != number {
                    counted[step].0 += 1;
                    counted[step].1 += to_work;
                }
            }
        }
        Self(counted)
    }

    /// The steps 1 to `steps`.
    pub(crate) fn steps(&self, steps: u8) -> Vec<StepToWork> {
        let of = |step: u8| {
            let (n, to_work) = self.0.get(usize::from(step)).copied().unwrap_or_default();
            StepToWork { step, n, to_work }
        };
        (1..=steps).map(of).collect()
    }
}

impl AddsUp for StoodOn {
    fn add(&mut self, others: &Self) {
        self.0.resize(self.0.len().max(others.0.len()), (0, 0));
        for ((n, to_work), (of, with_work)) in self.0.iter_mut().zip(&others.0) {
            *n += of;
            *to_work += with_work;
        }
    }
}
