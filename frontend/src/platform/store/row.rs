//! A record as the disk has it: its text locked, and sealed as well where this device made it. In the clear are only
//! ids, the month, and where the record is on its way.

use crate::platform::entropy;
use crate::state::Stored;
use serde::{Deserialize, Serialize};
use shared::id::{ParticipationId, RecordId};
use shared::record::{Glimpse, Record};
use shared::sealing::{DataKey, Locked, SealingKey};
use shared::time::Month;

/// A row of the records' store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    /// Which record.
    pub(super) id: RecordId,
    /// Whose stay it is about, where that could be made out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) participation: Option<ParticipationId>,
    /// The month, of a kind that says something of its month alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) monthly: Option<Month>,
    /// Its place in this device's sequence, where this device made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sequence: Option<u64>,
    /// What is sent, for a record that was made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sealed: Option<String>,
    /// The record, its text locked.
    pub(super) stored: Stored<Locked>,
}

/// What a text is bound to when it is locked.
fn place(id: RecordId) -> String {
    format!("records/{id}")
}

impl Row {
    /// The row of a record; `None` where not even its id can be made out.
    pub(super) fn new(stored: Stored, key: &DataKey) -> Option<Self> {
        let Glimpse { id, participation, monthly } = Glimpse::of(&stored.text)?;
        let sequence = stored.read().filter(|_| stored.own).map(|record: Record| record.sequence);
        let locked = key.lock(&place(id), &stored.text, entropy::nonce());
        Some(Self { id, participation, monthly, sequence, sealed: None, stored: stored.with_text(locked) })
    }

    /// Sealed to the server, so that it can be sent while the device is locked.
    pub(super) fn sealed(self, text: &str, to: &SealingKey) -> Self {
        let sealed = to.seal(self.id, text, entropy::fill).map(|envelope| envelope.write());
        Self { sealed, ..self }
    }

    /// The record with its text; `None` where it cannot be unlocked.
    pub(super) fn unlock(&self, key: &DataKey) -> Option<Stored> {
        let text = key.unlock(&place(self.id), &self.stored.text).ok()?;
        Some(self.stored.clone().with_text(text))
    }

    /// Whether it has anything to be sent.
    pub(super) const fn can_be_sent(&self) -> bool {
        self.sealed.is_some() && self.sequence.is_some()
    }
}
