//! The rules by which a record is accepted, one by one. A record that breaks none is the starting point of each.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use shared::account::Role;
use shared::bridge::StepRank;
use shared::code::Code;
use shared::id::{AccountId, DeviceId, InterventionId, ParticipationId, PersonId, RecordId};
use shared::instrument::{Answer, Instrument, InstrumentRef};
use shared::municipality::MunicipalityList;
use shared::record::{
    Bench, Body, Deviation, Enrolment, Exit, FollowUp, Gender, Note, Plan, PlanStep, Record, Refusal, Standing, judge,
};
use shared::reference::{Reference, ReferenceVersion};
use shared::support::{Extent, Percent};
use shared::time::{Date, Instant, Month};
use std::sync::Arc;
use uuid::Uuid;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn reference() -> Reference {
    let read = |json| serde_json::from_str(json).unwrap();
    Reference {
        version: ReferenceVersion("test".into()),
        instruments: vec![Instrument::read(include_str!("../../assets/instruments/stegvis-monthly.v1.json")).unwrap()],
        explanations: vec![],
        code_lists: vec![
            read(include_str!("../../assets/codes/support.json")),
            read(include_str!("../../assets/codes/activity.json")),
            read(include_str!("../../assets/codes/occupation.json")),
            read(include_str!("../../assets/codes/party.json")),
            read(include_str!("../../assets/codes/deviation-theme.json")),
        ],
        bridge: serde_json::from_str(include_str!("../../assets/bridges/default.json")).unwrap(),
        pictures: Default::default(),
        municipalities: Some(Arc::new(
            MunicipalityList::read(include_str!("../../assets/codes/municipalities.json")).unwrap(),
        )),
    }
}

fn monthly() -> InstrumentRef {
    InstrumentRef { id: code("stegvis-monthly"), version: 1 }
}

fn author() -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(1))
}

fn device() -> DeviceId {
    DeviceId::from_uuid(Uuid::from_u128(2))
}

fn rated(item: &str, value: i16) -> Body {
    Body::SelfAssessed { instrument: monthly(), answers: [(code(item), Answer::Rated(value))].into() }
}

fn record(body: Body) -> Record {
    Record {
        id: RecordId::from_uuid(Uuid::from_u128(3)),
        device: device(),
        sequence: 1,
        written_at: Instant(0),
        author: author(),
        participation: ParticipationId::from_uuid(Uuid::from_u128(4)),
        month: "2026-03".parse().unwrap(),
        body,
        seen: vec![],
    }
}

fn judged_as(role: Role, record: &Record, change: impl FnOnce(&mut Bench<'_>)) -> Result<(), Refusal> {
    let reference = reference();
    let today: Date = "2026-03-20".parse().unwrap();
    let started: Date = "2026-01-15".parse().unwrap();
    let standing = Standing { started, intervention: InterventionId::from_uuid(Uuid::nil()) };
    let mut bench = Bench {
        today,
        author: author(),
        device: Some(device()),
        role,
        standing: Some(standing),
        reference: &reference,
    };
    change(&mut bench);
    judge(record, &bench)
}

fn by_participant(record: &Record) -> Result<(), Refusal> {
    judged_as(Role::Participant, record, |_| {})
}

fn by_supervisor(body: Body) -> Result<(), Refusal> {
    judged_as(Role::Supervisor, &record(body), |_| {})
}

fn in_month(month: &str) -> Result<(), Refusal> {
    by_participant(&Record { month: month.parse().unwrap(), ..record(rated("energy", 3)) })
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn an_own_rating_on_the_scale_is_accepted() {
    assert_eq!(by_participant(&record(rated("energy", 5))), Ok(()));
    assert_eq!(by_participant(&record(rated("life_now", 0))), Ok(()));
}

#[test]
fn rather_not_is_an_answer() {
    let answers = [(code("energy"), Answer::RatherNot)].into();
    assert_eq!(by_participant(&record(Body::SelfAssessed { instrument: monthly(), answers })), Ok(()));
}

#[test]
fn a_score_above_or_below_the_scale_is_refused() {
    for value in [0, 6] {
        let refusal = Refusal::OffScale { item: code("energy"), value, lowest: 1, highest: 5 };
        assert_eq!(by_participant(&record(rated("energy", value))), Err(refusal));
    }
}

#[test]
fn an_unknown_item_is_refused() {
    let refusal = Refusal::UnknownItem { item: code("mood") };
    assert_eq!(by_participant(&record(rated("mood", 3))), Err(refusal));
}

#[test]
fn the_staffs_own_item_is_not_the_participants() {
    let refusal = Refusal::UnknownItem { item: code("outlook") };
    assert_eq!(by_participant(&record(rated("outlook", 3))), Err(refusal));
    let answers = [(code("outlook"), Answer::Rated(3))].into();
    assert_eq!(by_supervisor(Body::StaffAssessed { instrument: monthly(), answers }), Ok(()));
}

#[test]
fn an_assessment_without_an_answer_is_refused() {
    let body = Body::SelfAssessed { instrument: monthly(), answers: [].into() };
    assert_eq!(by_participant(&record(body)), Err(Refusal::NoAnswer));
}

#[test]
fn an_unknown_version_of_the_instrument_is_refused() {
    let instrument = InstrumentRef { version: 9, ..monthly() };
    let body =
        Body::SelfAssessed { instrument: instrument.clone(), answers: [(code("energy"), Answer::Rated(3))].into() };
    assert_eq!(by_participant(&record(body)), Err(Refusal::UnknownInstrument { instrument }));
}

#[test]
fn a_month_that_has_not_begun_is_refused() {
    assert_eq!(in_month("2026-04"), Err(Refusal::FutureMonth { month: month("2026-04") }));
    assert_eq!(in_month("2026-03"), Ok(()));
}

#[test]
fn on_the_last_day_of_a_month_the_next_has_begun_somewhere() {
    let april = Record { month: month("2026-04"), ..record(rated("energy", 3)) };
    let on = |day: &str| {
        let today: Date = day.parse().unwrap();
        judged_as(Role::Participant, &april, |bench| bench.today = today)
    };
    assert_eq!(on("2026-03-31"), Ok(()));
    assert_eq!(on("2026-03-30"), Err(Refusal::FutureMonth { month: month("2026-04") }));
}

#[test]
fn a_month_before_the_start_is_refused() {
    let refusal = Refusal::BeforeStart { month: month("2025-12"), start: month("2026-01") };
    assert_eq!(in_month("2025-12"), Err(refusal));
    assert_eq!(in_month("2026-01"), Ok(()));
}

#[test]
fn somebody_elses_participation_is_refused() {
    let refused = judged_as(Role::Participant, &record(rated("energy", 3)), |bench| bench.standing = None);
    assert_eq!(refused, Err(Refusal::NotYours));
}

#[test]
fn a_record_in_anothers_name_or_from_another_device_is_refused() {
    let other = AccountId::from_uuid(Uuid::from_u128(9));
    let named = Record { author: other, ..record(rated("energy", 3)) };
    assert_eq!(by_participant(&named), Err(Refusal::OtherAuthor));
    let elsewhere = Record { device: DeviceId::from_uuid(Uuid::from_u128(9)), ..record(rated("energy", 3)) };
    assert_eq!(by_participant(&elsewhere), Err(Refusal::OtherDevice));
}

#[test]
fn nobody_rates_for_the_participant_and_no_participant_records_steps() {
    assert_eq!(by_supervisor(rated("energy", 3)), Err(Refusal::NotYourRole));
    assert_eq!(by_participant(&record(Body::StepRecorded { step: StepRank(2) })), Err(Refusal::NotYourRole));
    let void = Body::Voided { target: RecordId::from_uuid(Uuid::nil()) };
    assert_eq!(by_participant(&record(void)), Err(Refusal::NotYourRole));
}

#[test]
fn a_correction_is_judged_like_what_it_puts_in_place() {
    let target = RecordId::from_uuid(Uuid::from_u128(7));
    let correct = |replacement| record(Body::Corrected { target, replacement: Box::new(replacement) });
    assert_eq!(by_participant(&correct(rated("energy", 4))), Ok(()));
    assert!(matches!(by_participant(&correct(rated("energy", 9))), Err(Refusal::OffScale { .. })));
    assert_eq!(by_participant(&correct(Body::StepRecorded { step: StepRank(1) })), Err(Refusal::NotYourRole));
    let of_a_void = correct(Body::Voided { target });
    assert_eq!(by_participant(&of_a_void), Err(Refusal::NotCorrectable { target }));
}

#[test]
fn a_step_that_the_bridge_lacks_is_refused() {
    assert_eq!(by_supervisor(Body::StepRecorded { step: StepRank(6) }), Ok(()));
    assert_eq!(by_supervisor(Body::StepRecorded { step: StepRank(7) }), Err(Refusal::UnknownStep { step: 7 }));
}

fn living_on(codes: &[&str]) -> Body {
    let support = codes.iter().map(|text| Extent { code: code(text), percent: Percent::FULL }).collect();
    Body::FollowedUp(FollowUp { support, ..FollowUp::default() })
}

#[test]
fn no_public_support_excludes_every_other_source() {
    assert_eq!(by_supervisor(living_on(&["ingen_offentlig_forsorjning"])), Ok(()));
    assert_eq!(by_supervisor(living_on(&["sjukpenning", "a_kassa"])), Ok(()));
    let refusal = Refusal::ExcludesOthers { code: code("ingen_offentlig_forsorjning") };
    assert_eq!(by_supervisor(living_on(&["sjukpenning", "ingen_offentlig_forsorjning"])), Err(refusal));
}

#[test]
fn unknown_and_doubled_sources_are_refused() {
    assert_eq!(by_supervisor(living_on(&["lotto"])), Err(Refusal::UnknownCode { code: code("lotto") }));
    assert_eq!(by_supervisor(living_on(&["a_kassa", "a_kassa"])), Err(Refusal::CodeTwice { code: code("a_kassa") }));
}

#[test]
fn activities_are_of_the_list_and_none_excludes_the_others() {
    let doing = |codes: &[&str]| {
        let activities = codes.iter().map(|text| code(text)).collect();
        Body::FollowedUp(FollowUp { activities, ..FollowUp::default() })
    };
    assert_eq!(by_supervisor(doing(&["praktik", "samtal"])), Ok(()));
    assert_eq!(by_supervisor(doing(&["inga"])), Ok(()));
    assert_eq!(by_supervisor(doing(&["inga", "praktik"])), Err(Refusal::ExcludesOthers { code: code("inga") }));
    assert_eq!(by_supervisor(doing(&["bergsklattring"])), Err(Refusal::UnknownCode { code: code("bergsklattring") }));
    assert_eq!(by_supervisor(doing(&["praktik", "praktik"])), Err(Refusal::CodeTwice { code: code("praktik") }));
}

#[test]
fn a_follow_up_of_an_app_that_knows_no_activities_says_none_and_is_written_as_it_was() {
    let text = r#"{"kind":"followed_up","hours":10}"#;
    let body: Body = serde_json::from_str(text).unwrap();
    assert!(matches!(&body, Body::FollowedUp(follow_up) if follow_up.activities.is_empty()));
    assert_eq!(serde_json::to_string(&body).unwrap(), text);
}

#[test]
fn an_end_before_the_start_is_refused() {
    let ended = "2026-01-14".parse().unwrap();
    let exit = Body::Exited(Exit { ended, reason: None, support_after: vec![], occupation_after: vec![] });
    assert!(matches!(by_supervisor(exit), Err(Refusal::EndBeforeStart { .. })));
}

#[test]
fn what_cannot_be_read_says_where_and_what_is_too_long_says_so() {
    let Err(Refusal::Unreadable { what }) = Record::read("{\"id\": 7}") else { panic!("a number is no id") };
    assert!(what.contains("byte 7"), "{what}");
    assert_eq!(Record::read(&" ".repeat(70_000)), Err(Refusal::TooLong));
}

#[test]
fn a_kind_that_a_newer_app_writes_is_told_apart() {
    let text = record(rated("energy", 3)).write().replace("self_assessed", "dreamt");
    let newer = Record::read(&text).unwrap();
    assert_eq!(newer.body, Body::Unknown);
    assert_eq!(by_participant(&newer), Err(Refusal::UnknownKind));
}

#[test]
fn per_cent_above_a_hundred_is_no_per_cent() {
    assert!(Percent::new(101).is_err());
    assert!(serde_json::from_str::<Extent>(r#"{"code":"a_kassa","percent":101}"#).is_err());
}

/// An enrolment by a supervisor of somebody who lives there.
fn living_in(municipality: &str) -> Body {
    Body::Enrolled(Enrolment {
        intervention: InterventionId::from_uuid(Uuid::nil()),
        person: PersonId::from_uuid(Uuid::nil()),
        alias: Note::new("Björk").unwrap(),
        gender: Gender::Woman,
        birth_year: None,
        municipality: Some(Note::new(municipality).unwrap()),
        education: None,
        started: "2026-03-02".parse().unwrap(),
        supervisor: None,
        consented: None,
        support_before: vec![],
        months_in_support_before: None,
        occupation_before: vec![],
    })
}

#[test]
fn a_municipality_is_one_of_sweden_by_its_name() {
    assert_eq!(by_supervisor(living_in("Linköping")), Ok(()));
    for text in ["Linkoping", "0580", "Gotham"] {
        assert_eq!(by_supervisor(living_in(text)), Err(Refusal::UnknownMunicipality { name: text.into() }));
    }
}

#[test]
fn a_device_without_the_list_leaves_municipalities_to_the_server() {
    let reference = Reference { municipalities: None, ..reference() };
    let bench = Bench {
        today: "2026-03-20".parse().unwrap(),
        author: author(),
        device: Some(device()),
        role: Role::Supervisor,
        standing: None,
        reference: &reference,
    };
    assert_eq!(judge(&record(living_in("Gotham")), &bench), Ok(()));
}

fn withdrawn_on(day: &str) -> Body {
    Body::ConsentWithdrawn { on: day.parse().unwrap() }
}

#[test]
fn consent_is_withdrawn_by_the_person_or_by_whom_the_person_tells() {
    for role in [Role::Participant, Role::Supervisor] {
        assert_eq!(judged_as(role, &record(withdrawn_on("2026-03-20")), |_| {}), Ok(()));
    }
    let leader = judged_as(Role::ProjectLeader, &record(withdrawn_on("2026-03-20")), |_| {});
    assert_eq!(leader, Err(Refusal::NotYourRole));
}

#[test]
fn consent_is_withdrawn_on_a_day_that_has_come() {
    let (tomorrow, later) = ("2026-03-21".parse::<Date>().unwrap(), "2026-03-22".parse::<Date>().unwrap());
    assert_eq!(by_supervisor(Body::ConsentWithdrawn { on: tomorrow }), Ok(()));
    assert_eq!(by_supervisor(Body::ConsentWithdrawn { on: later }), Err(Refusal::FutureDay { day: later }));
    // Before the stay has begun as well: then it never does.
    assert_eq!(by_supervisor(withdrawn_on("2026-01-14")), Ok(()));
}

#[test]
fn what_somebody_wants_to_say_is_the_participants_alone() {
    let words = Body::WantsToSay { note: Note::new("Jag vill prata om praktiken.").unwrap() };
    assert_eq!(by_participant(&record(words.clone())), Ok(()));
    assert_eq!(by_supervisor(words.clone()), Err(Refusal::NotYourRole));
    let target = RecordId::from_uuid(Uuid::from_u128(7));
    let corrected = record(Body::Corrected { target, replacement: Box::new(words) });
    assert_eq!(by_participant(&corrected), Err(Refusal::NotCorrectable { target }));
}

#[test]
fn nobody_but_the_participant_remarks_on_the_own_record_and_nothing_replaces_a_remark() {
    let remark = Body::Remarked { note: Note::new("Jag började i maj.").unwrap() };
    assert_eq!(by_participant(&record(remark.clone())), Ok(()));
    assert_eq!(by_supervisor(remark.clone()), Err(Refusal::NotYourRole));
    let target = RecordId::from_uuid(Uuid::from_u128(7));
    for replacement in [remark, withdrawn_on("2026-03-01")] {
        let corrected = record(Body::Corrected { target, replacement: Box::new(replacement) });
        assert_eq!(by_participant(&corrected), Err(Refusal::NotCorrectable { target }));
    }
}

fn step_of(what: &str, who: &str) -> PlanStep {
    PlanStep { what: Note::new(what).unwrap(), who: code(who), by: Some("2026-05".parse().unwrap()), done: false }
}

fn plan_of(steps: Vec<PlanStep>) -> Body {
    Body::PlanAgreed(Plan { steps })
}

#[test]
fn a_plan_is_agreed_by_whoever_follows_the_person() {
    let plan = plan_of(vec![step_of("Ringa vårdcentralen", "deltagaren"), step_of("Boka möte", "kommunen")]);
    assert_eq!(by_supervisor(plan.clone()), Ok(()));
    assert_eq!(by_participant(&record(plan.clone())), Err(Refusal::NotYourRole));
    let target = RecordId::from_uuid(Uuid::from_u128(7));
    assert_eq!(by_supervisor(Body::Corrected { target, replacement: Box::new(plan) }), Ok(()));
}

#[test]
fn a_plan_has_some_steps_and_each_is_short_and_a_known_partys() {
    assert_eq!(by_supervisor(plan_of(vec![])), Err(Refusal::PlanLength { steps: 0 }));
    let many = vec![step_of("Ringa", "deltagaren"); 21];
    assert_eq!(by_supervisor(plan_of(many)), Err(Refusal::PlanLength { steps: 21 }));
    let long = plan_of(vec![step_of(&"å".repeat(301), "deltagaren")]);
    assert_eq!(by_supervisor(long), Err(Refusal::PlanStepTooLong { length: 301 }));
    let somebody = plan_of(vec![step_of("Ringa", "anna_andersson")]);
    assert_eq!(by_supervisor(somebody), Err(Refusal::UnknownCode { code: code("anna_andersson") }));
}

fn deviation(theme: &str, party: Option<&str>) -> Body {
    let what = Note::new("Ingen tolk på tre månader").unwrap();
    Body::DeviationNoted(Deviation { what, theme: code(theme), party: party.map(code) })
}

#[test]
fn a_deviation_has_a_theme_and_lies_with_a_party_of_the_system_or_with_none_that_is_known() {
    assert_eq!(by_supervisor(deviation("sprak", None)), Ok(()));
    assert_eq!(by_supervisor(deviation("sprak", Some("regionen"))), Ok(()));
    assert_eq!(
        by_supervisor(deviation("vad_som_helst", None)),
        Err(Refusal::UnknownCode { code: code("vad_som_helst") })
    );
    for not_the_system in ["deltagaren", "handledaren", "grannen"] {
        let refusal = Refusal::UnknownCode { code: code(not_the_system) };
        assert_eq!(by_supervisor(deviation("sprak", Some(not_the_system))), Err(refusal));
    }
}

#[test]
fn a_deviation_is_noted_by_whoever_follows_the_person_and_taken_back_rather_than_corrected() {
    assert_eq!(by_participant(&record(deviation("sprak", None))), Err(Refusal::NotYourRole));
    let target = RecordId::from_uuid(Uuid::from_u128(7));
    let corrected = Body::Corrected { target, replacement: Box::new(deviation("sprak", None)) };
    assert_eq!(by_supervisor(corrected), Err(Refusal::NotCorrectable { target }));
    assert_eq!(by_supervisor(Body::Voided { target }), Ok(()));
}

#[test]
fn nobody_has_consented_on_a_day_that_has_not_come() {
    let consenting_on = |day: &str| {
        let Body::Enrolled(mut enrolment) = living_in("Linköping") else { unreachable!("it is an enrolment") };
        enrolment.consented = Some(day.parse().unwrap());
        by_supervisor(Body::Enrolled(enrolment))
    };
    assert_eq!(consenting_on("2026-03-20"), Ok(()));
    assert_eq!(consenting_on("2026-03-22"), Err(Refusal::FutureDay { day: "2026-03-22".parse().unwrap() }));
}

#[test]
fn an_anonymous_stay_begins_in_a_year_that_has_come() {
    let intervention = InterventionId::from_uuid(Uuid::nil());
    let in_year =
        |start_year| by_supervisor(Body::EnrolledAnonymously { intervention, gender: Gender::Man, start_year });
    assert_eq!(in_year(2026), Ok(()));
    assert_eq!(in_year(2027), Err(Refusal::FutureDay { day: "2027-01-01".parse().unwrap() }));
}
