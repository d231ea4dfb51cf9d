//! The plan that participant and staff have agreed on: the next steps, who does each, and by when. It knows nothing of
//! how a plan is shown.

use super::Note;
use super::judge::Refusal;
use crate::code::{Code, CodeList};
use crate::time::Month;
use serde::{Deserialize, Serialize};

/// The most steps of a plan: more than that nobody keeps in mind.
pub const MOST_STEPS: usize = 20;
/// The most characters of what is to be done in a step.
pub const LONGEST_STEP: usize = 300;

/// What was agreed, whole: a plan that is agreed later says again what still holds of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Plan {
    /// The steps, in the order in which they are to be read.
    pub steps: Vec<PlanStep>,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PlanStep {
    /// What is to be done.
    pub what: Note,
    /// Who does it, from the list of parties: never a person's name.
    pub who: Code,
    /// The month in which it is to be done by, where one was agreed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Month>,
    /// Whether it has been done.
    #[serde(default)]
    pub done: bool,
}

impl Plan {
    /// Whether the plan can be kept: it has steps, not too many and none too long, and each is somebody's.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self, parties: Option<&CodeList>) -> Result<(), Refusal> {
        if self.steps.is_empty() || self.steps.len() > MOST_STEPS {
            return Err(Refusal::PlanLength { steps: self.steps.len() });
        }
        for step in &self.steps {
            let length = step.what.as_str().chars().count();
            if length > LONGEST_STEP {
                return Err(Refusal::PlanStepTooLong { length });
            }
            if parties.is_some_and(|list| list.entry(&step.who).is_none()) {
                return Err(Refusal::UnknownCode { code: step.who.clone() });
            }
        }
        Ok(())
    }
}
