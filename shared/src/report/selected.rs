//! The sources of a report as one selection sees them: a figure that several numbers are made of is computed once.

use super::effect::{at_exit, impact, lasting};
use super::{ReportName, Sources};
use crate::bridge::Bridge;
use crate::economics::EffectAtExit;
use crate::figures::{
    Changes, Conditions, Figure, Flow, Leaf, LivedOn, LivedOnOf, RatingChanges, Selection, StepMovement, StepToWork,
    StoodOn, Throughput, ThroughputCounts, conditions, flow, lived_on, occupation_change, occupation_changes,
    step_movement, steps_to_work, support_change, support_changes, throughput,
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
    impact: OnceLock<Option<Figure<EffectAtExit>>>,
    steps_to_work: OnceLock<Vec<StepToWork>>,
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
            impact: OnceLock::new(),
            steps_to_work: OnceLock::new(),
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

    /// As [`impact`].
    pub(super) fn impact(&self) -> Option<Figure<EffectAtExit>> {
        self.impact.get_or_init(|| impact(self.sources, &self.selection)).clone()
    }

    /// As [`steps_to_work`], of the bridge's steps.
    pub(super) fn steps_to_work(&self) -> &[StepToWork] {
        let Sources { cohort, bridge, .. } = *self.sources;
        self.steps_to_work.get_or_init(|| steps_to_work(cohort, &self.selection, steps_of(bridge)))
    }

    /// Computes for several selections of one period at once what a report asks for and what adds up, so that everybody is
    /// looked at once. What is not computed here is computed when it is asked for.
    pub(super) fn count_at_once(name: ReportName, leaves: &[Leaf], all: &[&Self]) {
        let Some(Self { sources, selection, .. }) = all.first() else { return };
        let (cohort, period) = (sources.cohort, selection.period);
        let selections = || all.iter().map(|one| &one.selection);
        let missing = |is_there: fn(&Self) -> bool| !all.iter().all(|one| is_there(one));
        let (mut support, mut occupation, mut works) = (false, false, false);
        match name {
            ReportName::SupportChange | ReportName::SupportAfterByMunicipality => support = true,
            ReportName::OccupationChange => occupation = true,
            ReportName::Throughput => works = true,
            ReportName::Impact => (support, occupation) = (true, true),
            ReportName::Realised => {
                (support, occupation) = (true, true);
                if missing(|one| one.lived_on.get().is_some()) {
                    let found = cohort.by_leaves(leaves, selections(), |stays| LivedOnOf::of(stays, selection));
                    keep(all, found, |one| &one.lived_on, |counted| counted.lived_on());
                }
            }
            ReportName::StepScenario => {
                works = true;
                if missing(|one| one.steps_to_work.get().is_some()) {
                    let found = cohort.by_leaves(leaves, selections(), |stays| StoodOn::of(stays, period));
                    let steps = steps_of(sources.bridge);
                    keep(all, found, |one| &one.steps_to_work, |counted| counted.steps(steps));
                }
            }
            _ => {}
        }
        if let (ReportName::Impact, Some(prices)) = (name, sources.prices)
            && missing(|one| one.impact.get().is_some())
        {
            let found = cohort
                .by_leaves(leaves, selections(), |stays| at_exit(&mut stays.filter(|stay| stay.ended_in(period))));
            keep(all, found, |one| &one.impact, |counted| Some(lasting(counted, prices)));
        }
        if support && missing(|one| one.support.get().is_some()) {
            let found = cohort.by_leaves(leaves, selections(), |stays| {
                support_changes(&mut stays.filter(|stay| stay.ended_in(period)))
            });
            keep(all, found, |one| &one.support, Changes::clone);
        }
        if occupation && missing(|one| one.occupation.get().is_some()) {
            let found = cohort.by_leaves(leaves, selections(), |stays| {
                occupation_changes(&mut stays.filter(|stay| stay.ended_in(period)))
            });
            keep(all, found, |one| &one.occupation, Changes::clone);
        }
        if works && missing(|one| one.throughput.get().is_some()) {
            let found = cohort.by_leaves(leaves, selections(), |stays| ThroughputCounts::of(stays, period));
            keep(all, found, |one| &one.throughput, |counted| counted.throughput());
        }
    }
}

/// Keeps for each selection what was counted of it.
fn keep<'a, T, K>(
    all: &[&Selected<'a>],
    counted: Vec<T>,
    place: impl for<'s> Fn(&'s Selected<'a>) -> &'s OnceLock<K>,
    made: impl Fn(&T) -> K,
) {
    for (one, counted) in all.iter().zip(&counted) {
        place(one).get_or_init(|| made(counted));
    }
}

/// The steps of a bridge.
fn steps_of(bridge: &Bridge) -> u8 {
    bridge.top().map_or(0, |rank| rank.0)
}
