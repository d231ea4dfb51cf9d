//! A record on this device, and where it is on its way to the server: three honest states, and two endings.

use serde::{Deserialize, Serialize};
use shared::fold::Known;
use shared::record::{Record, Refusal};
use shared::sync::wire::Judged;
use shared::time::Instant;

/// Where a record is on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passage {
    /// Saved on this device, and waiting to be received.
    Waiting,
    /// The server has it.
    Received(Instant),
    /// The server put it aside, and why.
    Refused(Refusal),
    /// It is about somebody who was erased.
    Gone,
}

impl Passage {
    /// What the server's answer makes of a waiting record.
    pub fn of(judged: Judged) -> Self {
        match judged {
            Judged::Accepted { received_at } | Judged::Duplicate { received_at } => Self::Received(received_at),
            Judged::Quarantined { refusal } => Self::Refused(refusal),
            Judged::Gone => Self::Gone,
        }
    }
}

/// A record as this device keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// The record's own text: what is sent, byte for byte.
    pub text: String,
    /// Where it is on its way.
    pub passage: Passage,
    /// Whether this device made it.
    pub own: bool,
}

impl Stored {
    /// The record; `None` where a newer app wrote what this one cannot read.
    pub fn read(&self) -> Option<Record> {
        Record::read(&self.text).ok()
    }

    /// The record as the fold takes it; `None` where it does not count.
    pub fn known(&self) -> Option<Known> {
        let received_at = match self.passage {
            Passage::Waiting => None,
            Passage::Received(at) => Some(at),
            Passage::Refused(_) | Passage::Gone => return None,
        };
        Some(Known { record: self.read()?, received_at })
    }
}
