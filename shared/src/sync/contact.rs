//! What is known of a device's last contact: what waited on it by its own account, and when that is worth writing down.
//! A device's clock and its counting are told as they are, and nothing is decided by them.

use crate::id::{ParticipationId, RecordId};
use crate::time::{DAY, Instant};
use serde::{Deserialize, Serialize};

/// What waits on a device to be received, as the device sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Waiting {
    /// How many records.
    pub records: u64,
    /// When the oldest of them was made, by the device's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
}

impl Waiting {
    /// What waits, by the ids, which hold the time at which they were drawn.
    pub fn of(ids: impl Iterator<Item = RecordId>) -> Self {
        ids.fold(Self::default(), |before, id| {
            let made = made_at(id);
            Self {
                records: before.records + 1,
                since: before.since.map_or(made, |since| made.map(|made| made.min(since))),
            }
        })
    }

    /// The same, with no time that is yet to come.
    #[must_use]
    pub fn by_the_clock(self, now: Instant) -> Self {
        Self { since: self.since.map(|since| since.at_most(now)), ..self }
    }
}

fn made_at(id: RecordId) -> Option<Instant> {
    let (seconds, nanoseconds) = id.uuid().get_timestamp()?.to_unix();
    let milliseconds = seconds.checked_mul(1000)?.checked_add(u64::from(nanoseconds / 1_000_000))?;
    i64::try_from(milliseconds).ok().map(Instant)
}

/// A person's last contact, for who follows that person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Contact {
    /// Whose stay it is.
    pub participation: ParticipationId,
    /// When, by the server's clock.
    pub at: Instant,
    /// How many records waited on the device then; older apps do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u64>,
    /// Whether the person is reminded on a phone; older servers do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded: Option<bool>,
}

/// What waited on an earlier device of the same person when that was last in touch, and may be lost with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct LostPerhaps {
    /// When that was, by the server's clock.
    pub at: Instant,
    /// How many records waited.
    pub waiting: u64,
}

/// How long a person who comes with a new device is told what may be lost, in milliseconds.
pub const TOLD_FOR: i64 = DAY;

/// A contact as a server writes it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// When, by the server's clock.
    pub at: Instant,
    /// The app's version.
    pub app: String,
    /// What waited; older apps do not say.
    pub waiting: Option<Waiting>,
}

/// How long a contact stands for those that follow, in milliseconds, so that asking for news seldom means writing.
const STANDS_FOR: i64 = 10 * 60 * 1000;
/// The most of an app's version that is kept: it is what somebody sent.
const MOST_OF_VERSION: usize = 64;

impl Noted {
    /// A contact now.
    pub fn now(now: Instant, app: &str, waiting: Option<Waiting>) -> Self {
        let app = app.chars().take(MOST_OF_VERSION).collect();
        Self { at: now, app, waiting: waiting.map(|waiting| waiting.by_the_clock(now)) }
    }

    /// Whether it is worth writing down after the one before: it says something else, or that one is old.
    pub fn is_news(&self, before: Option<&Self>) -> bool {
        before.is_none_or(|before| {
            let differs = (&self.app, self.waiting) != (&before.app, before.waiting);
            differs || !(before.at..before.at.plus(STANDS_FOR)).contains(&self.at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(milliseconds: u64) -> RecordId {
        RecordId::new(milliseconds, [7; 10])
    }

    #[test]
    fn what_waits_is_counted_with_the_time_of_the_oldest() {
        let waiting = Waiting::of([id(50_000), id(20_000), id(90_000)].into_iter());
        assert_eq!(waiting, Waiting { records: 3, since: Some(Instant(20_000)) });
        assert_eq!(Waiting::of(std::iter::empty()), Waiting { records: 0, since: None });
    }

    #[test]
    fn a_device_from_the_future_is_not_believed() {
        let waiting = Waiting::of([id(90_000)].into_iter()).by_the_clock(Instant(60_000));
        assert_eq!(waiting, Waiting { records: 1, since: Some(Instant(60_000)) });
    }

    #[test]
    fn a_contact_is_news_when_it_says_something_else_or_the_last_is_old() {
        let noted = |at, records| Noted::now(Instant(at), "a", Some(Waiting { records, since: None }));
        let before = noted(0, 2);
        assert!(before.is_news(None));
        assert!(!noted(STANDS_FOR - 1, 2).is_news(Some(&before)));
        assert!(noted(STANDS_FOR, 2).is_news(Some(&before)));
        assert!(noted(-1, 2).is_news(Some(&before)), "the clock was set back");
        assert!(noted(1, 0).is_news(Some(&before)));
        assert!(Noted::now(Instant(1), "b", before.waiting).is_news(Some(&before)));
        assert!(Noted::now(Instant(1), "a", None).is_news(Some(&before)));
    }

    #[test]
    fn no_more_of_a_version_is_kept_than_one_has() {
        assert_eq!(Noted::now(Instant(0), &"å".repeat(1000), None).app.chars().count(), MOST_OF_VERSION);
    }
}
