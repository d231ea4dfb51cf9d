//! The bridge: an association's own picture of the way towards work, as steps, some of them parallel.

use crate::code::{Code, Words};
use serde::{Deserialize, Serialize};

/// A step's place on the way, 1 and up. Parallel steps share a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct StepRank(pub u8);

/// One step of a bridge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BridgeStep {
    /// Its stable name.
    pub code: Code,
    /// Its place on the way.
    pub rank: StepRank,
    /// What people read.
    pub name: Words,
}

/// A versioned bridge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Bridge {
    /// Its stable name.
    pub id: Code,
    /// Raised with each change.
    pub version: u32,
    /// What people read.
    pub name: Words,
    /// In the order of the way.
    pub steps: Vec<BridgeStep>,
}

impl Bridge {
    /// The first step of that rank.
    pub fn step(&self, rank: StepRank) -> Option<&BridgeStep> {
        self.steps.iter().find(|step| step.rank == rank)
    }

    /// The highest rank.
    pub fn top(&self) -> Option<StepRank> {
        self.steps.iter().map(|step| step.rank).max()
    }
}
