//! What several selections of one period ask for, computed at once: what adds up is counted of everybody in one go. What is
//! not computed here is computed when it is asked for.

use super::ReportName;
use super::effect::{at_exit, lasting};
use super::selected::{Selected, steps_of};
use crate::figures::{
    AddsUp, Background, Changes, ExitCounts, FlowByMonth, Leaf, LivedOnOf, RatingChanges, RatingCounts, ResponseCounts,
    Stay, StepTally, StoodOn, SupportAfter, SurvivalTally, TakingPart, ThroughputCounts, TransitionTally,
    background_of, occupation_changes, support_after, support_changes,
};
use std::sync::OnceLock;

/// What adds up of all that reports ask for.
#[derive(Debug, Clone, Copy)]
enum Sum {
    TakingPart,
    Support,
    SupportAfter,
    Occupation,
    Throughput,
    FlowByMonth,
    LivedOn,
    Impact,
    StepsToWork,
    Background,
    Exits,
    TimeToStep,
    TimeToWork,
    Ratings,
    Steps,
    Transitions,
    Response,
}

const fn sums_of(name: ReportName) -> &'static [Sum] {
    match name {
        ReportName::SupportChange => &[Sum::Support],
        ReportName::SupportAfterByMunicipality => &[Sum::SupportAfter, Sum::Support],
        ReportName::StepMovement => &[Sum::Steps],
        ReportName::Transitions => &[Sum::Transitions],
        ReportName::Response => &[Sum::Response],
        ReportName::OccupationChange => &[Sum::Occupation],
        ReportName::Throughput => &[Sum::Throughput],
        ReportName::Impact => &[Sum::Impact, Sum::Support, Sum::Occupation],
        ReportName::Realised => &[Sum::FlowByMonth, Sum::LivedOn, Sum::Support, Sum::Occupation],
        ReportName::StepScenario => &[Sum::StepsToWork, Sum::Throughput],
        ReportName::Background => &[Sum::Background],
        ReportName::Exits => &[Sum::Exits],
        ReportName::TimeToStep => &[Sum::TimeToStep],
        ReportName::TimeToWork => &[Sum::TimeToWork],
        ReportName::RatingChange => &[Sum::Ratings],
        _ => &[],
    }
}

/// Selections of one period and the leaves of it; interventions, gender and municipality divide them alone.
pub(super) struct AtOnce<'l, 'a> {
    pub(super) leaves: &'l [Leaf],
    pub(super) all: Vec<&'l Selected<'a>>,
}

impl<'a> AtOnce<'_, 'a> {
    /// Computes what a report asks for, and how many take part, which every report is stated with.
    pub(super) fn compute(&self, name: ReportName) {
        let Some(Selected { sources, selection, .. }) = self.all.first() else { return };
        let (period, steps) = (selection.period, steps_of(sources.bridge));
        for sum in [Sum::TakingPart].iter().chain(sums_of(name)) {
            match (sum, sources.prices) {
                (Sum::TakingPart, _) => {
                    self.add_up(|one| &one.taking_part, |stays| TakingPart::of(stays, period), TakingPart::clone);
                }
                (Sum::Support, _) => self.add_up(
                    |one| &one.support,
                    |stays| support_changes(&mut stays.filter(|stay| stay.ended_in(period))),
                    Changes::clone,
                ),
                (Sum::SupportAfter, _) => self.add_up(
                    |one| &one.support_after,
                    |stays| support_after(&mut stays.filter(|stay| stay.ended_in(period))),
                    SupportAfter::clone,
                ),
                (Sum::Steps, _) => {
                    self.add_up(|one| &one.steps, |stays| StepTally::of(stays, period), StepTally::movement);
                }
                (Sum::Transitions, _) => self.add_up(
                    |one| &one.transitions,
                    |stays| TransitionTally::of(stays, period, steps),
                    // Of nobody there are as many steps.
                    |counted| counted.transitions_between(steps),
                ),
                (Sum::Response, _) => self.add_up(
                    |one| &one.response,
                    |stays| ResponseCounts::of(stays, period),
                    ResponseCounts::response,
                ),
                (Sum::Occupation, _) => self.add_up(
                    |one| &one.occupation,
                    |stays| occupation_changes(&mut stays.filter(|stay| stay.ended_in(period))),
                    Changes::clone,
                ),
                (Sum::Throughput, _) => self.add_up(
                    |one| &one.throughput,
                    |stays| ThroughputCounts::of(stays, period),
                    |counted| counted.throughput(),
                ),
                (Sum::StepsToWork, _) => self.add_up(
                    |one| &one.steps_to_work,
                    |stays| StoodOn::of(stays, period),
                    |counted| counted.steps(steps),
                ),
                (Sum::LivedOn, _) => {
                    self.add_up(|one| &one.lived_on, |stays| LivedOnOf::of(stays, selection), LivedOnOf::lived_on);
                }
                (Sum::FlowByMonth, _) => self.add_up(
                    |one| &one.flow_by_month,
                    |stays| FlowByMonth::of(&mut stays.map(|stay| (stay.started, stay.ended)), period),
                    // Of nobody there are as many months.
                    |counted| counted.clone().of_all_months(period),
                ),
                (Sum::Background, _) => self.add_up(
                    |one| &one.background,
                    |stays| background_of(stays, sources.ages, sources.months_in_support),
                    Background::clone,
                ),
                (Sum::Exits, _) => self.add_up(
                    |one| &one.exits,
                    |stays| ExitCounts::of(&mut stays.filter(|stay| stay.ended_in(period))),
                    ExitCounts::exits,
                ),
                (Sum::TimeToStep, _) => self.add_up(
                    |one| &one.time_to_step,
                    |stays| SurvivalTally::to_first_step(stays, period),
                    SurvivalTally::survival,
                ),
                (Sum::TimeToWork, _) => self.add_up(
                    |one| &one.time_to_work,
                    |stays| SurvivalTally::to_work(stays, period),
                    SurvivalTally::survival,
                ),
                (Sum::Ratings, _) => self.add_up(
                    |one| &one.ratings,
                    |stays| RatingCounts::of(stays, period, sources.instrument),
                    |counted| RatingChanges::counted(counted, sources.instrument),
                ),
                (Sum::Impact, Some(prices)) => self.add_up(
                    |one| &one.impact,
                    |stays| at_exit(&mut stays.filter(|stay| stay.ended_in(period))),
                    |counted| Some(lasting(counted, prices)),
                ),
                (Sum::Impact, None) => {}
            }
        }
    }

    /// Counts every leaf, and keeps for each selection what is made of its sum, where that is not there yet.
    fn add_up<T: AddsUp, F>(
        &self,
        figure: impl for<'s> Fn(&'s Selected<'a>) -> &'s OnceLock<F>,
        count: impl Fn(&mut dyn Iterator<Item = Stay<'a>>) -> T + Sync,
        made: impl Fn(&T) -> F,
    ) {
        let Some(first) = self.all.first().filter(|_| self.all.iter().any(|one| figure(one).get().is_none())) else {
            return;
        };
        let selections = self.all.iter().map(|one| &one.selection);
        let sums = first.sources.cohort.by_leaves(self.leaves, selections, count);
        for (one, sum) in self.all.iter().zip(&sums) {
            figure(one).get_or_init(|| made(sum));
        }
    }
}
