//! What a reader of reports writes down: each count by its name and of whom it is, with every sum between them; and the
//! people of whom the reports are.

use crate::attacker::Reader;
use crate::attacks::{Belief, Target, bounds, by_propagation};
use crate::people::{Of, Office, Person, months_of_2024, person};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use shared::figures::Cohort;
use shared::report::ReportName;
use shared::report::release::ReleasedReport;
use shared::suppression::Count;
use std::collections::BTreeMap;

/// What a reader makes of counts by their name and of whom they are.
#[derive(Default)]
pub(crate) struct Spreadsheet {
    pub(crate) reader: Reader,
    cells: BTreeMap<(Of, &'static str), usize>,
    targets: Vec<Target>,
}

impl Spreadsheet {
    /// Enters a count: shown, hidden, or never said.
    pub(crate) fn count(&mut self, of: Of, name: &'static str, answer: Option<Count>, truth: i64) {
        let (low, high) = bounds(answer, Belief::AnyCount, 300);
        let cell = self.reader.count(low, high, truth);
        self.targets.push(Target { answer, truth, cell });
        self.cells.insert((of, name), cell);
    }

    /// What the reader knows to be the sum of something.
    pub(crate) fn known(&mut self, number: i64) -> usize {
        self.reader.count(number, number, number)
    }

    pub(crate) fn at(&self, of: Of, names: &[&'static str]) -> Vec<usize> {
        names.iter().map(|name| self.cells[&(of, *name)]).collect()
    }

    pub(crate) fn sum(&mut self, of: Of, whole: &[&'static str], parts: &[&'static str]) {
        let (whole, parts) = (self.at(of, whole), self.at(of, parts));
        self.reader.sum(&whole, &parts);
    }

    /// The parts of each split add up to all.
    pub(crate) fn add_up(&mut self, names: &[&'static str]) {
        for name in names {
            for split in Of::splits() {
                let parts: Vec<usize> = split.into_iter().map(|of| self.cells[&(of, *name)]).collect();
                self.reader.sum(&[self.cells[&(Of::All, *name)]], &parts);
            }
        }
    }

    pub(crate) fn is_safe(&self) -> Result<(), TestCaseError> {
        // Of small groups alone: what is told of fewer than ten is hidden where it is no small count as well.
        let small: Vec<Target> = self.targets.iter().filter(|target| matches!(target.truth, 1..=4)).copied().collect();
        let narrowed = by_propagation(&self.reader, &small).narrowed;
        let name = |cell: usize| self.cells.iter().find(|(_, at)| **at == cell).map(|(name, _)| *name);
        let told: Vec<_> = narrowed.iter().map(|(cell, low, high)| (name(*cell), low, high)).collect();
        prop_assert!(told.is_empty(), "{told:?}");
        Ok(())
    }
}

pub(crate) fn some_people() -> impl Iterator<Item = Vec<Person>> {
    let mut runner = TestRunner::deterministic();
    let people = prop::collection::vec(person(), 24..60);
    (0..8).map(move |_| people.new_tree(&mut runner).unwrap().current())
}

pub(crate) fn year_of(name: ReportName, cohort: &Cohort) -> ReleasedReport {
    Office::new(cohort, &[]).releases(name, months_of_2024(1, 12))
}

pub(crate) fn rounded(number: f64) -> i64 {
    number.round() as i64
}
