//! From each step to work: of the stays that ended, how many had stood on the step, and how many of those ended with work.

use super::cohort::{Cohort, Selection};
use super::exits::led_to_work;
use std::collections::BTreeSet;

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
    let mut counted: Vec<StepToWork> = (1..=steps).map(|step| StepToWork { step, n: 0, to_work: 0 }).collect();
    for stay in cohort.ended(selection) {
        let until = stay.ended.map_or(0, |ended| stay.months.up_to(ended.month()));
        let stood_on: BTreeSet<u8> = (0..until).filter_map(|place| stay.months.step(place)).collect();
        let to_work = u32::from(led_to_work(&stay));
        for one in counted.iter_mut().filter(|one| stood_on.contains(&one.step)) {
            one.n += 1;
            one.to_work += to_work;
        }
    }
    counted
}
