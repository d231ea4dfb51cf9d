//! The sources of a report as one selection sees them: a figure that several numbers are made of is computed once.

use super::Sources;
use crate::figures::{
    Changes, Conditions, Flow, LivedOn, RatingChanges, Selection, StepMovement, Throughput, conditions, flow, lived_on,
    occupation_change, step_movement, support_change, throughput,
};
use std::sync::OnceLock;

/// A selection of the sources, which several threads may read.
pub(super) struct Selected<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) selection: Selection,
    flow: OnceLock<Flow>,
    throughput: OnceLock<Throughput>,
    support: OnceLock<Changes>,
    occupation: OnceLock<Changes>,
    steps: OnceLock<StepMovement>,
    ratings: OnceLock<RatingChanges<'a>>,
    lived_on: OnceLock<LivedOn>,
    conditions: OnceLock<Conditions>,
}

impl<'a> Selected<'a> {
    /// Nothing is computed yet.
    pub(super) const fn new(sources: &'a Sources<'a>, selection: Selection) -> Self {
        Self {
            sources,
            selection,
            flow: OnceLock::new(),
            throughput: OnceLock::new(),
            support: OnceLock::new(),
            occupation: OnceLock::new(),
            steps: OnceLock::new(),
            ratings: OnceLock::new(),
            lived_on: OnceLock::new(),
            conditions: OnceLock::new(),
        }
    }

    /// As [`flow`].
    pub(super) fn flow(&self) -> &Flow {
        self.flow.get_or_init(|| flow(self.sources.cohort, &self.selection))
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

    /// As [`step_movement`].
    pub(super) fn step_movement(&self) -> &StepMovement {
        self.steps.get_or_init(|| step_movement(self.sources.cohort, &self.selection))
    }

    /// As [`RatingChanges::of`].
    pub(super) fn rating_changes(&self) -> &RatingChanges<'a> {
        let Sources { cohort, instrument, .. } = *self.sources;
        self.ratings.get_or_init(|| RatingChanges::of(cohort, &self.selection, instrument))
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
}
