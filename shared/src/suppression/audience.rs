//! Who looks at an aggregate. It does not know who may sign in as what.

use serde::{Deserialize, Serialize};

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The member that runs the interventions and is the controller of their data: nothing is hidden.
    Member,
    /// The association's staff and board: aggregates, with small cells hidden.
    Association,
    /// Everybody. What it sees, the association sees as well, so both are protected from one memory.
    Public,
}

impl Audience {
    /// Whether small groups are kept from it.
    pub const fn is_outside_the_member(self) -> bool {
        !matches!(self, Self::Member)
    }
}
