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
        bridge.check()?;
        Ok(bridge)
    }

    /// Checks the rules: there are steps, each with Swedish words and a code of its own, and ranks begin at 1 and rise
    /// without gaps in the order of the way; parallel steps share theirs.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), BridgeFault> {
        if !self.name.are_complete() {
            return Err(BridgeFault::Nameless);
        }
        if self.steps.is_empty() {
            return Err(BridgeFault::NoSteps);
        }
        for (place, step) in self.steps.iter().enumerate() {
            check_step(step, &self.steps[..place]).map_err(|fault| BridgeFault::Step { place, fault })?;
        }
        Ok(())
    }

    /// The steps of a rank: several where they are parallel.
    pub fn steps_of(&self, rank: StepRank) -> impl Iterator<Item = &BridgeStep> {
        self.steps.iter().filter(move |step| step.rank == rank)
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

/// Which rule of a bridge is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BridgeFault {
    /// The bridge has no Swedish name, or an empty one in a language.
    Nameless,
    /// There is no step.
    NoSteps,
    /// One step breaks a rule.
    Step {
        /// Which one, from 0.
        place: usize,
        /// What is wrong with it.
        fault: StepFault,
    },
}

/// What is wrong with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepFault {
    /// Another step has the same code.
    CodeTwice,
    /// It has no Swedish name, or an empty one in a language.
    Nameless,
    /// Its rank is neither that of the step before it nor the next.
    Rank,
}

const INCOMPLETE: &str = "Swedish words are missing, or a text is empty";

impl From<BridgeFault> for FileError {
    fn from(fault: BridgeFault) -> Self {
        match fault {
            BridgeFault::Nameless => Self::field("name", INCOMPLETE),
            BridgeFault::NoSteps => Self::field("steps", "there must be at least one"),
            BridgeFault::Step { place, fault } => {
                let (field, what) = match fault {
                    StepFault::CodeTwice => ("code", "another step has the same code"),
                    StepFault::Nameless => ("name", INCOMPLETE),
                    StepFault::Rank => ("rank", "must be that of the step before it, or one higher; the first is 1"),
                };
                Self::field(format!("steps[{place}].{field}"), what)
            }
        }
    }
}

fn check_step(step: &BridgeStep, earlier: &[BridgeStep]) -> Result<(), StepFault> {
    if earlier.iter().any(|other| other.code == step.code) {
        return Err(StepFault::CodeTwice);
    }
    if !step.name.are_complete() {
        return Err(StepFault::Nameless);
    }
    let before = earlier.last().map_or(0, |other| other.rank.0);
    let is_next = step.rank.0 == before.saturating_add(1) || (before > 0 && step.rank.0 == before);
    if is_next { Ok(()) } else { Err(StepFault::Rank) }
}
