//! A small association as columns: who was there in 2024, what was rated, on which steps they stood, what they lived on.

use proptest::prelude::*;
use serde_json::Value;
use shared::account::InterventionName;
use shared::bridge::Bridge;
use shared::code::Code;
use shared::economics::PriceList;
use shared::figures::{Attended, Came, Cohort, Facts, Measured, Period, Row, Selection};
use shared::id::{InterventionId, ParticipationId, PersonId};
use shared::instrument::Instrument;
use shared::intervention::Foci;
use shared::record::{Enrolment, Exit, Gender, Note};
use shared::report::release::{ReleasePeriod, ReleasedReport, Releasing};
use shared::report::{ReportName, Sources, SplitBy, for_member};
use shared::support::{Extent, Percent};
use shared::suppression::{Count, Released};
use shared::time::{Date, Month};
use uuid::Uuid;

pub(crate) const GENDERS: [&str; 3] = ["woman", "man", "other"];
pub(crate) const INTERVENTIONS: u128 = 2;
/// What people live on here.
pub(crate) const SUPPORTS: [&str; 3] = ["sjukpenning", "forsorjningsstod", "a_kassa"];

/// One participation of 2024.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) gender: usize,
    pub(crate) intervention: u128,
    /// By how much the score and the first item changed; nothing where there is no second rating.
    pub(crate) rated: Option<(i16, i16)>,
    /// The steps from January on.
    pub(crate) steps: Vec<Option<u8>>,
    pub(crate) has_ended: bool,
    pub(crate) work: bool,
    pub(crate) studies: bool,
    /// What the person lived on before and after, by its place in [`SUPPORTS`].
    pub(crate) support: (usize, usize),
}

impl Person {
    /// Somebody who stayed where they were.
    pub(crate) const fn unmoved() -> Self {
        Self {
            gender: 0,
            intervention: 0,
            rated: Some((0, 0)),
            steps: Vec::new(),
            has_ended: true,
            work: false,
            studies: false,
            support: (0, 0),
        }
    }
}

/// Mostly few of a kind.
pub(crate) fn person() -> impl Strategy<Value = Person> {
    let gender = prop_oneof![10 => Just(0_usize), 8 => Just(1), 2 => Just(2)];
    let item = prop_oneof![6 => Just(1_i16), 2 => Just(0), 1 => Just(-1)];
    let rated = proptest::option::weighted(0.9, (prop_oneof![5 => 1..6_i16, 1 => Just(0), 1 => -4..0_i16], item));
    let step = proptest::option::weighted(0.8, 1..4_u8);
    let support = (0..SUPPORTS.len(), 0..SUPPORTS.len());
    let led_to = (proptest::bool::weighted(0.6), proptest::bool::weighted(0.4), proptest::bool::weighted(0.8));
    (gender, 0..INTERVENTIONS, rated, proptest::collection::vec(step, 3..6), led_to, support).prop_map(
        |(gender, intervention, rated, steps, (work, studies, has_ended), support)| Person {
            gender,
            intervention,
            rated,
            steps,
            has_ended,
            work,
            studies,
            support,
        },
    )
}

pub(crate) fn intervention(number: u128) -> InterventionId {
    InterventionId::from_uuid(Uuid::from_u128(1000 + number))
}

fn extents(codes: &[&str]) -> Vec<Extent> {
    let full = |code: &&str| Extent { code: Code::new(code).unwrap(), percent: Percent::FULL };
    codes.iter().map(full).collect()
}

fn month(number: usize) -> Month {
    Month::new(2024, 1).unwrap().plus(i32::try_from(number).unwrap())
}

fn facts(number: u128, one: &Person) -> Facts {
    let (person, intervention) = (PersonId::from_uuid(Uuid::from_u128(5000 + number)), intervention(one.intervention));
    let gender = Gender::ALL.into_iter().find(|gender| gender.as_str() == GENDERS[one.gender]).unwrap();
    let (started, ended): (Date, Date) = ("2024-01-10".parse().unwrap(), "2024-11-20".parse().unwrap());
    let occupations = [(one.work, "work"), (one.studies, "studies")];
    let mut after: Vec<&str> = occupations.into_iter().filter(|(does, _)| *does).map(|(_, code)| code).collect();
    if after.is_empty() {
        after.push("other");
    }
    let enrolment = Enrolment {
        intervention,
        person,
        alias: Note::new("Ek").unwrap(),
        gender,
        birth_year: None,
        municipality: None,
        education: None,
        started,
        supervisor: None,
        consented: None,
        support_before: extents(&[SUPPORTS[one.support.0]]),
        months_in_support_before: None,
        occupation_before: extents(&["seeking"]),
    };
    let exit = Exit {
        ended,
        reason: None,
        support_after: extents(&[SUPPORTS[one.support.1]]),
        occupation_after: extents(&after),
    };
    Facts {
        participation: ParticipationId::from_uuid(Uuid::from_u128(9000 + number)),
        person: Some(person),
        intervention,
        gender,
        started,
        ended: one.has_ended.then_some(ended),
        enrolment: Some(Box::new(enrolment)),
        exit: one.has_ended.then(|| Box::new(exit)),
        supervisor_changes: Box::default(),
        outlook: Box::default(),
        deviations: Box::default(),
    }
}

fn months(one: &Person, items: usize) -> Vec<Measured> {
    let last = one.steps.len().max(6);
    let month = |number: usize| {
        let change = match number {
            0 => Some((0, 0)),
            5 => one.rated,
            _ => None,
        };
        let ratings =
            |item: i16| -> Box<[Option<i16>]> { (0..items).map(|place| (place == 0).then_some(3 + item)).collect() };
        Measured {
            month: month(number),
            step: one.steps.get(number).copied().flatten(),
            score: change.map(|(score, _)| i32::from(20 + score)),
            ratings: change.map(|(_, item)| ratings(item)).unwrap_or_default(),
            staff_ratings: Box::default(),
            self_assessment: change.map(|_| Came::OnTime),
            follow_up: Some(Came::OnTime),
            support: Box::default(),
        }
    };
    (0..last).map(month).collect()
}

/// The questionnaire.
pub(crate) fn instrument() -> Instrument {
    Instrument::read(include_str!("../../../assets/instruments/stegvis-monthly.v1.json")).unwrap()
}

/// Flows of which each actor has the price of one code alone, and society those of two.
pub(crate) fn prices() -> PriceList {
    let flow = |when: &str, from: &str, to: &str| serde_json::json!({"when": when, "item": "benefit", "from": from, "to": to, "amount": 1000});
    let list = serde_json::json!({"price_year": 2024, "flows": [
        flow("sjukpenning", "forsakringskassan", "state"),
        flow("forsorjningsstod", "municipality", "resources"),
        flow("a_kassa", "arbetsformedlingen", "person"),
    ]});
    PriceList::read(&list.to_string()).unwrap()
}

/// The columns.
pub(crate) fn cohort_of(people: &[Person]) -> Cohort {
    let items = instrument().participant_items().count();
    let mut cohort = Cohort::default();
    for (number, one) in (0_u128..).zip(people) {
        cohort.put(Row { facts: facts(number, one), months: months(one, items) });
    }
    cohort
}

/// The same people, one after the other in each of some municipalities.
pub(crate) fn living_in(people: &[Person], municipalities: &[&str]) -> Cohort {
    let items = instrument().participant_items().count();
    let mut cohort = Cohort::default();
    for (number, (one, home)) in (0_u128..).zip(people.iter().zip(municipalities.iter().cycle())) {
        let mut facts = facts(number, one);
        let enrolment = facts.enrolment.as_mut().unwrap();
        enrolment.municipality = Some(Note::new(home).unwrap());
        cohort.put(Row { facts, months: months(one, items) });
    }
    cohort
}

/// A year or a part of it, by its first and last month.
pub(crate) fn months_of_2024(first: usize, last: usize) -> Period {
    Period::new(month(first - 1).first_day(), month(last - 1).last_day()).unwrap()
}

/// What is released one after the other, each knowing what was released before it.
pub(crate) struct Office<'a> {
    pub(crate) cohort: &'a Cohort,
    pub(crate) volumes: &'a [Attended],
    pub(crate) prices: Option<PriceList>,
    memory: Released,
    earlier: Vec<Period>,
}

impl<'a> Office<'a> {
    pub(crate) fn new(cohort: &'a Cohort, volumes: &'a [Attended]) -> Self {
        Self { cohort, volumes, prices: Some(prices()), memory: Released::default(), earlier: Vec::new() }
    }

    /// What is remembered so far.
    pub(crate) const fn memory(&self) -> &Released {
        &self.memory
    }

    pub(crate) fn releases(&mut self, name: ReportName, period: Period) -> ReleasedReport {
        let whole = ReleasePeriod::new(period, "2030-01-01".parse().unwrap(), &self.earlier).unwrap();
        let (report, memory) = self.with_sources(|sources, ids| {
            Releasing::new(sources, whole, ids, &self.earlier).release(name, self.memory.clone()).unwrap()
        });
        self.memory = memory;
        self.earlier.push(period);
        report
    }

    /// What a member is told, by gender and municipality as well.
    pub(crate) fn tells_a_member(&self, name: ReportName, selection: &Selection) -> Value {
        let by: &[SplitBy] =
            if selection.interventions.is_empty() { &[SplitBy::Gender, SplitBy::Municipality] } else { &[] };
        self.with_sources(|sources, _| for_member(name, sources, selection, by).figures)
    }

    fn with_sources<T>(&self, then: impl FnOnce(&Sources<'_>, &[InterventionId]) -> T) -> T {
        let instrument = instrument();
        let bridge = Bridge::read(include_str!("../../../assets/bridges/default.json")).unwrap();
        let ids: Vec<InterventionId> = (0..INTERVENTIONS).map(intervention).collect();
        let names: Vec<InterventionName> = ids
            .iter()
            .zip(["Drivbänk", "Lotsen"])
            .map(|(id, name)| InterventionName { id: *id, name: name.into() })
            .collect();
        let sources = Sources {
            cohort: self.cohort,
            instrument: &instrument,
            bridge: &bridge,
            prices: self.prices.as_ref(),
            ages: &[],
            months_in_support: &[],
            volumes: self.volumes,
            goals: &[],
            interventions: &names,
            foci: &Foci::new(),
        };
        then(&sources, &ids)
    }
}

/// Of whom a figure is: everybody, a gender, or an intervention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Of {
    All,
    Gender(usize),
    Intervention(u128),
}

impl Of {
    pub(crate) fn every() -> impl Iterator<Item = Self> {
        [Self::All].into_iter().chain(Self::splits().into_iter().flatten())
    }

    /// What adds up to everybody.
    pub(crate) fn splits() -> [Vec<Self>; 2] {
        [(0..GENDERS.len()).map(Self::Gender).collect(), (0..INTERVENTIONS).map(Self::Intervention).collect()]
    }

    pub(crate) fn holds(self, one: &Person) -> bool {
        match self {
            Self::All => true,
            Self::Gender(gender) => one.gender == gender,
            Self::Intervention(number) => one.intervention == number,
        }
    }

    /// How many of some people are among them for whom something is so.
    pub(crate) fn count(self, people: &[Person], so: impl Fn(&Person) -> bool) -> i64 {
        i64::try_from(people.iter().filter(|one| self.holds(one) && so(one)).count()).unwrap()
    }

    /// The figures of them.
    pub(crate) fn figures(self, report: &ReleasedReport) -> Value {
        let all = |splits: &[SplitBy]| report.figures(&[], splits).unwrap();
        match self {
            Self::All => all(&[]),
            Self::Gender(gender) => all(&[SplitBy::Gender])["by_gender"][GENDERS[gender]].take(),
            Self::Intervention(number) => report.figures(&[intervention(number)], &[]).unwrap(),
        }
    }
}

/// A count as it is shown; what is not there is not shown.
pub(crate) fn seen(value: &Value) -> Count {
    value.as_u64().map_or(Count::Hidden, |count| Count::Shown(u32::try_from(count).unwrap()))
}
