//! The state's promises, without a browser.

use super::*;
use shared::code::Code;
use shared::id::{AccountId, DeviceId};
use shared::instrument::{Answer, InstrumentRef};
use shared::record::{Body, Refusal};
use shared::time::{Instant, Month};
use uuid::Uuid;

fn participation() -> ParticipationId {
    ParticipationId::from_uuid(Uuid::from_u128(7))
}

fn march() -> Month {
    Month::new(2026, 3).unwrap_or_else(|| unreachable!("March exists"))
}

fn rating(number: u128, value: i16, passage: Passage) -> Stored {
    let code = |text| Code::new(text).unwrap_or_else(|_| unreachable!("a code"));
    let record = Record {
        id: RecordId::from_uuid(Uuid::from_u128(number)),
        device: DeviceId::from_uuid(Uuid::nil()),
        sequence: 1,
        written_at: Instant(0),
        author: AccountId::from_uuid(Uuid::nil()),
        participation: participation(),
        month: march(),
        body: Body::SelfAssessed {
            instrument: InstrumentRef { id: code("stegvis-monthly"), version: 1 },
            answers: [(code("energy"), Answer::Rated(value))].into(),
        },
        seen: vec![],
    };
    Stored { passage, ..Stored::made(record.write()) }
}

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(Rc::new(State::default()), Reducible::reduce)
}

fn has_rating(state: &State) -> bool {
    state.people.get(&participation()).and_then(|p| p.months.get(&march())).is_some_and(|m| m.self_assessment.is_some())
}

#[test]
fn a_saved_record_shows_at_once_and_waits() {
    let state = after([Action::Saved(vec![rating(1, 3, Passage::Waiting)])]);
    assert!(has_rating(&state));
    assert_eq!(state.waiting().count(), 1);
}

#[test]
fn a_refused_record_leaves_the_picture_and_is_kept_with_its_reason() {
    let id = RecordId::from_uuid(Uuid::from_u128(1));
    let refusal = Refusal::NotYours;
    let state = after([
        Action::Saved(vec![rating(1, 3, Passage::Waiting)]),
        Action::Judged(vec![(id, Judged::Quarantined { refusal: refusal.clone() })]),
    ]);
    assert!(!has_rating(&state));
    assert_eq!(state.record(id).map(|stored| stored.passage.clone()), Some(Passage::Refused(refusal)));
}

#[test]
fn an_answer_for_a_record_that_is_not_here_changes_nothing() {
    let before = after([Action::Saved(vec![rating(1, 3, Passage::Waiting)])]);
    let stranger = RecordId::from_uuid(Uuid::from_u128(99));
    let judged = Judged::Accepted { received_at: Instant(5) };
    let after = Rc::clone(&before).reduce(Action::Judged(vec![(stranger, judged)]));
    assert_eq!(after.people, before.people);
    assert_eq!(after.records, before.records);
}

#[test]
fn what_may_no_longer_be_held_is_forgotten() {
    let state = after([
        Action::Received(Box::new(PagesKept {
            records: vec![rating(1, 3, Passage::Received(Instant(1)))],
            ..PagesKept::default()
        })),
        Action::Received(Box::new(PagesKept { forgotten: vec![participation()], ..PagesKept::default() })),
    ]);
    assert!(state.people.is_empty());
    assert!(state.record(RecordId::from_uuid(Uuid::from_u128(1))).is_none());
}
