//! The columns' laws: what was put in last counts, in whatever order, under whatever ids.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use shared::code::Code;
use shared::figures::{
    Came, CameAndWent, Cohort, Facts, Measured, Period, RatingChanges, Row, Selection, Tally, flow, flow_by_month,
    lived_on, response, step_movement, taking_part, throughput, time_to_first_step, transitions,
};
use shared::id::{InterventionId, ParticipationId, PersonId};
use shared::instrument::Instrument;
use shared::record::{Enrolment, Exit, Gender, Note};
use shared::support::{Extent, Percent};
use shared::time::{Date, Month};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;

static INSTRUMENT: LazyLock<Instrument> =
    LazyLock::new(|| Instrument::read(include_str!("../../assets/instruments/stegvis-monthly.v1.json")).unwrap());

fn month(number: i32) -> Month {
    Month::new(2025, 1).unwrap().plus(number)
}

fn year() -> Selection {
    Selection::new(Period::new(month(6).first_day(), month(17).last_day()).unwrap(), vec![])
}

/// Every part that figures are asked for of.
fn parts() -> Vec<Selection> {
    let one = |number| Selection { interventions: vec![InterventionId::from_uuid(id(number))], ..year() };
    let two =
        Selection { interventions: (1..3).map(|number| InterventionId::from_uuid(id(number))).collect(), ..year() };
    let lives_in = |name: &&str| Selection { municipality: Some((*name).into()), ..year() };
    let by_gender = Gender::ALL.map(|gender| Selection { gender: Some(gender), ..year() });
    // Nothing takes place in the seventh intervention, and nobody lives in Vadstena.
    let places = MUNICIPALITIES.iter().chain(&["Vadstena"]).map(lives_in);
    [one(0), one(7), two].into_iter().chain(by_gender).chain(places).collect()
}

/// Every figure over the columns, as text: equal texts are equal figures.
fn figures(cohort: &Cohort) -> String {
    let selection = year();
    let ratings = RatingChanges::of(cohort, &selection, &INSTRUMENT);
    let items: Vec<_> = ratings.items().zip(ratings.item_directions()).collect();
    assert_eq!(ratings.score(), shared::figures::rating_change(cohort, &selection, &INSTRUMENT));
    let parts: Vec<_> = parts().iter().map(|part| (flow(cohort, part), throughput(cohort, part))).collect();
    format!(
        "{:?} {parts:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {items:?}",
        cohort.municipalities(),
        flow(cohort, &selection),
        step_movement(cohort, &selection),
        transitions(cohort, &selection, 6),
        time_to_first_step(cohort, &selection),
        response(cohort, &selection),
        lived_on(cohort, &selection),
        ratings.score(),
    )
}

/// Every figure of a tally, as text.
fn told_by(tally: &Tally) -> String {
    let groups = tally.rating_change_by_group(&INSTRUMENT);
    let figures =
        (tally.flow(), tally.step_movement(), tally.transitions(), tally.time_to_first_step(), tally.lived_on());
    format!("{figures:?} {groups:?}")
}

fn of(rows: &[Row]) -> Cohort {
    let mut cohort = Cohort::default();
    rows.iter().cloned().for_each(|row| cohort.put(row));
    cohort
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const MUNICIPALITIES: [&str; 3] = ["Kinda", "Linköping", "Ydre"];
const SOURCES: [&str; 2] = ["forsorjningsstod", "sjukpenning"];

fn extents(codes: &[&str]) -> Vec<Extent> {
    let one = |code: &&str| Extent { code: Code::new(code).unwrap(), percent: Percent::new(50).unwrap() };
    codes.iter().map(one).collect()
}

fn enrolment(person: u128, started: Date, lives_on: &[&str]) -> Enrolment {
    Enrolment {
        intervention: InterventionId::from_uuid(id(0)),
        person: PersonId::from_uuid(id(person)),
        alias: Note::new("Ek").unwrap(),
        gender: Gender::Woman,
        birth_year: None,
        municipality: None,
        education: None,
        started,
        supervisor: None,
        consented: None,
        support_before: extents(lives_on),
        months_in_support_before: None,
        occupation_before: extents(&["work"]),
    }
}

fn exit(ended: Date, lives_on: &[&str]) -> Exit {
    let support_after = extents(lives_on);
    Exit { ended, reason: None, support_after, occupation_after: Vec::new() }
}

/// Whether there is a month, its step, its rating, whether somebody followed up, and on how much the person lived.
type DrawnMonth = (bool, Option<u8>, Option<i16>, bool, usize);

fn any_measured() -> impl Strategy<Value = Vec<Measured>> {
    let one = (any::<bool>(), prop::option::of(1_u8..7), prop::option::of(1_i16..6), any::<bool>(), 0_usize..3);
    prop::collection::vec(one, 0..24).prop_map(|drawn| {
        let measured = |(at, (there, step, rated, followed, lived_on)): (usize, DrawnMonth)| {
            there.then(|| Measured {
                month: month(i32::try_from(at).unwrap()),
                step,
                score: rated.map(|value| 9 * i32::from(value)),
                ratings: vec![rated; 11].into(),
                staff_ratings: Box::default(),
                self_assessment: rated.map(|_| Came::OnTime),
                follow_up: followed.then_some(Came::Late),
                support: if followed { extents(&SOURCES[..lived_on]).into() } else { Box::default() },
            })
        };
        drawn.into_iter().enumerate().filter_map(measured).collect()
    })
}

fn any_row() -> impl Strategy<Value = Row> {
    let facts = (0_u128..20, 0_u128..9, any::<bool>(), 0_u128..3, 0_usize..3, 0_i32..20, prop::option::of(0_i32..12));
    let facts = (facts, 0_usize..3, 0_usize..2, prop::option::of(0_usize..MUNICIPALITIES.len()));
    (facts, any_measured()).prop_map(
        |(((participation, person, anonymous, intervention, gender, from, lasts), lived_on, after, home), months)| {
            let started = month(from).first_day();
            let municipality = home.map(|home| Note::new(MUNICIPALITIES[home]).unwrap());
            let enrolment = Enrolment { municipality, ..enrolment(person, started, &SOURCES[..lived_on]) };
            let facts = Facts {
                participation: ParticipationId::from_uuid(id(participation)),
                person: (!anonymous).then(|| PersonId::from_uuid(id(person))),
                intervention: InterventionId::from_uuid(id(intervention)),
                // A person has one gender.
                gender: if anonymous { Gender::ALL[gender] } else { Gender::ALL[usize::try_from(person).unwrap() % 3] },
                started,
                ended: lasts.map(|months| started.plus_months(months)),
                enrolment: (!anonymous).then(|| Box::new(enrolment)),
                exit: lasts.map(|months| Box::new(exit(started.plus_months(months), &SOURCES[1..1 + after]))),
                supervisor_changes: Box::default(),
                outlook: Box::default(),
                deviations: Box::default(),
            };
            Row { facts, months }
        },
    )
}

/// The rows that count: the last of each participation.
fn last_of_each(rows: &[Row]) -> Vec<Row> {
    let is_last = |(place, row): &(usize, &Row)| {
        !rows[place + 1..].iter().any(|later| later.facts.participation == row.facts.participation)
    };
    rows.iter().enumerate().filter(is_last).map(|(_, row)| row.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_row_put_again_replaces_the_one_before(rows in prop::collection::vec(any_row(), 0..60)) {
        prop_assert_eq!(figures(&of(&rows)), figures(&of(&last_of_each(&rows))));
    }

    #[test]
    fn the_order_of_the_rows_changes_no_figure((rows, shuffled) in prop::collection::vec(any_row(), 0..40).prop_flat_map(|rows| {
        let rows = last_of_each(&rows);
        (Just(rows.clone()), Just(rows).prop_shuffle())
    })) {
        prop_assert_eq!(figures(&of(&rows)), figures(&of(&shuffled)));
    }

    #[test]
    fn renaming_the_ids_changes_no_figure(rows in prop::collection::vec(any_row(), 0..40)) {
        let renamed = |row: &Row| {
            let mut row = row.clone();
            row.facts.participation = ParticipationId::from_uuid(id(row.facts.participation.uuid().as_u128() ^ 0xABCD));
            row.facts.person = row.facts.person.map(|person| PersonId::from_uuid(id(person.uuid().as_u128() ^ 0x1234)));
            row
        };
        prop_assert_eq!(figures(&of(&rows)), figures(&of(&rows.iter().map(renamed).collect::<Vec<_>>())));
    }

    #[test]
    fn counting_one_more_gives_what_counting_anew_gives(
        rows in prop::collection::vec(any_row(), 0..40), more in prop::collection::vec(any_row(), 1..8), out in 0_u128..20
    ) {
        let mut cohort = of(&rows);
        let mut tally = Tally::of(&cohort, year(), 6);
        more.into_iter().for_each(|row| tally.put(&mut cohort, row));
        tally.remove(&mut cohort, ParticipationId::from_uuid(id(out)));
        prop_assert_eq!(told_by(&tally), told_by(&Tally::of(&cohort, year(), 6)));
        let (year, cohort) = (year(), &cohort);
        prop_assert_eq!(tally.flow(), flow(cohort, &year));
        prop_assert_eq!(tally.step_movement(), step_movement(cohort, &year));
        prop_assert_eq!(tally.transitions(), transitions(cohort, &year, 6));
        prop_assert_eq!(tally.time_to_first_step(), time_to_first_step(cohort, &year));
        prop_assert_eq!(tally.lived_on(), lived_on(cohort, &year));
        prop_assert_eq!(tally.rating_change(&INSTRUMENT), shared::figures::rating_change(cohort, &year, &INSTRUMENT));
    }

    #[test]
    fn a_selection_is_of_those_whom_a_look_at_each_finds(rows in prop::collection::vec(any_row(), 0..60)) {
        let cohort = of(&rows);
        for part in parts() {
            let holds = |facts: &Facts| {
                (part.interventions.is_empty() || part.interventions.contains(&facts.intervention))
                    && part.gender.is_none_or(|gender| gender == facts.gender)
                    && part.municipality.as_deref().is_none_or(|name| facts.municipality() == Some(name))
            };
            let ended = |facts: &Facts| facts.person.is_some() && facts.ended.is_some_and(|day| part.period.holds(day));
            let is_active = |facts: &Facts| {
                facts.person.is_some() && facts.started <= part.period.to()
                    && facts.ended.is_none_or(|day| day >= part.period.from())
            };
            let found = |is_meant: &dyn Fn(&Facts) -> bool| -> Vec<ParticipationId> {
                let every = cohort.every().filter(|stay| holds(stay) && is_meant(stay));
                every.map(|stay| stay.participation).collect()
            };
            let ids = |stay: shared::figures::Stay<'_>| stay.participation;
            prop_assert_eq!(cohort.selected(&part).map(ids).collect::<Vec<_>>(), found(&|_| true));
            prop_assert_eq!(cohort.active(&part).map(ids).collect::<Vec<_>>(), found(&is_active));
            prop_assert_eq!(cohort.ended(&part).map(ids).collect::<Vec<_>>(), found(&ended));
            let lived_in: BTreeSet<&str> = cohort.every().filter(|stay| holds(stay) && is_active(stay))
                .filter_map(|stay| stay.facts().municipality()).collect();
            prop_assert_eq!(cohort.municipalities_of_active(&part), lived_in);
        }
    }

    #[test]
    fn who_came_and_went_in_a_month_is_who_did_in_its_flow(rows in prop::collection::vec(any_row(), 0..60)) {
        let cohort = of(&rows);
        for part in parts().into_iter().chain([year()]) {
            for (month, came_and_went) in flow_by_month(&cohort, &part).0 {
                let period = Period::new(month.first_day(), month.last_day()).unwrap();
                let flow = flow(&cohort, &Selection { period, ..part.clone() });
                let expected = CameAndWent { started: flow.started.total, ended: flow.ended.total };
                prop_assert_eq!(came_and_went, expected, "{}", month);
            }
            let (flow, taking_part) = (flow(&cohort, &part), taking_part(&cohort, &part));
            let totals = [flow.participations_identified, flow.started, flow.ended].map(|count| count.total);
            prop_assert_eq!([taking_part.participations, taking_part.started, taking_part.ended], totals);
        }
    }

    #[test]
    fn what_is_taken_out_leaves_every_figure(rows in prop::collection::vec(any_row(), 1..40), out in 0_u128..20) {
        let out = ParticipationId::from_uuid(id(out));
        let mut cohort = of(&rows);
        cohort.remove(out);
        let without: Vec<Row> = rows.into_iter().filter(|row| row.facts.participation != out).collect();
        prop_assert_eq!(figures(&cohort), figures(&of(&without)));
    }
}

#[test]
fn columns_that_are_replaced_again_and_again_do_not_grow() {
    let months: Vec<Measured> = (0..24)
        .map(|at| Measured {
            month: month(at),
            step: Some(2),
            score: Some(20),
            ratings: vec![Some(3); 11].into(),
            staff_ratings: Box::default(),
            self_assessment: Some(Came::OnTime),
            follow_up: None,
            support: extents(&["sjukpenning"]).into(),
        })
        .collect();
    let row = |number: u128| {
        let facts = Facts {
            participation: ParticipationId::from_uuid(id(number)),
            person: Some(PersonId::from_uuid(id(number))),
            intervention: InterventionId::from_uuid(id(0)),
            gender: Gender::Woman,
            started: month(0).first_day(),
            ended: None,
            enrolment: None,
            exit: None,
            supervisor_changes: Box::default(),
            outlook: Box::default(),
            deviations: Box::default(),
        };
        Row { facts, months: months.clone() }
    };
    let mut cohort = of(&(0..50).map(row).collect::<Vec<_>>());
    let (before, expected) = (cohort.bytes(), figures(&cohort));
    for round in 0..5_000 {
        cohort.put(row(round % 50));
    }
    assert_eq!(figures(&cohort), expected);
    assert!(cohort.bytes() < before * 8, "{} bytes grew to {}", before, cohort.bytes());
}

fn a_stay(number: u128) -> Facts {
    Facts {
        participation: ParticipationId::from_uuid(id(number)),
        person: Some(PersonId::from_uuid(id(number))),
        intervention: InterventionId::from_uuid(id(0)),
        gender: Gender::Woman,
        started: month(0).first_day(),
        ended: None,
        enrolment: None,
        exit: None,
        supervisor_changes: Box::default(),
        outlook: Box::default(),
        deviations: Box::default(),
    }
}

#[test]
fn a_month_that_is_not_over_is_not_expected_yet() {
    let cohort = of(&[Row { facts: a_stay(1), months: Vec::new() }]);
    let year = Period::new(month(0).first_day(), month(11).last_day()).unwrap();
    let expected = |period| response(&cohort, &Selection::new(period, vec![])).expected;
    let until = |day: &str| year.until(day.parse().unwrap());
    assert_eq!(expected(year), 12);
    assert_eq!(expected(until("2025-07-20")), 6);
    assert_eq!(expected(until("2025-07-31")), 7);
    assert_eq!(until("2026-03-01"), year);
    assert_eq!(until("2024-03-01"), year, "nothing of it is over");
}

/// A stay that ended, with what was done before and after; nothing where it is not recorded.
fn ended_stay(number: u128, before: &[&str], after: &[&str]) -> Row {
    let extents = |codes: &[&str]| -> Vec<Extent> {
        codes.iter().map(|code| Extent { code: Code::new(code).unwrap(), percent: Percent::FULL }).collect()
    };
    let facts = a_stay(number);
    let enrolment = Enrolment {
        intervention: facts.intervention,
        person: PersonId::from_uuid(id(number)),
        alias: Note::new("Ek").unwrap(),
        gender: facts.gender,
        birth_year: None,
        municipality: None,
        education: None,
        started: facts.started,
        supervisor: None,
        consented: None,
        support_before: Vec::new(),
        months_in_support_before: None,
        occupation_before: extents(before),
    };
    let ended = month(7).first_day();
    let exit = Exit { ended, reason: None, support_after: Vec::new(), occupation_after: extents(after) };
    let ended = Some(ended);
    let (enrolment, exit) = (Some(Box::new(enrolment)), Some(Box::new(exit)));
    Row { facts: Facts { ended, enrolment, exit, ..facts }, months: Vec::new() }
}

#[test]
fn what_is_not_recorded_is_not_nothing() {
    let found = throughput(
        &of(&[
            ended_stay(1, &["seeking"], &["work"]),
            ended_stay(2, &[], &["work"]),
            ended_stay(3, &["seeking"], &[]),
            ended_stay(4, &["work"], &["work"]),
        ]),
        &year(),
    );
    assert_eq!((found.ended.total, found.work.total), (4, 3));
    assert_eq!(found.started_or_increased.total, 1, "whether the second worked before is not known");
    assert_eq!(found.occupation_missing.total, 2);
}
