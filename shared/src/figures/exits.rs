//! How stays ended: what they led to, why they ended, how long they lasted.

use super::Figure;
use super::background::add_up;
use super::cohort::{Cohort, Facts, Selection, Stay};
use super::flow::ByGender;
use super::leaves::AddsUp;
use super::period::Period;
use super::share::{Share, wilson};
use super::trend::median_of_sorted;
use crate::code::Code;
use crate::reference::UNSUBSIDISED_WORK;
use crate::support::Extent;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The codes that mean work.
const WORK: [&str; 2] = [UNSUBSIDISED_WORK, "subsidised_work"];
/// The code that means studies.
const STUDIES: &str = "studies";

/// Table 7. "Works" means works in fact, to whatever extent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// Participations of identified people, active in the period.
    pub participations: ByGender,
    /// Those of them that ended in it.
    pub ended: ByGender,
    /// Ended with work, subsidised or not.
    pub work: ByGender,
    /// Ended with studies.
    pub studies: ByGender,
    /// Ended with work or studies or both.
    pub work_or_studies: ByGender,
    /// That, of all that ended.
    pub share_work_or_studies: Figure<Share>,
    /// Stays after which there was more work or studies than before, of those of which both are recorded.
    pub started_or_increased: ByGender,
    /// Ended, without what was done before or after being recorded: it is not known whether there was more.
    pub occupation_missing: ByGender,
}

/// Counts what ended stays led to.
pub fn throughput(cohort: &Cohort, selection: &Selection) -> Throughput {
    ThroughputCounts::of(&mut cohort.active(selection), selection.period).throughput()
}

/// What the throughput is made of.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ThroughputCounts {
    participations: ByGender,
    ended: ByGender,
    work: ByGender,
    studies: ByGender,
    either: ByGender,
    more: ByGender,
    missing: ByGender,
}

impl ThroughputCounts {
    /// Counts stays that are active in a period.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>, period: Period) -> Self {
        let mut counts = Self::default();
        for row in stays {
            counts.participations.add(row.gender);
            if row.ended_in(period) {
                counts.count_ended(row.facts());
            }
        }
        counts
    }

    fn count_ended(&mut self, row: &Facts) {
        self.ended.add(row.gender);
        let after = occupation_after(row);
        let (works, studying) = (extent_of(after, &WORK) > 0, extent_of(after, &[STUDIES]) > 0);
        if works {
            self.work.add(row.gender);
        }
        if studying {
            self.studies.add(row.gender);
        }
        if works || studying {
            self.either.add(row.gender);
        }
        let active = [WORK[0], WORK[1], STUDIES];
        let before = occupation_before(row);
        if before.is_empty() || after.is_empty() {
            self.missing.add(row.gender);
        } else if extent_of(after, &active) > extent_of(before, &active) {
            self.more.add(row.gender);
        }
    }

    /// The figure.
    pub(crate) fn throughput(self) -> Throughput {
        let Self { participations, ended, work, studies, either, more, missing } = self;
        Throughput {
            participations,
            ended,
            work,
            studies,
            work_or_studies: either,
            share_work_or_studies: wilson(either.total, ended.total),
            started_or_increased: more,
            occupation_missing: missing,
        }
    }
}

impl AddsUp for ThroughputCounts {
    fn add(&mut self, others: &Self) {
        let Self { participations, ended, work, studies, either, more, missing } = self;
        participations.add_all(&others.participations);
        ended.add_all(&others.ended);
        work.add_all(&others.work);
        studies.add_all(&others.studies);
        either.add_all(&others.either);
        more.add_all(&others.more);
        missing.add_all(&others.missing);
    }
}

/// Whether a stay ended with work, subsidised or not.
pub(super) fn led_to_work(row: &Facts) -> bool {
    extent_of(occupation_after(row), &WORK) > 0
}

/// Whether a stay ended with work or studies.
pub(super) fn led_to_work_or_studies(row: &Facts) -> bool {
    extent_of(occupation_after(row), &[WORK[0], WORK[1], STUDIES]) > 0
}

fn occupation_before(row: &Facts) -> &[Extent] {
    row.enrolment.as_ref().map_or(&[], |enrolment| &enrolment.occupation_before)
}

fn occupation_after(row: &Facts) -> &[Extent] {
    row.exit.as_ref().map_or(&[], |exit| &exit.occupation_after)
}

/// How much of a full week the codes named take, in per cent.
fn extent_of(extents: &[Extent], codes: &[&str]) -> u32 {
    extents
        .iter()
        .filter(|extent| codes.contains(&extent.code.as_str()))
        .map(|extent| u32::from(extent.percent.get()))
        .sum()
}

/// How long stays lasted, first and last day counted by their difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Days {
    /// Stays.
    pub n: u32,
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// First quartile: the median of the lower half.
    pub lower_quartile: f64,
    /// Third quartile: the median of the upper half.
    pub upper_quartile: f64,
}

/// Table 5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exits {
    /// Stays by reason; those without one under none.
    pub reasons: BTreeMap<Option<Code>, ByGender>,
    /// How long they lasted.
    pub days: Figure<Days>,
}

/// Counts the stays that ended in the period.
pub fn exits(cohort: &Cohort, selection: &Selection) -> Exits {
    ExitCounts::of(&mut cohort.ended(selection)).exits()
}

/// What the exits are made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct ExitCounts {
    reasons: BTreeMap<Option<Code>, ByGender>,
    days: Vec<f64>,
}

impl ExitCounts {
    /// Counts stays that ended.
    pub(crate) fn of(stays: &mut dyn Iterator<Item = Stay<'_>>) -> Self {
        let mut reasons: BTreeMap<Option<&Code>, ByGender> = BTreeMap::new();
        let mut days = Vec::new();
        for row in stays {
            let reason = row.facts().exit.as_ref().and_then(|exit| exit.reason.as_ref());
            reasons.entry(reason).or_default().add(row.gender);
            days.extend(row.ended.map(|ended| ended.days_since(row.started) as f64));
        }
        let reasons = reasons.into_iter().map(|(reason, counts)| (reason.cloned(), counts)).collect();
        Self { reasons, days }
    }

    /// The figure.
    pub(crate) fn exits(&self) -> Exits {
        Exits { reasons: self.reasons.clone(), days: spread(self.days.clone()) }
    }
}

impl AddsUp for ExitCounts {
    fn add(&mut self, others: &Self) {
        add_up(&mut self.reasons, &others.reasons);
        self.days.extend_from_slice(&others.days);
    }
}

fn spread(mut days: Vec<f64>) -> Figure<Days> {
    if days.is_empty() {
        return Figure::TooFew { have: 0, need: 1 };
    }
    days.sort_unstable_by(f64::total_cmp);
    let half = days.len().div_ceil(2);
    Figure::Known(Days {
        n: u32::try_from(days.len()).unwrap_or(u32::MAX),
        mean: days.iter().sum::<f64>() / days.len() as f64,
        median: median_of_sorted(&days),
        lower_quartile: median_of_sorted(&days[..half]),
        upper_quartile: median_of_sorted(&days[days.len() - half..]),
    })
}
