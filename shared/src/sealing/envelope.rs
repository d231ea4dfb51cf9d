//! A sealed record as it waits on a phone and travels: a JSON object with the record's id, so that the answer to it is
//! known to be its own, and nothing else that can be read.

use crate::id::{RecordId, SealingKeyId};
use crate::json;
use serde::{Deserialize, Serialize};

/// A sealed record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Which record.
    pub id: RecordId,
    /// The rest.
    pub sealed: Sealed,
}

/// What is inside, for the holder of the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The key it is sealed to.
    pub key: SealingKeyId,
    /// HPKE's encapsulated key, in base64.
    pub encapsulated: String,
    /// The record's own text, encrypted, in base64.
    pub text: String,
}

impl Envelope {
    /// Reads a text as an envelope; `None` where it is something else.
    pub fn read(text: &str) -> Option<Self> {
        json::read(text).ok()
    }

    /// The text that travels.
    pub fn write(&self) -> String {
        // Ids and texts can always be written as JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}
