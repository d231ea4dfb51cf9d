//! Step movement: forward, same or back on the bridge between baseline and latest.

use super::Figure;
use super::cohort::{Cohort, Selection};
use super::share::{Share, wilson};
use crate::record::Gender;
use serde::{Deserialize, Serialize};

/// Counts of participations by the way they moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Movement {
    /// A higher step than at baseline.
    pub forward: u32,
    /// The same step.
    pub same: u32,
    /// A lower step.
    pub back: u32,
    /// No baseline, or no later measurement.
    pub too_few: u32,
}

impl Movement {
    /// Participations with both measurements.
    pub const fn measured(&self) -> u32 {
        self.forward + self.same + self.back
    }

    fn add(&mut self, moved: Option<std::cmp::Ordering>) {
        match moved {
            Some(std::cmp::Ordering::Greater) => self.forward += 1,
            Some(std::cmp::Ordering::Equal) => self.same += 1,
            Some(std::cmp::Ordering::Less) => self.back += 1,
            None => self.too_few += 1,
        }
    }
}

/// Step movement of a selection: participations of identified people, active in the period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct StepMovement {
    /// Women.
    pub woman: Movement,
    /// Men.
    pub man: Movement,
    /// Other, or not stated.
    pub other: Movement,
    /// All of them.
    pub total: Movement,
    /// Participations that at some time after the baseline stood on a higher step: another figure than `forward`.
    pub ever_forward: u32,
    /// The share that moved forward among those measured.
    pub share_forward: Figure<Share>,
    /// The same with the unmeasured counted as no change.
    pub share_forward_worst_case: Figure<Share>,
}

impl StepMovement {
    /// The counts of one gender.
    pub const fn of(&self, gender: Gender) -> &Movement {
        match gender {
            Gender::Woman => &self.woman,
            Gender::Man => &self.man,
            Gender::Other => &self.other,
        }
    }
}

/// Counts how participations moved on the bridge.
pub fn step_movement(cohort: &Cohort, selection: &Selection) -> StepMovement {
    let until = selection.period.to().month();
    let (mut woman, mut man, mut other, mut total) = <(Movement, Movement, Movement, Movement)>::default();
    let mut ever_forward = 0;
    for stay in cohort.active(selection) {
        let months = stay.months;
        let steps = months.baseline_and_latest(stay.started.month(), until, |place| months.step(place));
        let moved = steps.and_then(|steps| steps.latest.map(|latest| latest.cmp(&steps.baseline)));
        match stay.gender {
            Gender::Woman => woman.add(moved),
            Gender::Man => man.add(moved),
            Gender::Other => other.add(moved),
        }
        total.add(moved);
        let higher = |from: usize, baseline: u8| {
            (from..months.up_to(until)).any(|place| months.step(place).is_some_and(|step| step > baseline))
        };
        ever_forward += u32::from(steps.is_some_and(|steps| higher(steps.first, steps.baseline)));
    }
    StepMovement {
        woman,
        man,
        other,
        total,
        ever_forward,
        share_forward: wilson(total.forward, total.measured()),
        share_forward_worst_case: wilson(total.forward, total.measured() + total.too_few),
    }
}
