//! What was asked for, what came, and what of it came in time: counted by hand over one stay.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use shared::code::Code;
use shared::figures::{Cohort, Figure, Period, Response, Row, Selection, Share, response};
use shared::fold::{Known, fold};
use shared::id::{AccountId, DeviceId, InterventionId, ParticipationId, PersonId, RecordId};
use shared::instrument::{Answer, InstrumentRef};
use shared::record::{Body, Enrolment, FollowUp, Gender, Note, Record};
use shared::support::WeeklyHours;
use shared::swedish_time::SwedishTime;
use shared::time::{Date, Instant, Month};
use uuid::Uuid;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn stay() -> ParticipationId {
    ParticipationId::from_uuid(Uuid::nil())
}

fn known(number: u128, about: &str, written_at: Instant, received_at: Instant, body: Body) -> Known {
    let record = Record {
        id: RecordId::from_uuid(Uuid::from_u128(number)),
        device: DeviceId::from_uuid(Uuid::nil()),
        sequence: 1,
        written_at,
        author: AccountId::from_uuid(Uuid::nil()),
        participation: stay(),
        month: month(about),
        body,
        seen: Vec::new(),
    };
    Known { record, received_at: Some(received_at) }
}

/// Noon in Sweden.
fn noon(on: &str) -> Instant {
    SwedishTime::instant_of(day(on), 12)
}

fn rated() -> Body {
    let instrument = InstrumentRef { id: Code::new("stegvis-monthly").unwrap(), version: 1 };
    Body::SelfAssessed { instrument, answers: [(Code::new("goal").unwrap(), Answer::Rated(3))].into() }
}

fn followed_up(hours: u16) -> Body {
    Body::FollowedUp(FollowUp { hours: WeeklyHours::new(hours).ok(), ..FollowUp::default() })
}

fn enrolled() -> Known {
    let enrolment = Enrolment {
        intervention: InterventionId::from_uuid(Uuid::nil()),
        person: PersonId::from_uuid(Uuid::nil()),
        alias: Note::new("Ek").unwrap(),
        gender: Gender::Woman,
        birth_year: None,
        municipality: None,
        education: None,
        started: day("2026-01-10"),
        supervisor: None,
        consented: None,
        support_before: vec![],
        months_in_support_before: None,
        occupation_before: vec![],
    };
    known(1, "2026-01", noon("2026-01-10"), noon("2026-01-10"), Body::Enrolled(enrolment))
}

fn half_year(records: &[Known]) -> Response {
    let all: Vec<Known> = [enrolled()].into_iter().chain(records.iter().cloned()).collect();
    let mut cohort = Cohort::default();
    cohort.put(Row::of(stay(), &fold(&all), None).unwrap());
    let period = Period::new(day("2026-01-01"), day("2026-06-30")).unwrap();
    response(&cohort, &Selection::new(period, vec![]))
}

fn of(share: Figure<Share>) -> Option<(u32, u32)> {
    share.known().map(|share| (share.successes, share.n))
}

#[test]
fn what_was_written_by_the_tenth_of_the_next_month_is_on_time() {
    let last_moment = SwedishTime::instant_of(day("2026-03-11"), 0).plus(-1);
    let found = half_year(&[
        known(2, "2026-01", noon("2026-01-20"), noon("2026-01-20"), rated()),
        // A minute to midnight in Sweden.
        known(3, "2026-02", last_moment, last_moment, rated()),
        known(4, "2026-03", noon("2026-04-11"), noon("2026-04-11"), rated()),
    ]);
    assert_eq!((found.expected, of(found.self_assessments)), (6, Some((3, 6))));
    assert_eq!(of(found.self_assessments_on_time), Some((2, 3)));
    assert_eq!((of(found.follow_ups), of(found.follow_ups_on_time)), (Some((0, 6)), None));
}

#[test]
fn what_was_written_in_time_and_sent_later_is_on_time_and_a_clock_is_not_believed_beyond_the_receipt() {
    let found = half_year(&[
        known(2, "2026-01", noon("2026-02-01"), noon("2026-05-01"), rated()),
        // The device says that it is 2030; it came on the ninth.
        known(3, "2026-02", noon("2030-01-01"), noon("2026-03-09"), rated()),
    ]);
    assert_eq!(of(found.self_assessments_on_time), Some((2, 2)));
}

#[test]
fn a_correction_makes_nothing_late_and_what_was_taken_back_does_not_count() {
    let target = RecordId::from_uuid(Uuid::from_u128(2));
    let corrected = Body::Corrected { target, replacement: Box::new(followed_up(20)) };
    let first = known(2, "2026-01", noon("2026-01-31"), noon("2026-01-31"), followed_up(10));
    let mut later = known(3, "2026-01", noon("2026-05-31"), noon("2026-05-31"), corrected);
    later.record.seen = vec![target];
    assert_eq!(of(half_year(&[first.clone(), later]).follow_ups_on_time), Some((1, 1)));
    let voided = known(4, "2026-01", noon("2026-05-31"), noon("2026-05-31"), Body::Voided { target });
    let anew = known(5, "2026-01", noon("2026-05-31"), noon("2026-05-31"), followed_up(20));
    assert_eq!(of(half_year(&[first, voided, anew]).follow_ups_on_time), Some((0, 1)));
}

#[test]
fn what_came_with_a_file_is_neither_on_time_nor_late() {
    let undated = Record::without_day(month("2026-01"));
    let found = half_year(&[
        known(2, "2026-01", undated, noon("2026-06-01"), rated()),
        known(3, "2026-02", noon("2026-02-20"), noon("2026-02-20"), rated()),
    ]);
    assert_eq!((of(found.self_assessments), found.self_assessments_without_day), (Some((2, 6)), 1));
    assert_eq!(of(found.self_assessments_on_time), Some((1, 1)));
    // Somebody answered the month, and it was imported as well: the day is known.
    let both = half_year(&[
        known(2, "2026-01", undated, noon("2026-06-01"), rated()),
        known(3, "2026-01", noon("2026-01-20"), noon("2026-01-20"), rated()),
    ]);
    assert_eq!((of(both.self_assessments_on_time), both.self_assessments_without_day), (Some((1, 1)), 0));
}
