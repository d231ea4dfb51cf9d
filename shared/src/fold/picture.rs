//! What a fold shows: a stay as its records tell it, month by month. It does not know how records become this.

use crate::bridge::StepRank;
use crate::id::{AccountId, InterventionId, RecordId};
use crate::instrument::{Answers, InstrumentRef};
use crate::record::{Deviation, Enrolment, Exit, FollowUp, Gender, Note, Plan};
use crate::time::{Date, Instant, Month};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a stay began.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// With consent.
    Identified(Enrolment),
    /// Without: gender and start year, nothing else.
    Anonymous {
        /// In which intervention.
        intervention: InterventionId,
        /// For the tables.
        gender: Gender,
        /// The year of the start.
        year: u16,
    },
}

impl Start {
    /// The intervention.
    pub const fn intervention(&self) -> InterventionId {
        match self {
            Self::Identified(enrolment) => enrolment.intervention,
            Self::Anonymous { intervention, .. } => *intervention,
        }
    }

    /// The first day; the first of January where only the year is known.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Identified(enrolment) => Some(enrolment.started),
            Self::Anonymous { year, .. } => Month::new(*year, 1).map(Month::first_day),
        }
    }
}

/// A value that holds, the record that says so, and records that say otherwise without having known it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held<T> {
    /// What holds.
    pub value: T,
    /// The record that says so.
    pub record: RecordId,
    /// Versions made elsewhere at the same time, for the supervisor to decide between. Each says something else.
    pub rivals: Vec<RecordId>,
    /// Records that say to the letter what this one or a rival says, without having known it: nobody has to decide.
    pub twins: Vec<RecordId>,
}

impl<T> Held<T> {
    /// A value that one record says and no other disputes.
    pub const fn alone(value: T, record: RecordId) -> Self {
        Self { value, record, rivals: Vec::new(), twins: Vec::new() }
    }

    /// Every record that stands, which whoever writes the next version has seen: the one that holds comes first.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        std::iter::once(self.record).chain(self.rivals.iter().copied()).chain(self.twins.iter().copied())
    }

    /// Another value in the place of this one, said by the same records.
    pub fn with<U>(&self, value: U) -> Held<U> {
        Held { value, record: self.record, rivals: self.rivals.clone(), twins: self.twins.clone() }
    }
}

/// A set of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// Which questions were asked.
    pub instrument: InstrumentRef,
    /// The answers.
    pub answers: Answers,
}

/// One month of a stay.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MonthView {
    /// The participant's own rating.
    pub self_assessment: Option<Held<Assessment>>,
    /// The supervisor's.
    pub staff_assessment: Option<Held<Assessment>>,
    /// The participant's own ratings of the month by other instruments than that.
    pub other_self_assessments: Vec<Assessment>,
    /// The supervisor's by other instruments than that.
    pub other_staff_assessments: Vec<Assessment>,
    /// The supervisor's record of the month.
    pub follow_up: Option<Held<FollowUp>>,
    /// The place on the bridge.
    pub step: Option<Held<StepRank>>,
    /// When the participant first said something that stands of the month, corrected later or not.
    pub self_assessed: Option<FirstSaid>,
    /// When the supervisor first followed it up, likewise.
    pub followed_up: Option<FirstSaid>,
}

/// When something was first said of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstSaid {
    /// By the device's clock, and no later than the receipt.
    At(Instant),
    /// A file said it, which does not say when.
    WithoutDay,
}

/// What a participant says: of the own record, or to the supervisor.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// The month in which it was said.
    pub month: Month,
    /// In the own words.
    pub note: Note,
    /// The record that says so.
    pub record: RecordId,
}

/// A deviation that was noted during the stay.
#[derive(Debug, Clone, PartialEq)]
pub struct NotedDeviation {
    /// The month it is about.
    pub month: Month,
    /// What was missing.
    pub deviation: Deviation,
    /// The record that says so.
    pub record: RecordId,
}

/// That another supervisor took over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOver {
    /// In which month.
    pub month: Month,
    /// Who follows from then on.
    pub to: AccountId,
    /// The record that says so.
    pub record: RecordId,
}

/// A stay as its records tell it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Participation {
    /// How it began; `None` while that record has not arrived.
    pub start: Option<Held<Start>>,
    /// How it ended, if it has.
    pub exit: Option<Held<Exit>>,
    /// The day on which consent was withdrawn. The stay has then ended, on that day unless it had before.
    pub withdrawal: Option<Held<Date>>,
    /// What the participant says of the own record, in the order of the months and of writing.
    pub remarks: Vec<Remark>,
    /// What the participant wants to bring up at the next meeting, in the same order.
    pub wants_to_say: Vec<Remark>,
    /// What was agreed to do next.
    pub plan: Option<Held<Plan>>,
    /// What was missing round the person, in the order of the months and of writing.
    pub deviations: Vec<NotedDeviation>,
    /// Who follows the person now.
    pub supervisor: Option<AccountId>,
    /// The months in which somebody else took over, each as often as it came to that.
    pub supervisor_changes: Vec<Month>,
    /// Who took over, month by month; the last of a month where there were several.
    pub handed_over: Vec<HandedOver>,
    /// Month by month; months without a record are missing, never carried forward.
    pub months: BTreeMap<Month, MonthView>,
}

impl Participation {
    /// The enrolment, if it is known and not anonymous.
    pub fn enrolment(&self) -> Option<&Enrolment> {
        match self.start.as_ref().map(|held| &held.value) {
            Some(Start::Identified(enrolment)) => Some(enrolment),
            _ => None,
        }
    }

    /// The newest place on the bridge up to and including a month.
    pub fn step_at(&self, month: Month) -> Option<StepRank> {
        self.months.range(..=month).rev().find_map(|(_, view)| view.step.as_ref().map(|held| held.value))
    }

    /// Whether something can still be recorded about a month: the stay goes on in it, and consent was not withdrawn.
    pub fn is_open_in(&self, month: Month) -> bool {
        self.withdrawal.is_none() && self.is_active_in(month)
    }

    /// Whether the stay goes on at some time in a month.
    pub fn is_active_in(&self, month: Month) -> bool {
        let started = self.start.as_ref().and_then(|held| held.value.date());
        started.is_some_and(|date| date.month() <= month)
            && self.exit.as_ref().is_none_or(|exit| exit.value.ended.month() >= month)
    }
}
