//! The witnesses of a book, found by the counts that they change. It does not know what makes a witness good.

use super::book::{Balance, Witness};
use std::collections::{BTreeMap, BTreeSet};

/// Witnesses, each under a number of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Witnesses {
    all: BTreeMap<usize, Witness>,
    of_cells: BTreeMap<usize, BTreeSet<usize>>,
    next: usize,
}

impl PartialEq for Witnesses {
    /// Their numbers say nothing.
    fn eq(&self, other: &Self) -> bool {
        self.all.values().eq(other.all.values())
    }
}

impl Eq for Witnesses {}

impl Witnesses {
    /// Adds one under the next number.
    pub(super) fn add(&mut self, witness: Witness) {
        self.put(self.next, witness);
        self.next += 1;
    }

    /// Leaves the next number out.
    pub(super) const fn skip(&mut self) {
        self.next += 1;
    }

    fn put(&mut self, number: usize, witness: Witness) {
        for cell in witness.changes.keys() {
            self.of_cells.entry(*cell).or_default().insert(number);
        }
        self.all.insert(number, witness);
    }

    /// The one of a number, if there is one.
    pub(super) fn get(&self, number: usize) -> Option<&Witness> {
        self.all.get(&number)
    }

    /// The numbers of all there are, in order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.all.keys().copied()
    }

    /// Those that change a count.
    pub(super) fn of(&self, cell: usize) -> impl Iterator<Item = &Witness> {
        self.of_cells.get(&cell).into_iter().flatten().filter_map(|number| self.all.get(number))
    }

    /// Removes those that break a balance.
    pub(super) fn remove_those_that_break(&mut self, balance: &Balance) {
        let concerned: BTreeSet<usize> =
            balance.terms().filter_map(|(cell, _)| self.of_cells.get(&cell)).flatten().copied().collect();
        let breaks =
            |number: &usize| self.all.get(number).is_some_and(|witness| !balance.holds_after(&witness.changes));
        let broken: Vec<usize> = concerned.into_iter().filter(breaks).collect();
        broken.into_iter().for_each(|number| drop(self.remove(number)));
    }

    /// Takes out those that change a count, with their numbers.
    pub(super) fn take(&mut self, cell: usize) -> Vec<(usize, Witness)> {
        let numbers: Vec<usize> = self.of_cells.get(&cell).into_iter().flatten().copied().collect();
        numbers.into_iter().filter_map(|number| Some((number, self.remove(number)?))).collect()
    }

    /// Removes the one of a number, if there is one.
    pub(super) fn remove(&mut self, number: usize) -> Option<Witness> {
        let witness = self.all.remove(&number)?;
        for cell in witness.changes.keys() {
            if let Some(numbers) = self.of_cells.get_mut(cell) {
                numbers.remove(&number);
            }
        }
        Some(witness)
    }

    /// The number that the next one will have.
    pub(super) const fn next(&self) -> usize {
        self.next
    }

    /// Forgets those added since, and puts back what was taken.
    pub(super) fn undo(&mut self, since: usize, taken: Vec<(usize, Witness)>) {
        (since..self.next).for_each(|number| drop(self.remove(number)));
        taken.into_iter().for_each(|(number, witness)| self.put(number, witness));
    }
}
