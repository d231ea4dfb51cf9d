//! Randomness: the one place where it comes from.

use super::clock;
use shared::id::{DeviceId, RecordId};

#[expect(clippy::disallowed_methods, reason = "the edge where randomness comes in")]
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The browser's generator does not fail; were it to, ids would still differ by their time.
    let _ = getrandom::fill(&mut bytes);
    bytes
}

fn milliseconds() -> u64 {
    u64::try_from(clock::now().0).unwrap_or(0)
}

/// A new record's id.
pub fn record_id() -> RecordId {
    RecordId::new(milliseconds(), bytes())
}

/// A new device's id.
pub fn device_id() -> DeviceId {
    DeviceId::new(milliseconds(), bytes())
}

/// Any number.
pub fn number() -> u32 {
    u32::from_le_bytes(bytes())
}
