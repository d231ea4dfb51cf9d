//! What server and app say to each other of whole reports: which were saved, what came of making one again, and the sheet
//! for the national follow-up.

use crate::account::InterventionName;
use crate::dashboard::Audience;
use crate::figures::Period;
use crate::id::{InterventionId, SavedReportId};
use crate::time::{Instant, Month};
use serde::{Deserialize, Serialize};

/// A report to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveReport {
    /// The first month.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = String, example = "2026-01"))]
    pub from: Month,
    /// The last month.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = String, example = "2026-12"))]
    pub to: Month,
    /// One intervention; all that the reader sees where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervention: Option<InterventionId>,
}

/// A report that was saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SavedReport {
    /// Which one.
    pub id: SavedReportId,
    /// The days it covers.
    pub period: Period,
    /// The interventions it covers; those that have a name still.
    pub interventions: Vec<InterventionName>,
    /// For whom it was made.
    pub audience: Audience,
    /// When.
    pub saved_at: Instant,
    /// What two makings have in common that say the same to the last digit.
    pub fingerprint: Box<str>,
}

/// The reports that were saved, the last one first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SavedReports {
    /// They.
    pub reports: Vec<SavedReport>,
}

/// What came of making a saved report again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct MadeAgain {
    /// Whether every figure is the same to the last digit.
    pub is_same: bool,
    /// How many of its records are gone, since somebody was erased.
    pub missing_records: u64,
    /// Whether code lists, questions or the bridge have changed since.
    pub lists_changed: bool,
    /// Whether another version of the program made it.
    pub program_changed: bool,
}

/// The sheet for the national follow-up, to copy from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct FollowUpSheet {
    /// What it is.
    pub title: String,
    /// What is to be known of it.
    pub about: String,
    /// What each row holds, in order; the first is the name of the intervention.
    pub columns: Vec<String>,
    /// A row an intervention.
    pub rows: Vec<Vec<String>>,
}
