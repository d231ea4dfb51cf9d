//! The one place that asks what time it is. Everything else is given an instant.

use shared::time::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock;

impl Clock {
    /// What time it is; a clock set before 1970 counts as 1970.
    #[expect(clippy::disallowed_methods, reason = "this is the edge at which time enters")]
    pub(crate) fn now(self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
