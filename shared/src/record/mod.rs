//! Records: everything that happens, made on a device, perhaps offline, and never altered afterwards.
//!
//! The text of a record as its device wrote it is what travels and what is stored, so that fields which
//! this version does not know survive. [`Record`] is a reading of that text.

mod body;
mod deviation;
mod free_text;
mod glimpse;
mod judge;
mod plan;

pub use body::{Body, Enrolment, Exit, FollowUp, Gender, Note};
pub use deviation::{Deviation, is_system_party};
pub use free_text::{TextFault, check_free_text};
pub use glimpse::Glimpse;
pub use judge::{Bench, Refusal, Standing, judge};
pub use plan::{LONGEST_STEP, MOST_STEPS, Plan, PlanStep};

use crate::id::{AccountId, DeviceId, ParticipationId, RecordId};
use crate::json;
use crate::sealing::Envelope;
use crate::time::{Instant, Month};
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Record {
    /// Made once, on the device.
    pub id: RecordId,
    /// Where it was made.
    pub device: DeviceId,
    /// Counts the device's records, dense from 1.
    pub sequence: u64,
    /// The device's clock; kept, and never trusted for order.
    pub written_at: Instant,
    /// Who made it.
    pub author: AccountId,
    /// Whose stay it is about.
    pub participation: ParticipationId,
    /// The month it is about: chosen, never derived from a clock.
    pub month: Month,
    /// What happened.
    pub body: Body,
    /// The records it knew that it was changing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<RecordId>,
}

/// The longest text of a record that is taken, in bytes.
pub const LONGEST_RECORD: usize = 64 * 1024;

impl Record {
    /// The time that records of a month carry where nobody knows when they were written: a file does not say it. It is the
    /// month's first moment, at which no device writes.
    pub fn without_day(month: Month) -> Instant {
        Instant::start_of(month.first_day())
    }

    /// Reads a record's text.
    ///
    /// # Errors
    /// [`Refusal::Unreadable`] says what could not be read, [`Refusal::Sealed`] that the text is still sealed; the text
    /// itself is kept by the caller.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        if text.len() > LONGEST_RECORD {
            return Err(Refusal::TooLong);
        }
        json::read(text).map_err(|error| match Envelope::read(text) {
            Some(envelope) => Refusal::Sealed { key: envelope.sealed.key },
            None => Refusal::Unreadable { what: error.to_string() },
        })
    }

    /// The text to keep and to send.
    pub fn write(&self) -> String {
        // Only maps with keys that are not text can fail to serialise, and a record has none.
        serde_json::to_string(self).unwrap_or_default()
    }
}
