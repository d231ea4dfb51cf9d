//! Interventions as a member runs them: what they work on, whom they are for, from when to when; and whether somebody can
//! be enrolled in one. It does not know who asks.

use crate::id::InterventionId;
use crate::named::named;
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// What an intervention works on.
    #[derive(Serialize, Deserialize)]
    #[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
    #[serde(rename_all = "snake_case")]
    InterventionFocus {
        /// Finding and keeping work.
        Job = "job",
        /// Skills.
        Skills = "skills",
        /// Health.
        Health = "health",
        /// Social life.
        Social = "social",
    }
}

named! {
    /// Whom an intervention is for. One with both parts is two interventions.
    #[derive(Serialize, Deserialize)]
    #[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
    #[serde(rename_all = "snake_case")]
    Orientation {
        /// People, who are registered.
        Individual = "individual",
        /// Staff and organisations.
        Structural = "structural",
        /// People, of whom numbers alone are kept.
        Counted = "counted",
    }
}

/// What each of several interventions works on. One that is not there works on something that nobody has said.
pub type Foci = BTreeMap<InterventionId, InterventionFocus>;

/// What is said of an intervention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Outline {
    /// What people read.
    pub name: Box<str>,
    /// What it works on.
    pub focus: InterventionFocus,
    /// Whom it is for.
    pub orientation: Orientation,
    /// The intervention that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<InterventionId>,
    /// The first day on which somebody can begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Date>,
    /// The last day on which somebody can begin: later than that it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Date>,
}

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 120;

/// What is wrong with an outline by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineFault {
    /// No name, or one that is too long.
    Name,
    /// It ends before it starts.
    EndsBeforeItStarts,
}

impl Outline {
    /// Checks what can be checked without knowing the other interventions.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), OutlineFault> {
        if !is_a_name(&self.name) {
            return Err(OutlineFault::Name);
        }
        match (self.starts, self.ends) {
            (Some(starts), Some(ends)) if ends < starts => Err(OutlineFault::EndsBeforeItStarts),
            _ => Ok(()),
        }
    }
}

/// Whether people can call something by this.
pub fn is_a_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control)
}

/// When, and whether at all, people can be enrolled in an intervention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Admission {
    /// Whether people are registered in it.
    pub registers: bool,
    /// The first day on which somebody can begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Date>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Date>,
}

impl Admission {
    /// Of an intervention.
    pub fn of(orientation: Orientation, starts: Option<Date>, ends: Option<Date>) -> Self {
        Self { registers: orientation == Orientation::Individual, starts, ends }
    }

    /// Whether somebody can begin on one of the days from `first` to `last`.
    pub fn admits(&self, first: Date, last: Date) -> bool {
        self.registers && self.starts.is_none_or(|starts| starts <= last) && self.ends.is_none_or(|ends| first <= ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn people_begin_while_an_intervention_is_open() {
        let open = Admission::of(Orientation::Individual, Some(day("2026-01-01")), Some(day("2026-06-30")));
        for (on, admitted) in [("2025-12-31", false), ("2026-01-01", true), ("2026-06-30", true), ("2026-07-01", false)]
        {
            assert_eq!(open.admits(day(on), day(on)), admitted, "{on}");
        }
        assert!(open.admits(day("2026-01-01"), day("2026-12-31")), "a year that it is open in");
    }

    #[test]
    fn nobody_is_enrolled_where_only_numbers_are_kept() {
        for orientation in [Orientation::Structural, Orientation::Counted] {
            assert!(!Admission::of(orientation, None, None).admits(day("2026-01-01"), day("2026-01-01")));
        }
    }

    #[test]
    fn names_are_those_that_are_written() {
        for focus in InterventionFocus::ALL {
            assert_eq!(serde_json::to_value(focus).ok(), Some(focus.as_str().into()));
        }
        for orientation in Orientation::ALL {
            assert_eq!(serde_json::to_value(orientation).ok(), Some(orientation.as_str().into()));
        }
    }

    #[test]
    fn an_intervention_has_a_name_and_does_not_end_before_it_starts() {
        let outline = |name: &str, ends: &str| Outline {
            name: name.into(),
            focus: InterventionFocus::Job,
            orientation: Orientation::Individual,
            part_of: None,
            starts: Some(day("2026-02-01")),
            ends: Some(day(ends)),
        };
        assert_eq!(outline("Verkstan", "2026-02-01").check(), Ok(()));
        assert_eq!(outline(" ", "2026-02-01").check(), Err(OutlineFault::Name));
        assert_eq!(outline("Verkstan", "2026-01-31").check(), Err(OutlineFault::EndsBeforeItStarts));
    }
}
