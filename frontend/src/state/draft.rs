//! What is not finished, answers or a form: kept at every change, offered again with its date.

use serde::{Deserialize, Serialize};
use shared::bridge::StepRank;
use shared::code::Code;
use shared::fold::Held;
use shared::id::ParticipationId;
use shared::instrument::Answers;
use shared::record::FollowUp;
use shared::time::{Instant, Month};
use std::collections::BTreeMap;
use std::fmt;

/// Which draft: one for each stay and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DraftKey {
    /// Whose stay.
    pub participation: ParticipationId,
    /// Which month.
    pub month: Month,
}

impl DraftKey {
    /// Reads what its `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (participation, month) = text.split_once('/')?;
        Some(Self { participation: ParticipationId::parse(participation)?, month: month.parse().ok()? })
    }
}

impl fmt::Display for DraftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.participation, self.month)
    }
}

/// A part of a supervisor's follow-up that is settled by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Hours a week, and what they are spent on.
    Activity,
    /// What the person lives on.
    Support,
    /// The place on the bridge.
    Step,
    /// The supervisor's rating.
    Assessment,
}

/// How a part was settled. One that is not settled is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// It is as it was.
    Kept,
    /// What stands in its fields holds.
    Entered,
}

/// What is recorded of a month that a follow-up is about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RecordedMonth {
    /// What was seen and noted.
    pub follow_up: Option<Held<FollowUp>>,
    /// The rating.
    pub answers: Option<Held<Answers>>,
    /// The place on the bridge.
    pub step: Option<Held<StepRank>>,
}

/// A supervisor's follow-up of a month, as far as it has come: what stands in the fields, as typed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FollowUpDraft {
    /// The parts that are settled.
    pub settled: BTreeMap<Part, Settled>,
    /// Hours a week.
    pub hours: String,
    /// What the person takes part in, in the order in which it was chosen.
    pub activities: Vec<Code>,
    /// Per cent by chosen source; empty means the whole.
    pub support: BTreeMap<Code, String>,
    /// The rating.
    pub answers: Answers,
    /// The place on the bridge.
    pub step: Option<StepRank>,
    /// In the supervisor's own words.
    pub note: String,
    /// What was recorded of the month when this was what the form began with.
    #[serde(default)]
    pub recorded: RecordedMonth,
    /// What the form held before its first change, where there was one: what is recorded is recorded in view of that, and
    /// not of what came in since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<Box<Self>>,
}

/// Unfinished answers to the monthly questions, or a form of another kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which one.
    pub key: DraftKey,
    /// What has been answered.
    pub answers: Answers,
    /// What stands in the fields of another form, as that form writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// A supervisor's follow-up, where the draft is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUpDraft>,
    /// When the last answer was given.
    pub changed_at: Instant,
}
