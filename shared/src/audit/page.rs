//! What the server tells of the log: pages of it to a member's administrator, and to a participant who has read the own
//! record. Names of things are those of the log; a screen that does not know one shows it as it is.

use crate::account::Role;
use crate::time::{Date, Instant};
use serde::{Deserialize, Serialize};

/// The most rows of a page.
pub const LONGEST_PAGE: usize = 200;

/// A page of a log, the newest rows first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The rows.
    pub lines: Vec<AuditLine>,
    /// What to ask for as `after` to have the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// A row of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct AuditLine {
    /// Its place in the log.
    pub number: u64,
    /// When.
    pub at: Instant,
    /// Who.
    pub who: Box<str>,
    /// As what, where it was an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The name, where it was somebody of the staff; a participant's is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Box<str>>,
    /// What.
    pub what: Box<str>,
    /// About what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Box<str>>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Box<str>>,
}

/// Who has read the own record, the latest day first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Readers {
    /// One for each day and reader.
    pub readers: Vec<Reader>,
}

/// Somebody to whom something of the own record was handed on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Reader {
    /// When, as the server's day in UTC.
    pub day: Date,
    /// As what.
    pub role: Role,
    /// Who.
    pub name: Box<str>,
}
