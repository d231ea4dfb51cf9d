//! The realised effect: reckoned by hand, missing months that stay missing, and the law that transfers cancel.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::bridge::Bridge;
use shared::code::Code;
use shared::economics::{Account, Flow, PriceList, PriceListDraft, realised};
use shared::figures::{Came, Cohort, Facts, Figure, Measured, Period, Row, Selection, lived_on};
use shared::id::{InterventionId, ParticipationId, PersonId};
use shared::instrument::Instrument;
use shared::intervention::Foci;
use shared::record::{Enrolment, Exit, Gender, Note};
use shared::report::{ReportName, Sources, for_member};
use shared::support::{Extent, Percent};
use shared::time::Month;
use uuid::Uuid;

const EXAMPLE: &str = include_str!("../../assets/prices/example.json");

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn extents(texts: &[&str]) -> Vec<Extent> {
    let extent = |text: &&str| {
        let (code, percent) = text.split_once(':').unwrap_or((text, "100"));
        Extent { code: Code::new(code).unwrap(), percent: Percent::new(percent.parse().unwrap()).unwrap() }
    };
    texts.iter().map(extent).collect()
}

/// What is known of a stay.
struct Stay<'a> {
    before: Vec<Extent>,
    /// From January 2025 on, month by month; nothing where nobody looked.
    followed: Vec<Vec<Extent>>,
    /// The month of the last day, and support and occupation after it.
    exit: Option<(&'a str, Vec<Extent>, Vec<Extent>)>,
    step: Option<u8>,
}

fn put(cohort: &mut Cohort, stay: &Stay<'_>) {
    let number = cohort.len() as u128;
    let person = PersonId::from_uuid(Uuid::from_u128(5_000 + number));
    let intervention = InterventionId::from_uuid(Uuid::from_u128(1));
    let started = month("2025-01").first_day();
    let enrolment = Enrolment {
        intervention,
        person,
        alias: Note::new("Ek").unwrap(),
        gender: Gender::Woman,
        birth_year: None,
        municipality: None,
        education: None,
        started,
        supervisor: None,
        consented: None,
        support_before: stay.before.clone(),
        months_in_support_before: None,
        occupation_before: extents(&["seeking"]),
    };
    let exit = stay.exit.clone().map(|(last, support_after, occupation_after)| {
        Box::new(Exit { ended: month(last).last_day(), reason: None, support_after, occupation_after })
    });
    let facts = Facts {
        participation: ParticipationId::from_uuid(Uuid::from_u128(number)),
        person: Some(person),
        intervention,
        gender: Gender::Woman,
        started,
        ended: exit.as_ref().map(|exit| exit.ended),
        enrolment: Some(Box::new(enrolment)),
        exit,
        supervisor_changes: Box::default(),
        outlook: Box::default(),
        deviations: Box::default(),
    };
    let months = (0..).zip(&stay.followed).map(|(at, support)| Measured {
        month: month("2025-01").plus(at),
        step: stay.step,
        score: None,
        ratings: Box::default(),
        staff_ratings: Box::default(),
        self_assessment: None,
        follow_up: Some(Came::OnTime),
        support: support.as_slice().into(),
    });
    cohort.put(Row { facts, months: months.collect() });
}

fn quarter() -> Selection {
    Selection::new(Period::new(month("2025-01").first_day(), month("2025-03").last_day()).unwrap(), vec![])
}

fn report(cohort: &Cohort, name: ReportName) -> Value {
    let instrument = Instrument::read(include_str!("../../assets/instruments/stegvis-monthly.v1.json")).unwrap();
    let bridge = Bridge::read(include_str!("../../assets/bridges/default.json")).unwrap();
    let prices = PriceList::read(EXAMPLE).unwrap();
    let sources = Sources {
        cohort,
        instrument: &instrument,
        bridge: &bridge,
        prices: Some(&prices),
        ages: &[],
        months_in_support: &[],
        volumes: &[],
        goals: &[],
        interventions: &[],
        foci: &Foci::new(),
    };
    for_member(name, &sources, &quarter(), &[]).figures
}

/// Ten who halve their social assistance in February and work from March, and two of whom nobody knows February.
fn twelve() -> Cohort {
    let mut cohort = Cohort::default();
    let (whole, half) = (extents(&["forsorjningsstod"]), extents(&["forsorjningsstod:50"]));
    let free = || extents(&["ingen_offentlig_forsorjning"]);
    for _ in 0..10 {
        let followed = vec![whole.clone(), half.clone(), half.clone()];
        let exit = Some(("2025-03", free(), extents(&["work"])));
        put(&mut cohort, &Stay { before: whole.clone(), followed, exit, step: Some(2) });
    }
    for _ in 0..2 {
        put(
            &mut cohort,
            &Stay { before: whole.clone(), followed: vec![whole.clone(), vec![]], exit: None, step: Some(3) },
        );
    }
    cohort
}

#[test]
fn the_months_of_twelve_people_are_as_reckoned_by_hand() {
    let found = report(&twelve(), ReportName::Realised);
    let of = |month: &str| found["months"][month].clone();
    // Nothing has changed yet.
    assert_eq!((of("2025-01")["n"].clone(), of("2025-01")["society"].clone()), (json!(12), json!(0.0)));
    // Half of 8,500 to each and half of 1,200 of administration, ten times.
    let february = json!({
        "person": -42_500.0, "municipality": 48_500.0, "region": 0.0, "forsakringskassan": 0.0,
        "arbetsformedlingen": 0.0, "state": 0.0,
    });
    assert_eq!(of("2025-02")["fiscal"], february);
    assert_eq!((of("2025-02")["society"].clone(), of("2025-02")["n"].clone()), (json!(6_000.0), json!(10)));
    assert_eq!((of("2025-02")["missing"].clone(), of("2025-02")["support_only"].clone()), (json!(2), json!(10)));
    // In the month of the last day the state after holds: 26,000 of wages, 8,169 of contributions, no assistance.
    let march = json!({
        "person": 109_000.0, "municipality": 139_000.0, "region": 24_000.0, "forsakringskassan": 0.0,
        "arbetsformedlingen": 0.0, "state": 81_690.0,
    });
    assert_eq!(of("2025-03")["fiscal"], march);
    assert_eq!((of("2025-03")["society"].clone(), of("2025-03")["support_only"].clone()), (json!(353_690.0), json!(0)));
    assert_eq!(of("2025-03")["missing"], 2, "nothing is carried forward");
    assert_eq!((found["society"].clone(), found["months_shown"].clone()), (json!(359_690.0), json!(3)));
    assert_eq!(found["fiscal"]["municipality"], 187_500.0);
    assert_eq!(found["unpriced"], json!(["ingen_offentlig_forsorjning", "seeking"]));
}

#[test]
fn a_month_with_fewer_than_ten_follow_ups_has_no_money_and_is_not_in_the_sum() {
    let mut cohort = twelve();
    let nine = ParticipationId::from_uuid(Uuid::from_u128(0));
    cohort.remove(nine);
    let found = report(&cohort, ReportName::Realised);
    let february = &found["months"]["2025-02"];
    assert_eq!((&february["n"], &february["missing"]), (&json!(9), &json!(2)));
    let too_few = json!({"too_few": {"have": 9, "need": 10}});
    assert_eq!((&february["society"], &february["fiscal"]), (&too_few, &too_few));
    assert_eq!((&found["months_shown"], &found["society"]), (&json!(1), &json!(0.0)));
    assert_eq!(found["participations"], 11);
}

#[test]
fn a_step_is_a_scenario_by_the_own_transitions_and_says_when_there_are_too_few() {
    let found = report(&twelve(), ReportName::StepScenario);
    assert_eq!((&found["kind"], &found["value_of_work_per_year"]), (&json!("scenario"), &json!(410_028.0)));
    let second = &found["steps"]["2"];
    assert_eq!((&second["n"], &second["to_work"], &second["share"]), (&json!(10), &json!(10), &json!(1.0)));
    assert_eq!((&second["expected_per_year"], &second["high_per_year"]), (&json!(410_028.0), &json!(410_028.0)));
    // The lower end of Wilson's interval for ten of ten is 10 / (10 + z^2).
    let low = 410_028.0 * 10.0 / (10.0 + 1.959_963_984_540_054_f64.powi(2));
    assert!((second["low_per_year"].as_f64().unwrap() - low).abs() < 1e-6, "{second}");
    let third = json!({"n": 0, "to_work": 0, "share": {"too_few": {"have": 0, "need": 10}},
        "share_interval": {"too_few": {"have": 0, "need": 10}}});
    assert_eq!(found["steps"]["3"], third, "those who go on have not ended");
}

fn any_flow() -> impl Strategy<Value = Flow> {
    let account = || proptest::sample::select(Account::ALL.to_vec());
    let ends = (account(), account()).prop_filter("a flow has two ends", |(from, to)| from != to);
    ("[a-e]", "[a-z]{8}", ends, 0.0..100_000.0).prop_map(|(when, item, (from, to), amount)| Flow {
        when: Code::new(&when).unwrap(),
        item: item.into(),
        from,
        to,
        amount,
        source: None,
    })
}

prop_compose! {
    fn any_extents()(extents in proptest::collection::vec(("[a-f]", 0_u16..=100), 0..3)) -> Vec<Extent> {
        let extent = |(code, percent): (String, u16)|
            Extent { code: Code::new(&code).unwrap(), percent: Percent::new(percent).unwrap() };
        extents.into_iter().map(extent).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_every_month_the_sum_over_the_actors_is_what_society_gains(
        flows in proptest::collection::vec(any_flow(), 1..20),
        stays in proptest::collection::vec(
            (any_extents(), proptest::collection::vec(any_extents(), 3), any_extents(), any_extents(), any::<bool>()),
            10..40,
        ),
    ) {
        let draft = PriceListDraft {
            id: None, version: None, price_year: 2025, rate: None, source: None, note: None, flows,
        };
        let Ok(prices) = PriceList::try_from(draft) else { return Ok(()) };
        let mut cohort = Cohort::default();
        for (before, followed, support, occupation, ends) in stays {
            let exit = ends.then_some(("2025-03", support, occupation));
            put(&mut cohort, &Stay { before, followed, exit, step: None });
        }
        let counted = lived_on(&cohort, &quarter());
        for (month, figure) in realised(&counted, &prices) {
            let of_month = &counted.months[&month];
            prop_assert_eq!(of_month.n + of_month.missing, u32::try_from(cohort.len()).unwrap());
            match figure {
                Figure::Known(found) => {
                    prop_assert!(of_month.n >= 10);
                    prop_assert!((found.fiscal.sum() - found.society.kronor()).abs() < 1e-6);
                }
                Figure::TooFew { have, .. } => prop_assert!(have < 10),
                Figure::Hidden => prop_assert!(false, "nothing is hidden from the member"),
            }
        }
    }
}
