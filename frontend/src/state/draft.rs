//! What is not finished, answers or a form: kept at every change, offered again with its date.

use serde::{Deserialize, Serialize};
use shared::id::ParticipationId;
use shared::instrument::Answers;
use shared::time::{Instant, Month};
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
    /// When the last answer was given.
    pub changed_at: Instant,
}
