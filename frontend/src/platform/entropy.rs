//! Randomness: the one place where it comes from.

use super::clock;
use shared::id::{
    DataKeyId, DeviceId, ImportId, InterventionId, MemberId, ParticipationId, PersonId, RecordId, StaffId, SummaryId,
};
use shared::sealing::{DataKey, Secret32};

/// Fills a place with random bytes.
#[expect(clippy::disallowed_methods, reason = "the edge where randomness comes in")]
pub fn fill(bytes: &mut [u8]) {
    // Browsers promise that their generator does not fail. Were one to, nothing may be sealed or locked with what is no
    // randomness: the program stops, and what was saved before stays.
    if getrandom::fill(bytes).is_err() {
        wasm_bindgen::throw_str("the browser gives no random bytes");
    }
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

fn milliseconds() -> u64 {
    u64::try_from(clock::now().0).unwrap_or(0)
}

/// A new record's id.
pub fn record_id() -> RecordId {
    RecordId::new(milliseconds(), bytes())
}

/// A new intervention's id.
pub fn intervention_id() -> InterventionId {
    InterventionId::new(milliseconds(), bytes())
}

/// A new member's id.
pub fn member_id() -> MemberId {
    MemberId::new(milliseconds(), bytes())
}

/// An id for somebody new on the staff.
pub fn staff_id() -> StaffId {
    StaffId::new(milliseconds(), bytes())
}

/// An id for a file that is taken in.
pub fn import_id() -> ImportId {
    ImportId::new(milliseconds(), bytes())
}

/// A new stay's id.
pub fn participation_id() -> ParticipationId {
    ParticipationId::new(milliseconds(), bytes())
}

/// A new person's id.
pub fn person_id() -> PersonId {
    PersonId::new(milliseconds(), bytes())
}

/// A new device's id.
pub fn device_id() -> DeviceId {
    DeviceId::new(milliseconds(), bytes())
}

/// An id for a summary of deviations.
pub fn summary_id() -> SummaryId {
    SummaryId::new(milliseconds(), bytes())
}

/// A new key of this device.
pub fn data_key() -> DataKey {
    DataKey::new(DataKeyId::new(milliseconds(), bytes()), bytes())
}

/// The random part of something that is locked.
pub fn nonce() -> [u8; 24] {
    bytes()
}

/// A salt.
pub fn salt() -> Secret32 {
    Secret32::new(bytes())
}

/// Any number.
pub fn number() -> u32 {
    u32::from_le_bytes(bytes())
}
