//! What becomes of deviations that were noted: gathered inside the member, released as words in which nobody can be
//! recognised, and followed up by the association until they are changed. What is released names neither the stay, nor the
//! intervention, nor the month. It does not know where any of it is kept.

use crate::code::Code;
use crate::id::{InterventionId, RecordId, SummaryId};
use crate::record::{Deviation, Note};
use crate::time::{Date, Month};
use serde::{Deserialize, Serialize};

/// How far the association has come with a deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// It was released, and nothing has been done yet.
    Noted,
    /// It was taken up with those whom it concerns.
    TakenUp,
    /// Somebody works on it.
    UnderWay,
    /// It is not so any more.
    Changed,
    /// It cannot be changed.
    NotPossible,
}

impl Progress {
    /// In the order in which they usually come.
    pub const ALL: [Self; 5] = [Self::Noted, Self::TakenUp, Self::UnderWay, Self::Changed, Self::NotPossible];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::TakenUp => "taken_up",
            Self::UnderWay => "under_way",
            Self::Changed => "changed",
            Self::NotPossible => "not_possible",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}

/// A deviation as the member's leader sees it: without the alias.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct GatheredDeviation {
    /// The record that says so.
    pub record: RecordId,
    /// In which intervention.
    pub intervention: InterventionId,
    /// What that is called.
    pub intervention_name: Box<str>,
    /// About which month.
    pub month: Month,
    /// What was missing.
    pub deviation: Deviation,
    /// How far the association has come with the summary that it is part of; absent while it is part of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Progress>,
}

/// The deviations of the interventions that somebody leads, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct GatheredDeviations {
    /// All of them.
    pub deviations: Vec<GatheredDeviation>,
}

/// What is to leave the member: words that a leader has written anew, for one deviation or for several of a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct NewSummary {
    /// The deviations that it sums up: of one theme, and part of no summary yet.
    pub of: Vec<RecordId>,
    /// The words, in which nobody can be recognised.
    pub words: Note,
}

/// A summary that has left its member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ReleasedDeviation {
    /// Which one.
    pub id: SummaryId,
    /// What it is about.
    pub theme: Code,
    /// With whom it lies, where all that it sums up say the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Code>,
    /// The words.
    pub words: Note,
    /// What became of it, in order; the first is the release.
    pub steps: Vec<ProgressStep>,
}

impl ReleasedDeviation {
    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.steps.last().map_or(Progress::Noted, |step| step.progress)
    }
}

/// One step on the way of a deviation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ProgressStep {
    /// How far it has come.
    pub progress: Progress,
    /// On which day.
    pub on: Date,
    /// What was done, in the association's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Note>,
}

/// All that was released to an association, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ReleasedDeviations {
    /// All of them.
    pub deviations: Vec<ReleasedDeviation>,
}

/// How far a deviation has come now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct NewProgress {
    /// How far.
    pub progress: Progress,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Note>,
}

/// Whether words hold an alias as a word of its own, in whatever case.
pub fn names(words: &str, alias: &str) -> bool {
    let (words, alias) = (words.to_lowercase(), alias.trim().to_lowercase());
    if alias.is_empty() {
        return false;
    }
    let is_apart = |neighbour: Option<char>| neighbour.is_none_or(|c| !c.is_alphanumeric());
    words.match_indices(&alias).any(|(at, found)| {
        // Swedish says whose something is by an s at the end.
        let after = &words[at + found.len()..];
        let after = after.strip_prefix('s').filter(|rest| is_apart(rest.chars().next())).unwrap_or(after);
        is_apart(words[..at].chars().next_back()) && is_apart(after.chars().next())
    })
}

/// What all of them say, where they say the same.
pub fn in_common<T: PartialEq + Clone>(all: impl IntoIterator<Item = T>) -> Option<T> {
    let mut all = all.into_iter();
    let first = all.next()?;
    all.all(|one| one == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_found_as_a_word_of_its_own() {
        for words in ["Björk fick vänta", "tolk åt björk.", "Björks tolk", "(BJÖRK)"] {
            assert!(names(words, "Björk"), "{words}");
        }
        for words in ["Björkhaga vårdcentral", "en tolk saknas", ""] {
            assert!(!names(words, "Björk"), "{words}");
        }
        assert!(!names("vad som helst", " "));
    }

    #[test]
    fn what_is_in_common_is_what_all_say() {
        assert_eq!(in_common(["a", "a"]), Some("a"));
        assert_eq!(in_common(["a", "b"]), None);
        assert_eq!(in_common::<&str>([]), None);
    }

    #[test]
    fn names_of_progress_are_those_that_are_written() {
        for progress in Progress::ALL {
            assert_eq!(serde_json::to_value(progress).ok(), Some(progress.as_str().into()));
            assert_eq!(Progress::parse(progress.as_str()), Some(progress));
        }
    }
}
