//! Who is reminded on the phone, of which month and when: the whole table.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use shared::code::Code;
use shared::fold::{Known, Participation, fold};
use shared::id::{AccountId, DeviceId, InterventionId, ParticipationId, PersonId, RecordId};
use shared::instrument::{Answer, InstrumentRef};
use shared::push_reminder::{Occasion, Reminding, decide};
use shared::record::{Body, Enrolment, Exit, Gender, Note, Record};
use shared::swedish_time::SwedishTime;
use shared::time::{Date, Instant, Month};
use uuid::Uuid;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn reminders_go_out_on_the_mornings_of_the_last_days_and_once_more_while_a_month_is_late() {
    let rows = [
        ("2026-11-24", 9, None),
        ("2026-11-25", 0, None),
        ("2026-11-25", 8, None),
        ("2026-11-25", 9, Some(("2026-11", false))),
        ("2026-11-25", 11, Some(("2026-11", false))),
        ("2026-11-25", 12, None),
        ("2026-11-25", 23, None),
        ("2026-11-30", 9, Some(("2026-11", false))),
        ("2026-12-01", 9, None),
        ("2026-12-02", 9, None),
        ("2026-12-03", 8, None),
        ("2026-12-03", 9, Some(("2026-11", true))),
        ("2026-12-10", 11, Some(("2026-11", true))),
        ("2026-12-11", 9, None),
        ("2027-01-03", 9, Some(("2026-12", true))),
        ("2027-02-28", 9, Some(("2027-02", false))),
        // The clocks go ahead in the night before, and it is nine all the same.
        ("2026-03-29", 9, Some(("2026-03", false))),
        ("2026-10-25", 9, Some(("2026-10", false))),
    ];
    for (date, hour, expected) in rows {
        let expected = expected.map(|(of, is_late)| Occasion { month: month(of), is_late });
        assert_eq!(Occasion::at(SwedishTime::instant_of(day(date), hour)), expected, "{date} at {hour}");
    }
}

/// A record of which only what matters here is chosen.
fn record(number: u128, of: &str, body: Body) -> Known {
    let record = Record {
        id: RecordId::from_uuid(Uuid::from_u128(number)),
        device: DeviceId::from_uuid(Uuid::nil()),
        sequence: 1,
        written_at: Instant(i64::try_from(number).unwrap()),
        author: AccountId::from_uuid(Uuid::nil()),
        participation: ParticipationId::from_uuid(Uuid::nil()),
        month: month(of),
        body,
        seen: vec![],
    };
    Known { record, received_at: Some(Instant(1_000_000)) }
}

fn enrolled(on: &str) -> Known {
    let enrolment = Enrolment {
        person: PersonId::from_uuid(Uuid::nil()),
        intervention: InterventionId::from_uuid(Uuid::nil()),
        alias: Note::new("Asp").unwrap(),
        gender: Gender::Woman,
        started: day(on),
        supervisor: None,
        birth_year: None,
        municipality: None,
        education: None,
        support_before: vec![],
        months_in_support_before: None,
        occupation_before: vec![],
        consented: None,
    };
    record(1, on.get(..7).unwrap(), Body::Enrolled(enrolment))
}

fn instrument(id: &str) -> InstrumentRef {
    InstrumentRef { id: Code::new(id).unwrap(), version: 1 }
}

fn answered(number: u128, of: &str, by: &str) -> Known {
    let answers = [(Code::new("energy").unwrap(), Answer::Rated(3))].into_iter().collect();
    record(number, of, Body::SelfAssessed { instrument: instrument(by), answers })
}

fn assessed_by_staff(of: &str) -> Known {
    let answers = [(Code::new("energy").unwrap(), Answer::Rated(3))].into_iter().collect();
    record(8, of, Body::StaffAssessed { instrument: instrument("stegvis-monthly"), answers })
}

fn exited(on: &str) -> Known {
    let exit = Exit { ended: day(on), reason: None, support_after: vec![], occupation_after: vec![] };
    record(2, on.get(..7).unwrap(), Body::Exited(exit))
}

fn withdrawn(on: &str) -> Known {
    record(3, on.get(..7).unwrap(), Body::ConsentWithdrawn { on: day(on) })
}

fn stay(records: Vec<Known>) -> Participation {
    fold(&records)
}

#[test]
fn whoever_has_an_open_stay_and_has_not_answered_is_reminded_once() {
    use Reminding::{Due, NotDue, Over};
    let begun = || enrolled("2026-03-02");
    let rows: Vec<(&str, Vec<Participation>, Reminding)> = vec![
        ("nothing is known", vec![], Over),
        ("open and unanswered", vec![stay(vec![begun()])], Due),
        (
            "only the month before is answered",
            vec![stay(vec![begun(), answered(4, "2026-10", "stegvis-monthly")])],
            Due,
        ),
        ("only staff have answered", vec![stay(vec![begun(), assessed_by_staff("2026-11")])], Due),
        ("answered", vec![stay(vec![begun(), answered(4, "2026-11", "stegvis-monthly")])], NotDue),
        ("answered by another form", vec![stay(vec![begun(), answered(4, "2026-11", "another")])], NotDue),
        (
            "an answer that never held",
            vec![stay(vec![
                begun(),
                answered(4, "2026-11", "stegvis-monthly"),
                record(5, "2026-11", Body::Voided { target: RecordId::from_uuid(Uuid::from_u128(4)) }),
            ])],
            Due,
        ),
        ("begins later", vec![stay(vec![enrolled("2026-12-01")])], NotDue),
        ("began on the last day", vec![stay(vec![enrolled("2026-11-30")])], Due),
        ("its beginning has not come", vec![stay(vec![])], NotDue),
        ("ended in the month", vec![stay(vec![begun(), exited("2026-11-02")])], Due),
        ("ended before", vec![stay(vec![begun(), exited("2026-10-31")])], Over),
        ("withdrawn", vec![stay(vec![begun(), withdrawn("2026-11-20")])], Over),
        (
            "one of two is answered",
            vec![stay(vec![begun(), answered(4, "2026-11", "stegvis-monthly")]), stay(vec![enrolled("2026-06-01")])],
            Due,
        ),
        (
            "one is over, the other answered",
            vec![
                stay(vec![begun(), exited("2026-05-31")]),
                stay(vec![enrolled("2026-06-01"), answered(4, "2026-11", "stegvis-monthly")]),
            ],
            NotDue,
        ),
    ];
    for is_late in [false, true] {
        let occasion = Occasion { month: month("2026-11"), is_late };
        for (name, stays, expected) in &rows {
            assert_eq!(decide(occasion, stays, false), *expected, "{name}");
            let again = if *expected == Due { NotDue } else { *expected };
            assert_eq!(decide(occasion, stays, true), again, "{name}, and reminded before");
        }
    }
}
