//! Where a supervisor works: the interventions they are responsible for, and who else supervises there. Names of staff
//! only. Devices keep it, so that somebody can be enrolled, or handed over, without a network.

use crate::id::{AccountId, InterventionId};
use crate::intervention::Admission;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// An intervention that a supervisor is responsible for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Workplace {
    /// Which one.
    pub intervention: InterventionId,
    /// What people read.
    pub name: Box<str>,
    /// When people can begin there, and whether they are registered at all; older servers do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admission: Option<Admission>,
    /// Everybody who supervises there, the one who is told among them.
    pub supervisors: Vec<Colleague>,
}

impl Workplace {
    /// Whether somebody can begin there on one of the days from `first` to `last`.
    pub fn admits(&self, first: Date, last: Date) -> bool {
        self.admission.is_none_or(|admission| admission.admits(first, last))
    }

    /// Everybody who supervises there but one.
    pub fn others(&self, than: AccountId) -> impl Iterator<Item = &Colleague> {
        self.supervisors.iter().filter(move |one| one.account != than)
    }
}

/// Somebody who supervises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Colleague {
    /// As a supervisor.
    pub account: AccountId,
    /// What colleagues call them.
    pub name: Box<str>,
}
