//! The fold's laws: the same picture in whatever order records arrive, and the rules for corrections, voids and
//! versions that did not know each other.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use shared::bridge::StepRank;
use shared::code::Code;
use shared::fold::{Known, Participation, Remark, fold};
use shared::id::{AccountId, DeviceId, InterventionId, ParticipationId, PersonId, RecordId};
use shared::instrument::{Answer, InstrumentRef};
use shared::record::{Body, Deviation, Enrolment, Exit, FollowUp, Gender, Note, Plan, PlanStep, Record};
use shared::support::WeeklyHours;
use shared::time::{Instant, Month};
use uuid::Uuid;

fn id(number: u8) -> RecordId {
    RecordId::from_uuid(Uuid::from_u128(u128::from(number)))
}

fn month(number: u8) -> Month {
    Month::new(2026, number).unwrap()
}

fn plan(steps: &[&str]) -> Body {
    let who = Code::new("deltagaren").unwrap();
    let step = |what: &&str| PlanStep { what: Note::new(what).unwrap(), who: who.clone(), by: None, done: false };
    Body::PlanAgreed(Plan { steps: steps.iter().map(step).collect() })
}

fn missing(what: &str) -> Body {
    let theme = Code::new("sprak").unwrap();
    Body::DeviationNoted(Deviation { what: Note::new(what).unwrap(), theme, party: None })
}

/// A record of which only the field under test is chosen.
struct A(Known);

impl A {
    fn record(number: u8, body: Body) -> Self {
        let record = Record {
            id: id(number),
            device: DeviceId::from_uuid(Uuid::nil()),
            sequence: 1,
            written_at: Instant(i64::from(number)),
            author: AccountId::from_uuid(Uuid::nil()),
            participation: ParticipationId::from_uuid(Uuid::nil()),
            month: month(3),
            body,
            seen: vec![],
        };
        Self(Known { record, received_at: Some(Instant(1_000_000)) })
    }

    fn step(number: u8, rank: u8) -> Self {
        Self::record(number, Body::StepRecorded { step: StepRank(rank) })
    }

    fn correction(number: u8, of: u8, rank: u8) -> Self {
        let replacement = Box::new(Body::StepRecorded { step: StepRank(rank) });
        Self::record(number, Body::Corrected { target: id(of), replacement })
    }

    fn written_at(mut self, at: i64) -> Self {
        self.0.record.written_at = Instant(at);
        self
    }

    fn received_at(mut self, at: i64) -> Self {
        self.0.received_at = Some(Instant(at));
        self
    }

    fn having_seen(mut self, number: u8) -> Self {
        self.0.record.seen.push(id(number));
        self
    }
}

fn folded(records: impl IntoIterator<Item = A>) -> Participation {
    fold(&records.into_iter().map(|record| record.0).collect::<Vec<_>>())
}

fn step(folded: &Participation) -> Option<(u8, usize)> {
    folded.months.get(&month(3))?.step.as_ref().map(|held| (held.value.0, held.rivals.len()))
}

#[test]
fn a_correction_replaces_what_it_corrects() {
    assert_eq!(step(&folded([A::step(1, 2), A::correction(2, 1, 4)])), Some((4, 0)));
}

#[test]
fn a_correction_of_a_correction_stands() {
    assert_eq!(step(&folded([A::step(1, 2), A::correction(2, 1, 4), A::correction(3, 2, 3)])), Some((3, 0)));
}

#[test]
fn a_voided_record_never_held() {
    let void = |number, target| A::record(number, Body::Voided { target: id(target) });
    assert_eq!(step(&folded([A::step(1, 2), void(2, 1)])), None);
    assert_eq!(step(&folded([A::step(1, 2), A::correction(2, 1, 4), void(3, 2)])), Some((2, 0)));
}

#[test]
fn a_correction_that_arrives_before_its_target_waits_for_it() {
    assert_eq!(step(&folded([A::correction(2, 1, 4)])), None);
}

#[test]
fn a_correction_into_another_kind_is_not_heeded() {
    let replacement = Box::new(Body::FollowedUp(FollowUp::default()));
    let wrong = A::record(2, Body::Corrected { target: id(1), replacement });
    let folded = folded([A::step(1, 2), wrong]);
    assert_eq!(step(&folded), Some((2, 0)));
    assert!(folded.months[&month(3)].follow_up.is_none());
}

#[test]
fn versions_that_did_not_know_each_other_both_stand_and_the_later_shows() {
    assert_eq!(step(&folded([A::step(1, 2).written_at(50), A::step(2, 5).written_at(40)])), Some((2, 1)));
}

#[test]
fn versions_that_say_the_same_are_no_rivals_and_are_all_seen_by_whoever_writes_the_next() {
    let same = || [A::step(1, 4).written_at(10), A::step(2, 4).written_at(50), A::step(3, 4).written_at(40)];
    let held = |records: Vec<A>| folded(records).months.remove(&month(3)).and_then(|view| view.step).unwrap();
    let three = held(same().into());
    assert_eq!((three.record, three.rivals.len(), &three.twins[..]), (id(2), 0, &[id(1), id(3)][..]));
    assert_eq!(three.records().collect::<Vec<_>>(), [id(2), id(1), id(3)]);
    let backwards = held(same().into_iter().rev().collect());
    assert_eq!(backwards, three, "in whatever order they come");

    // Two others, which say the same as each other: one decision, between two values.
    let others = || [A::step(4, 2).written_at(20), A::step(5, 2).written_at(30)];
    let five = held(same().into_iter().chain(others()).collect());
    assert_eq!((five.record, &five.rivals[..], &five.twins[..]), (id(2), &[id(5)][..], &[id(1), id(3), id(4)][..]));

    // Whoever has seen all of them ends it.
    let next = five.records().fold(A::step(6, 1).written_at(60), |mut next, record| {
        next.0.record.seen.push(record);
        next
    });
    let ended = held(same().into_iter().chain(others()).chain([next]).collect());
    assert_eq!((ended.record, ended.rivals.len(), ended.twins.len()), (id(6), 0, 0));

    // A correction says what it puts in the place of something, whatever it corrects.
    let corrected = held(vec![A::step(1, 2), A::correction(2, 1, 4), A::correction(3, 1, 4)]);
    assert_eq!((corrected.rivals.len(), corrected.twins.len()), (0, 1));
}

fn answered(number: u8, instrument: &str, value: i16) -> A {
    let instrument = InstrumentRef { id: Code::new(instrument).unwrap(), version: 1 };
    let answers = [(Code::new("energy").unwrap(), Answer::Rated(value))].into();
    A::record(number, Body::SelfAssessed { instrument, answers })
}

#[test]
fn answers_of_a_month_to_two_instruments_stand_beside_each_other() {
    let folded = folded([answered(1, "own", 2), answered(2, "other", 3), answered(3, "other", 4)]);
    let view = &folded.months[&month(3)];
    let shown = view.self_assessment.as_ref().unwrap();
    assert_eq!((shown.value.instrument.id.as_str(), &shown.rivals[..]), ("other", &[id(2)][..]));
    let others: Vec<&str> = view.other_self_assessments.iter().map(|one| one.instrument.id.as_str()).collect();
    assert_eq!(others, ["own"]);
}

#[test]
fn a_clock_that_runs_ahead_wins_no_more_than_five_minutes() {
    let minutes = 60_000;
    let ahead = A::step(1, 2).written_at(i64::MAX / 2).received_at(10 * minutes);
    let honest = A::step(2, 5).written_at(20 * minutes).received_at(20 * minutes);
    assert_eq!(step(&folded([ahead, honest])), Some((5, 1)));
}

#[test]
fn a_decision_between_two_versions_ends_the_rivalry() {
    let decision = A::step(3, 4).having_seen(1).having_seen(2).written_at(0);
    assert_eq!(step(&folded([A::step(1, 2), A::step(2, 5), decision])), Some((4, 0)));
}

#[test]
fn records_that_correct_each_other_in_a_ring_do_no_harm() {
    assert_eq!(step(&folded([A::correction(1, 2, 3), A::correction(2, 1, 4)])), None);
}

fn any_body() -> impl Strategy<Value = Body> {
    let code = |text: &str| Code::new(text).unwrap();
    let instrument = proptest::sample::select(vec!["stegvis-monthly", "other"]);
    let answers = (instrument, 1_i16..=5).prop_map(move |(instrument, value)| Body::SelfAssessed {
        instrument: InstrumentRef { id: code(instrument), version: 1 },
        answers: [(code("energy"), Answer::Rated(value))].into(),
    });
    let follow_up = (0_u16..80)
        .prop_map(|hours| Body::FollowedUp(FollowUp { hours: WeeklyHours::new(hours).ok(), ..FollowUp::default() }));
    let enrolled = (1_u8..28).prop_map(|day| {
        Body::Enrolled(Enrolment {
            intervention: InterventionId::from_uuid(Uuid::nil()),
            person: PersonId::from_uuid(Uuid::nil()),
            alias: Note::new("Björk").unwrap(),
            gender: Gender::Woman,
            birth_year: None,
            municipality: None,
            education: None,
            started: format!("2026-01-{day:02}").parse().unwrap(),
            supervisor: None,
            consented: None,
            support_before: vec![],
            months_in_support_before: None,
            occupation_before: vec![],
        })
    });
    let exited = (1_u8..28).prop_map(|day| {
        let ended = format!("2026-11-{day:02}").parse().unwrap();
        Body::Exited(Exit { ended, reason: None, support_after: vec![], occupation_after: vec![] })
    });
    let taken_over = any::<u8>()
        .prop_map(|who| Body::SupervisorChanged { to: AccountId::from_uuid(Uuid::from_u128(u128::from(who))) });
    let agreed = (1_usize..4).prop_map(|steps| plan(&vec!["Ringa"; steps]));
    let plain = prop_oneof![
        (1_u8..7).prop_map(|rank| Body::StepRecorded { step: StepRank(rank) }),
        answers,
        follow_up,
        enrolled,
        exited,
        agreed,
        taken_over
    ]
    .boxed();
    prop_oneof![
        6 => plain.clone(),
        2 => (0_u8..12, plain).prop_map(|(of, body)| Body::Corrected { target: id(of), replacement: Box::new(body) }),
        1 => (0_u8..12).prop_map(|of| Body::Voided { target: id(of) }),
        1 => Just(missing("Ingen tolk")),
        1 => Just(Body::Unknown),
    ]
}

/// A record's body, month, time, device, what it has seen, and whether it was received.
type Drawn = (Body, u8, i64, u128, Vec<u8>, bool);

fn any_history() -> impl Strategy<Value = Vec<Known>> {
    let one = (any_body(), 1_u8..4, 0_i64..6, 0_u128..3, prop::collection::vec(0_u8..12, 0..2), any::<bool>());
    prop::collection::vec(one, 0..12).prop_map(|drawn| {
        let known = |(number, (body, in_month, at, device, seen, received)): (usize, Drawn)| {
            let A(mut known) = A::record(u8::try_from(number).unwrap(), body).written_at(at);
            known.record.month = month(in_month);
            known.record.device = DeviceId::from_uuid(Uuid::from_u128(device));
            known.record.seen = seen.into_iter().map(id).collect();
            known.received_at = received.then_some(Instant(at + 1));
            known
        };
        drawn.into_iter().enumerate().map(known).collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_changes_nothing((history, shuffled) in any_history().prop_flat_map(|history| {
        (Just(history.clone()), Just(history).prop_shuffle())
    })) {
        prop_assert_eq!(fold(&history), fold(&shuffled));
    }

    #[test]
    fn a_record_twice_counts_once(history in any_history()) {
        let twice: Vec<Known> = history.iter().chain(&history).cloned().collect();
        prop_assert_eq!(fold(&history), fold(&twice));
    }

    #[test]
    fn what_is_written_is_read_again(history in any_history()) {
        for known in history {
            let read = Record::read(&known.record.write());
            prop_assert_eq!(read.as_ref(), Ok(&known.record));
        }
    }
}

fn withdrawn(number: u8, day: &str) -> A {
    A::record(number, Body::ConsentWithdrawn { on: day.parse().unwrap() })
}

fn exit(number: u8, day: &str) -> A {
    let (support_after, occupation_after) = (vec![], vec![]);
    A::record(number, Body::Exited(Exit { ended: day.parse().unwrap(), reason: None, support_after, occupation_after }))
}

fn ended(folded: &Participation) -> Option<(String, Option<String>)> {
    let exit = &folded.exit.as_ref()?.value;
    Some((exit.ended.to_string(), exit.reason.as_ref().map(|reason| reason.as_str().to_owned())))
}

#[test]
fn a_stay_whose_consent_is_withdrawn_has_ended_by_then() {
    let reason = Some("aterkallat_samtycke".to_owned());
    assert_eq!(ended(&folded([withdrawn(1, "2026-03-09")])), Some(("2026-03-09".into(), reason.clone())));
    assert_eq!(ended(&folded([exit(1, "2026-02-01"), withdrawn(2, "2026-03-09")])), Some(("2026-02-01".into(), None)));
    assert_eq!(
        ended(&folded([withdrawn(2, "2026-03-09"), exit(1, "2026-06-01")])),
        Some(("2026-03-09".into(), reason))
    );
    let void = A::record(3, Body::Voided { target: id(1) });
    assert_eq!(ended(&folded([withdrawn(1, "2026-03-09"), void])), None);
}

#[test]
fn remarks_stand_in_the_order_in_which_they_were_written_and_can_be_voided() {
    let remark = |number: u8, text: &str| A::record(number, Body::Remarked { note: Note::new(text).unwrap() });
    let said = |folded: &Participation| {
        folded.remarks.iter().map(|remark| remark.note.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said(&folded([remark(2, "b"), remark(1, "a")])), ["a", "b"]);
    let void = A::record(3, Body::Voided { target: id(1) });
    assert_eq!(said(&folded([remark(2, "b"), remark(1, "a"), void])), ["b"]);
}

#[test]
fn what_somebody_wants_to_say_stands_apart_from_remarks() {
    let says = A::record(1, Body::WantsToSay { note: Note::new("praktiken").unwrap() });
    let remark = A::record(2, Body::Remarked { note: Note::new("fel datum").unwrap() });
    let folded = folded([says, remark]);
    let words = |said: &[Remark]| said.iter().map(|one| one.note.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(words(&folded.wants_to_say), ["praktiken"]);
    assert_eq!(words(&folded.remarks), ["fel datum"]);
}

fn agreed(folded: &Participation) -> Vec<&str> {
    folded.plan.iter().flat_map(|held| held.value.steps.iter().map(|step| step.what.as_str())).collect()
}

#[test]
fn the_plan_that_knew_of_the_other_holds_whatever_month_and_clock_it_has() {
    let mut later = A::record(2, plan(&["Boka möte", "Ringa"])).written_at(0);
    later.0.record.month = month(1);
    later.0.record.seen = vec![id(1)];
    let both = folded([A::record(1, plan(&["Ringa"])).written_at(9), later]);
    assert_eq!(agreed(&both), ["Boka möte", "Ringa"]);
    assert!(both.plan.is_some_and(|held| held.rivals.is_empty()));
}

#[test]
fn two_plans_that_did_not_know_each_other_both_stay() {
    let both = folded([A::record(1, plan(&["Ringa"])).written_at(1), A::record(2, plan(&["Boka"])).written_at(2)]);
    assert_eq!(agreed(&both), ["Boka"]);
    assert_eq!(both.plan.map(|held| held.rivals), Some(vec![id(1)]));
}

#[test]
fn deviations_stand_beside_each_other_until_one_is_taken_back() {
    let what = |folded: &Participation| -> Vec<String> {
        folded.deviations.iter().map(|one| one.deviation.what.as_str().to_owned()).collect()
    };
    assert_eq!(what(&folded([A::record(2, missing("b")), A::record(1, missing("a"))])), ["a", "b"]);
    let void = A::record(3, Body::Voided { target: id(1) });
    assert_eq!(what(&folded([A::record(2, missing("b")), A::record(1, missing("a")), void])), ["b"]);
}

#[test]
fn each_change_of_supervisor_is_counted_and_the_same_one_again_is_none() {
    let to = |number: u8, of: u8, who: u128| {
        let mut record = A::record(number, Body::SupervisorChanged { to: AccountId::from_uuid(Uuid::from_u128(who)) });
        record.0.record.month = month(of);
        record
    };
    let folded = folded([to(1, 1, 7), to(2, 2, 8), to(3, 3, 8), to(4, 4, 7)]);
    assert_eq!(folded.supervisor, Some(AccountId::from_uuid(Uuid::from_u128(7))));
    assert_eq!(folded.handed_over.len(), 4);
    assert_eq!(folded.supervisor_changes.len(), 2);
}
