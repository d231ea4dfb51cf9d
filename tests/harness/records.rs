//! Records for tests: right in every way, so that a test shows only what it changes.

use crate::random;
use shared::code::Code;
use shared::id::{AccountId, DeviceId, ParticipationId, RecordId};
use shared::instrument::{Answer, Answers, InstrumentRef};
use shared::record::{Body, FollowUp, Record};
use shared::support::WeeklyHours;

/// A device that nobody else has.
pub fn device() -> DeviceId {
    DeviceId::from_uuid(random::uuid())
}

/// A record that says this, now, about this month.
pub fn record(device: DeviceId, author: AccountId, participation: ParticipationId, body: Body) -> Record {
    Record {
        id: RecordId::from_uuid(random::uuid()),
        device,
        sequence: 1,
        written_at: random::now(),
        author,
        participation,
        month: random::this_month(),
        body,
        seen: Vec::new(),
    }
}

/// A rating of one item of the product's own questionnaire.
pub fn self_assessed(item: &str, value: i16) -> Body {
    Body::SelfAssessed { instrument: monthly(), answers: answers(item, value) }
}

/// A supervisor's rating of one item.
pub fn staff_assessed(item: &str, value: i16) -> Body {
    Body::StaffAssessed { instrument: monthly(), answers: answers(item, value) }
}

/// A month's follow-up with so many hours.
pub fn followed_up(hours: u16) -> Body {
    Body::FollowedUp(FollowUp { hours: WeeklyHours::new(hours).ok(), ..FollowUp::default() })
}

fn answers(item: &str, value: i16) -> Answers {
    Code::new(item).map(|item| (item, Answer::Rated(value))).into_iter().collect()
}

fn monthly() -> InstrumentRef {
    let id = Code::new("stegvis-monthly").unwrap_or_else(|_| unreachable!("it is a code"));
    InstrumentRef { id, version: 1 }
}
