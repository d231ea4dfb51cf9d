//! Step movement: forward, same or back on the bridge between baseline and latest.

use super::Figure;
use super::climb::Climb;
use super::cohort::{Cohort, Selection, Stay};
use super::leaves::AddsUp;
use super::period::Period;
use super::share::{Share, wilson};
use super::tally::Way;
use crate::record::Gender;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

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

    /// Counts an active participation by where it stands now beside where it began.
    pub(super) fn count_climb(&mut self, climb: Option<Climb>, way: Way) {
        self.count(climb.and_then(|climb| climb.latest.map(|(latest, _)| latest.cmp(&climb.baseline))), way);
    }

    const fn add_all(&mut self, others: &Self) {
        self.forward += others.forward;
        self.same += others.same;
        self.back += others.back;
        self.too_few += others.too_few;
    }

    fn count(&mut self, moved: Option<Ordering>, way: Way) {
        way.count(match moved {
            Some(Ordering::Greater) => &mut self.forward,
            Some(Ordering::Equal) => &mut self.same,
            Some(Ordering::Less) => &mut self.back,
            None => &mut self.too_few,
        });
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
    StepTally::of(&mut cohort.active(selection), selection.period).movement()
}

/// The counts of step movement.
#[derive(Debug, Clone, Default)]
pub(crate) struct StepTally {
    woman: Movement,
    man: Movement,
    other: Movement,
    total: Movement,
    ever_forward: u32,
}

impl StepTally {
    /// Counts stays that are active in the period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period) -> Self {
        let until = period.to().month();
        let mut tally = Self::default();
        stays.for_each(|stay| tally.count(stay.gender, Climb::of(&stay, until), Way::In));
        tally
    }

    /// Counts an active participation.
    pub(super) fn count(&mut self, gender: Gender, climb: Option<Climb>, way: Way) {
        let of_gender = match gender {
            Gender::Woman => &mut self.woman,
            Gender::Man => &mut self.man,
            Gender::Other => &mut self.other,
        };
        of_gender.count_climb(climb, way);
        self.total.count_climb(climb, way);
        if climb.is_some_and(|climb| climb.first_higher.is_some()) {
            way.count(&mut self.ever_forward);
        }
    }

    pub(crate) fn movement(&self) -> StepMovement {
        let total = self.total;
        StepMovement {
            woman: self.woman,
            man: self.man,
            other: self.other,
            total,
            ever_forward: self.ever_forward,
            share_forward: wilson(total.forward, total.measured()),
            share_forward_worst_case: wilson(total.forward, total.measured() + total.too_few),
        }
    }
}

impl AddsUp for StepTally {
    fn add(&mut self, others: &Self) {
        let Self { woman, man, other, total, ever_forward } = self;
        woman.add_all(&others.woman);
        man.add_all(&others.man);
        other.add_all(&others.other);
        total.add_all(&others.total);
        *ever_forward += others.ever_forward;
    }
}
