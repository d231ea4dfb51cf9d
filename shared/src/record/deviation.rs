//! A deviation: what was missing or did not work in the system round a person. The words stay with the member; what of
//! it may leave, others decide.

use super::Note;
use crate::code::{Code, CodeList};
use serde::{Deserialize, Serialize};

/// The group of the parties that a deviation can lie with: not the person, nor who helps the person.
const SYSTEM: &str = "system";

/// What was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Deviation {
    /// What was missing, in the supervisor's own words.
    pub what: Note,
    /// What it is about, from the association's list.
    pub theme: Code,
    /// Which party it lies with, where that can be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Code>,
}

/// Whether a deviation can lie with a party of the list.
pub fn is_system_party(parties: &CodeList, party: &Code) -> bool {
    let group = parties.entry(party).and_then(|entry| entry.group.as_ref());
    group.is_some_and(|group| group.as_str() == SYSTEM)
}
