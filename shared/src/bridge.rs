//! The bridge: an association's own picture of the way towards work, as steps, some of them parallel.

use crate::code::{Code, Words};
use crate::file_error::{FileError, read_json};
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
    /// Reads a bridge and checks its rules.
    ///
    /// # Errors
    /// Names field, line and column where the file cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        let bridge: Self = read_json(json)?;
        if !bridge.name.are_complete() {
            return Err(FileError::field("name", INCOMPLETE));
        }
        if bridge.steps.is_empty() {
            return Err(FileError::field("steps", "there must be at least one"));
        }
        for (place, step) in bridge.steps.iter().enumerate() {
            check_step(step, &bridge.steps[..place])
                .map_err(|(field, what)| FileError::field(format!("steps[{place}].{field}"), what))?;
        }
        Ok(bridge)
    }

    /// The first step of that rank.
    pub fn step(&self, rank: StepRank) -> Option<&BridgeStep> {
        self.steps.iter().find(|step| step.rank == rank)
    }

    /// The highest rank.
    pub fn top(&self) -> Option<StepRank> {
        self.steps.iter().map(|step| step.rank).max()
    }
}

const INCOMPLETE: &str = "Swedish words are missing, or a text is empty";

/// Ranks begin at 1 and rise without gaps in the order of the way; parallel steps share theirs.
fn check_step(step: &BridgeStep, earlier: &[BridgeStep]) -> Result<(), (&'static str, &'static str)> {
    if earlier.iter().any(|other| other.code == step.code) {
        return Err(("code", "another step has the same code"));
    }
    if !step.name.are_complete() {
        return Err(("name", INCOMPLETE));
    }
    let before = earlier.last().map_or(0, |other| other.rank.0);
    let is_next = step.rank.0 == before.saturating_add(1) || (before > 0 && step.rank.0 == before);
    if is_next { Ok(()) } else { Err(("rank", "must be that of the step before it, or one higher; the first is 1")) }
}
