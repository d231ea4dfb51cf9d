//! On which phones and browsers somebody is signed in: when, never where, and by no name that says anything of a person.

use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// A phone or a browser that somebody is signed in on, or that comes back by its own key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Entrance {
    /// By which it is ended.
    pub id: String,
    /// Since when.
    pub since: Instant,
    /// When it was used last; a few minutes more or less.
    pub last_at: Instant,
    /// Whether it is the one that asks.
    #[serde(default)]
    pub is_this: bool,
}

/// All of them, the one that was used last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Entrances {
    /// Each.
    pub entrances: Vec<Entrance>,
}
