//! The sources of a report as one selection sees them: a figure that several numbers are made of is computed once.

use super::Sources;
use super::effect::impact;
use crate::bridge::Bridge;
use crate::economics::EffectAtExit;
use crate::figures::{
    Background, Changes, Conditions, Exits, Figure, Flow, FlowByMonth, LivedOn, RatingChanges, Response, Selection,
    StepMovement, StepToWork, SupportAfter, Survival, TakingPart, Throughput, Transitions, background, conditions,
    exits, flow, flow_by_month, lived_on, occupation_change, response, step_movement, steps_to_work,
    support_after_by_municipality, support_change, taking_part, throughput, time_to_first_step, time_to_work,
    transitions,
};
use std::sync::OnceLock;

/// A selection of the sources, which several threads may read.
pub(super) struct Selected<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) selection: Selection,
    flow: OnceLock<Flow>,
    pub(super) taking_part: OnceLock<TakingPart>,
    pub(super) throughput: OnceLock<Throughput>,
    pub(super) support: OnceLock<Changes>,
    pub(super) occupation: OnceLock<Changes>,
    pub(super) support_after: OnceLock<SupportAfter>,
    pub(super) steps: OnceLock<StepMovement>,
    pub(super) transitions: OnceLock<Transitions>,
    pub(super) response: OnceLock<Response>,
    pub(super) ratings: OnceLock<RatingChanges<'a>>,
    pub(super) flow_by_month: OnceLock<FlowByMonth>,
    pub(super) lived_on: OnceLock<LivedOn>,
    conditions: OnceLock<Conditions>,
    pub(super) impact: OnceLock<Option<Figure<EffectAtExit>>>,
    pub(super) steps_to_work: OnceLock<Vec<StepToWork>>,
    pub(super) background: OnceLock<Background>,
    pub(super) exits: OnceLock<Exits>,
    pub(super) time_to_step: OnceLock<Figure<Survival>>,
    pub(super) time_to_work: OnceLock<Figure<Survival>>,
}

impl<'a> Selected<'a> {
    /// Nothing is computed yet.
    pub(super) const fn new(sources: &'a Sources<'a>, selection: Selection) -> Self {
        Self {
            sources,
            selection,
            flow: OnceLock::new(),
            taking_part: OnceLock::new(),
            throughput: OnceLock::new(),
            support: OnceLock::new(),
            occupation: OnceLock::new(),
            support_after: OnceLock::new(),
            steps: OnceLock::new(),
            transitions: OnceLock::new(),
            response: OnceLock::new(),
            ratings: OnceLock::new(),
            flow_by_month: OnceLock::new(),
            lived_on: OnceLock::new(),
            conditions: OnceLock::new(),
            impact: OnceLock::new(),
            steps_to_work: OnceLock::new(),
            background: OnceLock::new(),
            exits: OnceLock::new(),
            time_to_step: OnceLock::new(),
            time_to_work: OnceLock::new(),
        }
    }

    /// As [`flow`].
    pub(super) fn flow(&self) -> &Flow {
        self.flow.get_or_init(|| flow(self.sources.cohort, &self.selection))
    }

    /// As [`taking_part`].
    pub(super) fn taking_part(&self) -> &TakingPart {
        self.taking_part.get_or_init(|| taking_part(self.sources.cohort, &self.selection))
    }

    /// As [`throughput`].
    pub(super) fn throughput(&self) -> &Throughput {
        self.throughput.get_or_init(|| throughput(self.sources.cohort, &self.selection))
    }

    /// As [`support_change`].
    pub(super) fn support_change(&self) -> &Changes {
        self.support.get_or_init(|| support_change(self.sources.cohort, &self.selection))
    }

    /// As [`occupation_change`].
    pub(super) fn occupation_change(&self) -> &Changes {
        self.occupation.get_or_init(|| occupation_change(self.sources.cohort, &self.selection))
    }

    /// As [`support_after_by_municipality`].
    pub(super) fn support_after(&self) -> &SupportAfter {
        self.support_after.get_or_init(|| support_after_by_municipality(self.sources.cohort, &self.selection))
    }

    /// As [`transitions`], between the bridge's steps.
    pub(super) fn transitions(&self) -> &Transitions {
        let Sources { cohort, bridge, .. } = *self.sources;
        self.transitions.get_or_init(|| transitions(cohort, &self.selection, steps_of(bridge)))
    }

    /// As [`response`].
    pub(super) fn response(&self) -> &Response {
        self.response.get_or_init(|| response(self.sources.cohort, &self.selection))
    }

    /// As [`step_movement`].
    pub(super) fn step_movement(&self) -> &StepMovement {
        self.steps.get_or_init(|| step_movement(self.sources.cohort, &self.selection))
    }

    /// As [`RatingChanges::of`].
    pub(super) fn rating_changes(&self) -> &RatingChanges<'a> {
        let Sources { cohort, instrument, .. } = *self.sources;
        self.ratings.get_or_init(|| RatingChanges::of(cohort, &self.selection, instrument))
    }

    /// As [`flow_by_month`].
    pub(super) fn flow_by_month(&self) -> &FlowByMonth {
        self.flow_by_month.get_or_init(|| flow_by_month(self.sources.cohort, &self.selection))
    }

    /// As [`lived_on`].
    pub(super) fn lived_on(&self) -> &LivedOn {
        self.lived_on.get_or_init(|| lived_on(self.sources.cohort, &self.selection))
    }

    /// As [`conditions`].
    pub(super) fn conditions(&self) -> &Conditions {
        let Sources { cohort, foci, .. } = *self.sources;
        self.conditions.get_or_init(|| conditions(cohort, &self.selection, foci))
    }

    /// As [`impact`].
    pub(super) fn impact(&self) -> Option<Figure<EffectAtExit>> {
        self.impact.get_or_init(|| impact(self.sources, &self.selection)).clone()
    }

    /// As [`background`].
    pub(super) fn background(&self) -> &Background {
        let Sources { cohort, ages, months_in_support, .. } = *self.sources;
        self.background.get_or_init(|| background(cohort, &self.selection, ages, months_in_support))
    }

    /// As [`exits`].
    pub(super) fn exits(&self) -> &Exits {
        self.exits.get_or_init(|| exits(self.sources.cohort, &self.selection))
    }

    /// As [`time_to_first_step`].
    pub(super) fn time_to_step(&self) -> &Figure<Survival> {
        self.time_to_step.get_or_init(|| time_to_first_step(self.sources.cohort, &self.selection))
    }

    /// As [`time_to_work`].
    pub(super) fn time_to_work(&self) -> &Figure<Survival> {
        self.time_to_work.get_or_init(|| time_to_work(self.sources.cohort, &self.selection))
    }

    /// As [`steps_to_work`], of the bridge's steps.
    pub(super) fn steps_to_work(&self) -> &[StepToWork] {
        let Sources { cohort, bridge, .. } = *self.sources;
        self.steps_to_work.get_or_init(|| steps_to_work(cohort, &self.selection, steps_of(bridge)))
    }
}

/// The steps of a bridge.
pub(super) fn steps_of(bridge: &Bridge) -> u8 {
    bridge.top().map_or(0, |rank| rank.0)
}
