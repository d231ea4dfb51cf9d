//! The attack on what two years of reports let out of an association: every quarter, half-year and year of its participant
//! flow, by gender, intervention and municipality. Single months are attacked in `months.rs`.

use crate::attacker::Reader;
use crate::attacks::{Belief, Target, bounds, by_propagation};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use shared::bridge::Bridge;
use shared::figures::{Cohort, Facts, Flow, Period, Row, Selection, flow};
use shared::id::{InterventionId, ParticipationId, PersonId};
use shared::instrument::Instrument;
use shared::intervention::Foci;
use shared::record::{Enrolment, Gender, Note};
use shared::report::release::{ReleasePeriod, ReleasedReport, Releasing};
use shared::report::{ReportName, Sources, SplitBy};
use shared::suppression::{Count, Released};
use shared::time::{Date, Month};
use std::collections::BTreeMap;
use uuid::Uuid;

const MUNICIPALITIES: [&str; 3] = ["Kinda", "Linköping", "Ydre"];
const INTERVENTIONS: u128 = 3;
const MONTHS: i32 = 24;
const GENDERS: [(Gender, &str); 3] = [(Gender::Woman, "woman"), (Gender::Man, "man"), (Gender::Other, "other")];

fn month(number: i32) -> Month {
    Month::new(2023, 1).unwrap().plus(number)
}

fn period(first: i32, months: i32) -> Period {
    Period::new(month(first).first_day(), month(first + months - 1).last_day()).unwrap()
}

fn intervention(number: u128) -> InterventionId {
    InterventionId::from_uuid(Uuid::from_u128(1000 + number))
}

fn a_stay() -> impl Strategy<Value = (usize, u128, usize, i32, i32)> {
    let gender = prop_oneof![10 => Just(0_usize), 8 => Just(1), 1 => Just(2)];
    (gender, 0..INTERVENTIONS, 0..MUNICIPALITIES.len(), -6..MONTHS, 1..14_i32)
}

fn cohort_of(stays: &[(usize, u128, usize, i32, i32)]) -> Cohort {
    let mut cohort = Cohort::default();
    for (number, (gender, of, municipality, first, months)) in (0_u128..).zip(stays) {
        let person = PersonId::from_uuid(Uuid::from_u128(5000 + number));
        let started = month(*first).first_day();
        let enrolment = Enrolment {
            intervention: intervention(*of),
            person,
            alias: Note::new("Ek").unwrap(),
            gender: GENDERS[*gender].0,
            birth_year: None,
            municipality: Some(Note::new(MUNICIPALITIES[*municipality]).unwrap()),
            education: None,
            started,
            supervisor: None,
            consented: None,
            support_before: Vec::new(),
            months_in_support_before: None,
            occupation_before: Vec::new(),
        };
        let facts = Facts {
            participation: ParticipationId::from_uuid(Uuid::from_u128(9000 + number)),
            person: Some(person),
            intervention: intervention(*of),
            gender: GENDERS[*gender].0,
            started,
            ended: Some(month(first + months - 1).last_day()),
            enrolment: Some(Box::new(enrolment)),
            exit: None,
            supervisor_changes: Box::default(),
            outlook: Box::default(),
            deviations: Box::default(),
        };
        cohort.put(Row { facts, months: Vec::new() });
    }
    cohort
}

/// The periods in the order in which an association asks: each quarter when it is over, the half-year and the year after
/// it.
fn asked() -> Vec<Period> {
    let mut all = Vec::new();
    for over in (3..=MONTHS).step_by(3) {
        all.extend([3, 6, 12].into_iter().filter(|long| over % long == 0).map(|long| period(over - long, long)));
    }
    all
}

/// The questionnaire and the bridge that ship with the product.
pub(crate) fn reference_of_tests() -> (Instrument, Bridge) {
    let instrument = Instrument::read(include_str!("../../../assets/instruments/stegvis-monthly.v1.json")).unwrap();
    let bridge = Bridge::read(include_str!("../../../assets/bridges/default.json")).unwrap();
    (instrument, bridge)
}

fn released(cohort: &Cohort, forgets: bool) -> Vec<(Period, ReleasedReport)> {
    let (instrument, bridge) = reference_of_tests();
    let sources = Sources {
        cohort,
        instrument: &instrument,
        bridge: &bridge,
        prices: None,
        ages: &[],
        months_in_support: &[],
        volumes: &[],
        goals: &[],
        interventions: &[],
        foci: &Foci::new(),
    };
    let interventions: Vec<InterventionId> = (0..INTERVENTIONS).map(intervention).collect();
    let today: Date = "2030-01-01".parse().unwrap();
    let (mut memory, mut earlier, mut reports) = (Released::default(), Vec::new(), Vec::new());
    for period in asked() {
        let whole = ReleasePeriod::new(period, today, &earlier).unwrap();
        let known = if forgets { &[] } else { &earlier[..] };
        let flow = ReportName::ParticipantFlow;
        let (report, after) = Releasing::new(&sources, whole, &interventions, known).release(flow, memory).unwrap();
        memory = if forgets { Released::default() } else { after };
        earlier.push(period);
        reports.push((period, report));
    }
    reports
}

/// Who is counted: everybody, or one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    All,
    Gender(usize),
    Intervention(u128),
    Municipality(usize),
}

fn parts() -> [Vec<Of>; 3] {
    [
        (0..3).map(Of::Gender).collect(),
        (0..INTERVENTIONS).map(Of::Intervention).collect(),
        (0..MUNICIPALITIES.len()).map(Of::Municipality).collect(),
    ]
}

fn truth(cohort: &Cohort, period: Period, of: Of) -> Flow {
    let mut selection = Selection::new(period, vec![]);
    match of {
        Of::All => {}
        Of::Gender(number) => selection.gender = Some(GENDERS[number].0),
        Of::Intervention(number) => selection = Selection::new(period, vec![intervention(number)]),
        Of::Municipality(number) => selection.municipality = Some(MUNICIPALITIES[number].into()),
    }
    flow(cohort, &selection)
}

fn answer(report: &ReleasedReport, of: Of, counts: &str) -> Count {
    let splits = [SplitBy::Gender, SplitBy::Municipality];
    let all = report.figures(&[], &splits).unwrap();
    let value = match of {
        Of::All => all[counts]["total"].clone(),
        Of::Gender(number) => all[counts][GENDERS[number].1].clone(),
        Of::Intervention(number) => report.figures(&[intervention(number)], &[]).unwrap()[counts]["total"].clone(),
        Of::Municipality(number) => all["by_municipality"][MUNICIPALITIES[number]][counts]["total"].clone(),
    };
    match value {
        Value::String(hidden) if hidden == "hidden" => Count::Hidden,
        shown => Count::Shown(u32::try_from(shown.as_u64().unwrap()).unwrap()),
    }
}

/// A count of the flow by its name.
type Counted = (&'static str, fn(&Flow) -> u32);

const COUNTS: [Counted; 3] = [
    ("participations_identified", |flow| flow.participations_identified.total),
    ("started", |flow| flow.started.total),
    ("ended", |flow| flow.ended.total),
];

/// What a reader of all reports knows: parts add up, quarters add up to half-years and years, and who is there now and was
/// not new was there in the period before and did not leave.
fn read(cohort: &Cohort, reports: &[(Period, ReleasedReport)], belief: Belief) -> (Reader, Vec<Target>) {
    let mut reader = Reader::default();
    let mut targets = Vec::new();
    let mut cells = BTreeMap::new();
    let everybody = || [Of::All].into_iter().chain(parts().into_iter().flatten());
    for (period, report) in reports {
        for of in everybody() {
            let truth = truth(cohort, *period, of);
            for (name, count) in COUNTS {
                let truth = i64::from(count(&truth));
                let answer = answer(report, of, name);
                let (low, high) = bounds(Some(answer), belief, 300);
                let (low, high) = (low.min(truth), high);
                let cell = reader.count(low, high, truth);
                targets.push(Target { answer: Some(answer), truth, cell });
                cells.insert((period.from(), period.to(), of, name), cell);
            }
        }
        for (name, _) in COUNTS {
            let at = |of| cells[&(period.from(), period.to(), of, name)];
            for split in parts() {
                reader.sum(&[at(Of::All)], &split.into_iter().map(at).collect::<Vec<_>>());
            }
        }
    }
    for of in everybody() {
        let at = |period: Period, name: &'static str| cells[&(period.from(), period.to(), of, name)];
        for name in ["started", "ended"] {
            for (long, short) in [(6, 3), (12, 6)] {
                for first in (0..MONTHS).step_by(usize::try_from(long).unwrap()) {
                    let within = (0..long / short).map(|number| at(period(first + number * short, short), name));
                    reader.sum(&[at(period(first, long), name)], &within.collect::<Vec<_>>());
                }
            }
        }
        for long in [3, 6, 12] {
            for first in (long..MONTHS).step_by(usize::try_from(long).unwrap()) {
                let (now, before) = (period(first, long), period(first - long, long));
                reader.sum(
                    &[at(now, "participations_identified"), at(before, "ended")],
                    &[at(before, "participations_identified"), at(now, "started")],
                );
            }
        }
    }
    (reader, targets)
}

fn association(number: usize) -> Cohort {
    let mut runner = TestRunner::deterministic();
    let stays = prop::collection::vec(a_stay(), 150..250);
    (0..=number).map(|_| cohort_of(&stays.new_tree(&mut runner).unwrap().current())).last().unwrap()
}

#[test]
fn nothing_in_two_years_of_reports_narrows_a_small_count() {
    let cohort = association(0);
    let reports = released(&cohort, false);
    let (reader, targets) = read(&cohort, &reports, Belief::AnyCount);
    let shown = targets.iter().filter(|target| matches!(target.answer, Some(Count::Shown(_)))).count();
    assert!(shown * 3 > targets.len(), "hardly anything is shown: {shown} of {}", targets.len());
    assert_eq!(by_propagation(&reader, &targets).narrowed, []);
}

#[test]
fn reports_that_forget_each_other_are_broken_into() {
    let cohort = association(0);
    let (reader, targets) = read(&cohort, &released(&cohort, true), Belief::AnyCount);
    assert_ne!(by_propagation(&reader, &targets).narrowed, []);
}
