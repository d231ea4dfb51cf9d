//! The text of a value that this version does not understand, kept to the letter.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A value as its text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Verbatim(Box<RawValue>);

impl PartialEq for Verbatim {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Eq for Verbatim {}
