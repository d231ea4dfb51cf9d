//! The dashboard's figures as sums over participations: each can be counted in, and counted out again when it changes,
//! so that one more record costs one participation and not all of them. What it says never depends on the order.

use super::Figure;
use super::climb::Climb;
use super::cohort::{Cohort, Facts, Row, Selection, Stay};
use super::flow::{Flow, FlowTally};
use super::lived_on::{LivedOn, LivedOnTally};
use super::rating_change::{PairTally, RatingChange};
use super::step_movement::{StepMovement, StepTally};
use super::survival::{Survival, SurvivalTally};
use super::transitions::{TransitionTally, Transitions};
use crate::id::{InterventionId, ParticipationId};
use crate::instrument::Instrument;
use crate::record::Gender;
use std::collections::BTreeMap;

/// Whether a participation is counted in or out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
}

impl Way {
    /// Counts one.
    pub(super) fn count(self, number: &mut u32) {
        match self {
            Self::In => *number += 1,
            // What is counted out was counted in before.
            Self::Out => *number = number.saturating_sub(1),
        }
    }

    /// Adds or takes away.
    pub(super) const fn sum(self, sum: &mut i64, value: i64) {
        match self {
            Self::In => *sum += value,
            Self::Out => *sum -= value,
        }
    }
}

/// A group whose ratings are shown by themselves.
pub type RatingGroup = (InterventionId, Gender);

/// The dashboard's figures of a selection.
#[derive(Debug, Clone)]
pub struct Tally {
    selection: Selection,
    flow: FlowTally,
    steps: StepTally,
    transitions: TransitionTally,
    time_to_step: SurvivalTally,
    lived_on: LivedOnTally,
    rating: PairTally,
    /// By the intervention's number and the gender; nothing where nobody was counted yet.
    rating_by_group: Vec<Option<(RatingGroup, PairTally)>>,
}

impl Tally {
    /// Counts everybody in the columns.
    pub fn of(cohort: &Cohort, selection: Selection, steps: u8) -> Self {
        let mut tally = Self {
            lived_on: LivedOnTally::new(&selection),
            selection,
            flow: FlowTally::default(),
            steps: StepTally::default(),
            transitions: TransitionTally::new(steps),
            time_to_step: SurvivalTally::default(),
            rating: PairTally::default(),
            rating_by_group: Vec::new(),
        };
        let selection = tally.selection.clone();
        cohort.selected(&selection).for_each(|stay| tally.count(&stay, Way::In));
        tally
    }

    /// Puts a row into the columns, and counts what changed by it.
    pub fn put(&mut self, cohort: &mut Cohort, row: Row) {
        let participation = row.facts.participation;
        self.count_one(cohort, participation, Way::Out);
        cohort.put(row);
        self.count_one(cohort, participation, Way::In);
    }

    /// Takes a participation out of the columns, and counts what changed by it.
    pub fn remove(&mut self, cohort: &mut Cohort, participation: ParticipationId) {
        self.count_one(cohort, participation, Way::Out);
        cohort.remove(participation);
    }

    fn count_one(&mut self, cohort: &Cohort, participation: ParticipationId, way: Way) {
        let wanted = cohort.wanted(&self.selection);
        if let Some(stay) = cohort.stay(participation).filter(|stay| wanted.holds(stay.outline())) {
            self.count(&stay, way);
        }
    }

    fn count(&mut self, stay: &Stay<'_>, way: Way) {
        let period = self.selection.period;
        self.flow.count(stay.outline(), period, way);
        if !stay.outline().is_active_in(period) {
            return;
        }
        let until = self.selection.period.to().month();
        let climb = Climb::of(stay, until);
        self.steps.count(stay.gender, climb, way);
        self.transitions.count(stay, until, way);
        self.time_to_step.count(climb, way);
        self.lived_on.count(stay, way);
        let pair = PairTally::score_of(stay, until);
        self.rating.count(pair, way);
        self.pairs_of_group(stay).count(pair, way);
    }

    fn pairs_of_group(&mut self, stay: &Stay<'_>) -> &mut PairTally {
        let place = stay.outline().intervention as usize * Gender::ALL.len() + stay.gender as usize;
        if place >= self.rating_by_group.len() {
            self.rating_by_group.resize_with(place + 1, || None);
        }
        let (_, pairs) = self.rating_by_group[place].get_or_insert_with(|| (group_of(stay), PairTally::default()));
        pairs
    }

    /// As [`super::flow`].
    pub const fn flow(&self) -> Flow {
        self.flow.flow()
    }

    /// As [`super::step_movement`].
    pub fn step_movement(&self) -> StepMovement {
        self.steps.movement()
    }

    /// As [`super::transitions`].
    pub fn transitions(&self) -> Transitions {
        self.transitions.transitions()
    }

    /// As [`super::time_to_first_step`].
    pub fn time_to_first_step(&self) -> Figure<Survival> {
        self.time_to_step.survival()
    }

    /// As [`super::lived_on`].
    pub fn lived_on(&self) -> LivedOn {
        self.lived_on.lived_on()
    }

    /// As [`super::rating_change`].
    pub fn rating_change(&self, instrument: &Instrument) -> RatingChange {
        self.rating.change(instrument)
    }

    /// The same by intervention and gender, for groups that somebody is in.
    pub fn rating_change_by_group(&self, instrument: &Instrument) -> BTreeMap<RatingGroup, RatingChange> {
        let taken = self.rating_by_group.iter().flatten().filter(|(_, pairs)| !pairs.is_empty());
        taken.map(|(group, pairs)| (*group, pairs.change(instrument))).collect()
    }
}

const fn group_of(facts: &Facts) -> RatingGroup {
    (facts.intervention, facts.gender)
}
