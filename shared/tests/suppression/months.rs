//! The attack on everything a small association released over 24 months: each month's counts, the year to it, and the
//! calendar years.

use crate::attacker::Reader;
use crate::attacks::{Belief, Findings, Target, bounds, by_propagation, by_search};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use shared::suppression::{Audience, ByKey, CellKey, Count, Released, Statement, Table, primary_only, protect};
use std::collections::BTreeMap;
use std::ops::Range;

/// Months of records; releases begin when there is a year of them.
const MONTHS: usize = 35;
const YEAR: usize = 12;
const GENDERS: [&str; 3] = ["woman", "man", "other"];

/// Who took part, began and ended in each month, by gender.
#[derive(Debug, Clone)]
struct Association {
    counts: BTreeMap<&'static str, Vec<[u32; 3]>>,
}

/// One person: gender, first month, and months of stay.
type Stay = (usize, usize, usize);

fn association() -> impl Strategy<Value = Association> {
    let gender = prop_oneof![10 => Just(0_usize), 8 => Just(1), 1 => Just(2)];
    proptest::collection::vec((gender, 0..MONTHS, 1..12_usize), 60..120).prop_map(|stays| Association::of(&stays))
}

impl Association {
    fn of(stays: &[Stay]) -> Self {
        let mut counts = BTreeMap::from(["took part", "began", "ended"].map(|name| (name, vec![[0; 3]; MONTHS])));
        let mut add = |name, month: usize, gender: usize| {
            if month < MONTHS {
                counts.get_mut(name).unwrap()[month][gender] += 1;
            }
        };
        for (gender, first, months) in stays {
            add("began", *first, *gender);
            (*first..first + months).for_each(|month| add("took part", month, *gender));
            add("ended", first + months - 1, *gender);
        }
        Self { counts }
    }

    fn count(&self, name: &str, months: Range<usize>, gender: usize) -> u32 {
        months.map(|month| self.counts[name][month][gender]).sum()
    }
}

/// What a release is about: a count over some months.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Covered {
    name: &'static str,
    months: Range<usize>,
}

impl Covered {
    fn period(&self) -> String {
        format!("{}..{}", self.months.start, self.months.end)
    }

    fn key(&self, gender: Option<usize>) -> CellKey {
        let place: Vec<_> = gender.map(|gender| ("gender", GENDERS[gender])).into_iter().collect();
        CellKey::new(self.name, &self.period(), &place)
    }

    fn of_month(name: &'static str, month: usize) -> Self {
        Self { name, months: month..month + 1 }
    }
}

/// What is released at the end of a month.
fn released_after(month: usize) -> Vec<Covered> {
    let mut covered = ["took part", "began", "ended"].map(|name| Covered::of_month(name, month)).to_vec();
    covered.push(Covered { name: "began", months: month + 1 - YEAR..month + 1 });
    if (month + 1).is_multiple_of(YEAR) {
        covered.push(Covered { name: "ended", months: month + 1 - YEAR..month + 1 });
    }
    covered
}

fn state(association: &Association, month: usize) -> Statement {
    let mut statement = Statement::default();
    for covered in released_after(month) {
        let mut table = Table::new(covered.name, &covered.period()).by("gender", &GENDERS);
        for (gender, name) in GENDERS.iter().enumerate() {
            table.add(&[name], association.count(covered.name, covered.months.clone(), gender)).unwrap();
        }
        statement.table(&table, &[&["gender"], &[]]).unwrap();
        for gender in 0..GENDERS.len() {
            if covered.months.len() > 1 {
                sum_of_months(&mut statement, association, &covered, gender);
            } else if covered.name == "took part" {
                came_and_went(&mut statement, association, month, gender);
            }
        }
    }
    statement
}

fn imply(statement: &mut Statement, association: &Association, covered: &Covered, gender: usize) -> CellKey {
    let key = covered.key(Some(gender));
    statement.imply(key.clone(), association.count(covered.name, covered.months.clone(), gender)).unwrap();
    key
}

fn sum_of_months(statement: &mut Statement, association: &Association, covered: &Covered, gender: usize) {
    let months = covered.months.clone().map(|month| Covered::of_month(covered.name, month));
    let parts: Vec<_> = months.map(|month| imply(statement, association, &month, gender)).collect();
    statement.sum(&covered.key(Some(gender)), &parts).unwrap();
}

fn came_and_went(statement: &mut Statement, association: &Association, month: usize, gender: usize) {
    let mut key = |name, month| imply(statement, association, &Covered::of_month(name, month), gender);
    let (now, left) = (key("took part", month), key("ended", month - 1));
    let (before, came) = (key("took part", month - 1), key("began", month));
    statement.balance(&[now, left], &[before, came]).unwrap();
}

type Answers = ByKey<Count>;

/// Everything that was said in all months, each release protected by `release`.
fn all_answers(association: &Association, mut release: impl FnMut(&Statement) -> Answers) -> Answers {
    let mut answers = Answers::default();
    for month in YEAR - 1..MONTHS {
        for (key, count) in release(&state(association, month)) {
            answers.entry(key).or_insert(count);
        }
    }
    answers
}

fn with_memory(association: &Association) -> Answers {
    let mut released = Released::default();
    all_answers(association, |statement| {
        let protected = protect(statement, Audience::Association, &released);
        assert!(protected.betrayed_before().is_empty(), "{:?}", protected.betrayed_before());
        released = protected.released().clone();
        protected.counts().clone()
    })
}

/// What a reader of all months knows: months add up to years, genders to all, and who came and went is tied.
fn read(association: &Association, answers: &Answers) -> (Reader, Vec<Target>) {
    let mut reader = Reader::default();
    let mut targets = Vec::new();
    let mut numbers = BTreeMap::<CellKey, usize>::new();
    let mut number = |reader: &mut Reader, covered: &Covered, gender: Option<usize>| {
        let genders = gender.map_or(0..GENDERS.len(), |gender| gender..gender + 1);
        let truth = genders.map(|gender| association.count(covered.name, covered.months.clone(), gender)).sum::<u32>();
        *numbers.entry(covered.key(gender)).or_insert_with_key(|key| {
            let answer = answers.get(key).copied();
            let (low, high) = bounds(answer, Belief::AnyCount, 200);
            let cell = reader.count(low, high, truth.into());
            targets.push(Target { answer, truth: truth.into(), cell });
            cell
        })
    };
    for month in YEAR - 1..MONTHS {
        for covered in released_after(month) {
            let total = number(&mut reader, &covered, None);
            let parts: Vec<_> = (0..3).map(|gender| number(&mut reader, &covered, Some(gender))).collect();
            reader.sum(&[total], &parts);
            for (gender, part) in parts.into_iter().enumerate().filter(|_| covered.months.len() > 1) {
                let months = covered.months.clone().map(|month| Covered::of_month(covered.name, month));
                let months: Vec<_> = months.map(|month| number(&mut reader, &month, Some(gender))).collect();
                reader.sum(&[part], &months);
            }
        }
        for gender in 0..3 {
            let mut at = |name, month| number(&mut reader, &Covered::of_month(name, month), Some(gender));
            let (now, left) = (at("took part", month), at("ended", month - 1));
            let (before, came) = (at("took part", month - 1), at("began", month));
            reader.sum(&[now, left], &[before, came]);
        }
    }
    (reader, targets)
}

fn attack(association: &Association, answers: &Answers) -> Findings {
    let (reader, targets) = read(association, answers);
    by_propagation(&reader, &targets)
}

fn some_associations(many: usize) -> Vec<Association> {
    let mut runner = TestRunner::deterministic();
    (0..many).map(|_| association().new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn nothing_released_in_24_months_narrows_a_hidden_count() {
    for association in some_associations(4) {
        let findings = attack(&association, &with_memory(&association));
        assert_eq!(findings.narrowed, []);
    }
}

#[test]
fn no_search_through_24_months_narrows_a_hidden_count() {
    for association in some_associations(1) {
        let (reader, targets) = read(&association, &with_memory(&association));
        let findings = by_search(&reader, &targets, 60);
        assert_eq!(findings.narrowed, []);
        assert!(findings.undecided * 4 < findings.attacked, "{findings:?}");
    }
}

#[test]
fn without_complements_the_months_are_broken_into() {
    for association in some_associations(2) {
        assert_ne!(attack(&association, &all_answers(&association, primary_only)).narrowed, []);
    }
}

#[test]
fn without_memory_the_months_are_broken_into() {
    let forgetful = |statement: &Statement| protect(statement, Audience::Public, &Released::default()).counts().clone();
    let broken =
        |association: &Association| !attack(association, &all_answers(association, forgetful)).narrowed.is_empty();
    assert!(some_associations(3).iter().any(broken));
}
