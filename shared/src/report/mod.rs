//! The reports by name: what an association reads, exports and compares with other years. The same figures as on the
//! dashboards, computed by the same code, in the form that files carry. This module does not know files.

mod at_once;
mod cells;
mod effect;
mod figures;
pub mod release;
pub mod saved;
mod selected;
mod structural;

pub use cells::{CellRow, cells};

use crate::account::InterventionName;
use crate::bridge::Bridge;
use crate::economics::PriceList;
use crate::figures::{Attended, Band, Cohort, Goal, Period, Selection};
use crate::instrument::Instrument;
use crate::intervention::Foci;
use crate::record::Gender;
use selected::Selected;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

macro_rules! reports {
    ($($(#[$doc:meta])* $variant:ident = $name:literal: $method:literal;)*) => {
        /// Which report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ReportName {
            $($(#[$doc])* $variant,)*
        }

        impl ReportName {
            /// Every report there is.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name by which it is asked for.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it counts and how, in a sentence.
            pub const fn method(self) -> &'static str {
                match self {
                    $(Self::$variant => $method,)*
                }
            }
        }
    };
}

reports! {
    /// Table 1.
    ParticipantFlow = "participant-flow": "Participations and persons; active: begun by the period's end and not ended before its start";
    /// Table 7.
    Throughput = "throughput": "Participations active and ended in the period; work, subsidised or not, and studies after the stay; share with a Wilson 95 % interval";
    /// Table 2.
    SupportChange = "support-change": "Support sources, not persons, before and after the stays that ended in the period";
    /// Table 2, by municipality.
    SupportAfterByMunicipality = "support-after-by-municipality": "Support sources, not persons, after the stays that ended in the period, by municipality of residence";
    /// Table 3.
    OccupationChange = "occupation-change": "Occupations, not persons, before and after the stays that ended in the period";
    /// Table 4.
    Background = "background": "Participations active in the period; age as year of start minus year of birth";
    /// Table 5.
    Exits = "exits": "Participations that ended in the period; days from first to last day";
    /// Section 2.
    StepMovement = "step-movement": "Baseline: first step recorded from one month before to one after the start; latest: last one in the period, at least a month later; Wilson 95 % interval";
    /// Section 3.
    Transitions = "transitions": "Moves between steps over consecutive months only, of participations active in the period, up to its end";
    /// Section 3.
    TimeToStep = "time-to-step": "Months from baseline to the first higher step; Kaplan-Meier, censored at the last recorded month";
    /// Section 3.
    TimeToWork = "time-to-work": "Months from the first day to a last day with work, subsidised or not; Kaplan-Meier, censored at the end without work and at the period's end";
    /// What research connects with the way to work.
    Conditions = "conditions": "Participations active in the period, by changes of supervisor within it, the supervisor's first belief stated within it, what the intervention works on, parallel stays and what came before; groups beside each other, not causes; shares from ten on, Wilson 95 % interval";
    /// Section 3.
    RatingChange = "rating-change": "Sum of the items of the score, all rated; baseline and latest as for steps; reliable change after Jacobson and Truax 1991";
    /// Table 8.
    Response = "response": "Months in which a participation was active in the period; on time: written by the tenth of the next month, of those that came and of which the day is known";
    /// What was missing round people.
    Deviations = "deviations": "Deviations noted about the months of the period, by theme: deviations, not persons";
    /// Table 6.
    Volume = "volume": "Structural interventions: attendances and occasions, never added together";
    /// Section 5.
    Impact = "impact": "Effect at exit: flows of the state after minus flows before, by double entry; nobody says that the intervention caused it";
    /// Section 5.
    Realised = "realised-effect": "Realised effect: in each month of the period, flows of the state that the follow-up recorded minus flows of the same people's state before, by double entry; in the month of the last day the state after; participations active in the month; nobody says that the intervention caused it";
    /// Section 5.
    StepScenario = "step-scenario": "Scenario: of the participations that ended in the period, the share to work of those that had stood on a step, with a Wilson 95 % interval, times a year of full-time unsubsidised work by the price list";
    /// Table 10.
    Goals = "goals": "Goals whose last day lies in the period: target, outcome and n of N; near is within a tenth of the target";
}

impl ReportName {
    /// The report of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|report| report.as_str() == name)
    }

    /// Whether it tells of money, which takes prices.
    pub const fn is_of_money(self) -> bool {
        matches!(self, Self::Impact | Self::Realised | Self::StepScenario)
    }
}

/// A report of many figures at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WholeReport {
    /// Every table of a year or of another period.
    Annual,
    /// The counts that the national follow-up asks for.
    FollowUp,
}

impl WholeReport {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Annual, Self::FollowUp];

    /// The name by which it is asked for.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Annual => "annual",
            Self::FollowUp => "national-follow-up",
        }
    }

    /// The report of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|report| report.as_str() == name)
    }
}

/// By what a report is split, beside its totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitBy {
    /// Woman, man, other.
    Gender,
    /// Municipality of residence.
    Municipality,
}

/// What the figures are computed from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The participations.
    pub cohort: &'a Cohort,
    /// The instrument of the ratings.
    pub instrument: &'a Instrument,
    /// The bridge of the steps.
    pub bridge: &'a Bridge,
    /// The prices, where the association has set some.
    pub prices: Option<&'a PriceList>,
    /// The bands of ages.
    pub ages: &'a [Band],
    /// The bands of months in public support before.
    pub months_in_support: &'a [Band],
    /// What structural interventions counted.
    pub volumes: &'a [Attended],
    /// The goals that are set.
    pub goals: &'a [Goal],
    /// The interventions by name.
    pub interventions: &'a [InterventionName],
    /// What they work on.
    pub foci: &'a Foci,
}

/// A report as files carry it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Its name.
    pub report: &'static str,
    /// The days it covers.
    pub period: Period,
    /// What it counts and how.
    pub method: &'static str,
    /// The figures.
    pub figures: Value,
    /// What a reader has to know beside the figures.
    pub notes: Vec<String>,
}

/// Computes a report in full: nothing is hidden, so it is for the member that runs the interventions.
pub fn for_member(name: ReportName, sources: &Sources<'_>, selection: &Selection, by: &[SplitBy]) -> Report {
    let mut notes = Vec::new();
    let mut all = figures::of(name, &Selected::new(sources, selection.clone()), &mut notes);
    if let Value::Object(all) = &mut all {
        split(name, sources, selection, by, all);
    }
    notes.sort();
    notes.dedup();
    Report { report: name.as_str(), period: selection.period, method: name.method(), figures: all, notes }
}

/// Adds the same figures for each part of a split, where the report is about participants.
fn split(name: ReportName, sources: &Sources<'_>, selection: &Selection, by: &[SplitBy], all: &mut Map<String, Value>) {
    if matches!(name, ReportName::Volume | ReportName::Goals) {
        return;
    }
    let mut unsaid = Vec::new();
    if by.contains(&SplitBy::Gender) {
        let part = |gender: Gender| {
            let part = Selection { gender: Some(gender), ..selection.clone() };
            (figures::gender_key(gender).to_owned(), figures::of(name, &Selected::new(sources, part), &mut Vec::new()))
        };
        all.insert("by_gender".into(), Gender::ALL.into_iter().map(part).collect::<Map<_, _>>().into());
    }
    if by.contains(&SplitBy::Municipality) {
        let names = sources.cohort.municipalities_of_active(selection);
        let mut part = |municipality: &str| {
            let municipality = municipality.to_owned();
            let part = Selection { municipality: Some(municipality.clone()), ..selection.clone() };
            (municipality, figures::of(name, &Selected::new(sources, part), &mut unsaid))
        };
        all.insert("by_municipality".into(), names.into_iter().map(&mut part).collect::<Map<_, _>>().into());
    }
}
