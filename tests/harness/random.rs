//! Ids and times for tests.

use shared::time::{Instant, Month};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// A uuid that no other test has.
pub fn uuid() -> Uuid {
    Uuid::from_u64_pair(number(), number())
}

/// Any number.
pub fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// What time it is.
#[expect(clippy::disallowed_methods, reason = "tests are given no time: this is their edge")]
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or_default())
}

/// The month that is going on.
pub fn this_month() -> Month {
    now().date().month()
}
