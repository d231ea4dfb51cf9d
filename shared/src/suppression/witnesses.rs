//! The witnesses of a book, found by the counts that they change. It does not know what makes a witness good.

use super::book::Witness;
use std::collections::{BTreeMap, BTreeSet};

/// Witnesses, each under a number of its own.
#[derive(Debug, Default)]
pub(super) struct Witnesses {
    all: BTreeMap<usize, Witness>,
    of_cells: BTreeMap<usize, BTreeSet<usize>>,
    next: usize,
}

impl Witnesses {
    /// Adds one and gives its number.
    pub(super) fn add(&mut self, witness: Witness) -> usize {
        let number = self.next;
        self.next += 1;
        self.put(number, witness);
        number
    }

    fn put(&mut self, number: usize, witness: Witness) {
        for cell in witness.changes.keys() {
            self.of_cells.entry(*cell).or_default().insert(number);
        }
        self.all.insert(number, witness);
    }

    /// Those that change a count.
    pub(super) fn of(&self, cell: usize) -> impl Iterator<Item = &Witness> {
        self.of_cells.get(&cell).into_iter().flatten().filter_map(|number| self.all.get(number))
    }

    /// Takes out those that change a count, with their numbers.
    pub(super) fn take(&mut self, cell: usize) -> Vec<(usize, Witness)> {
        let numbers: Vec<usize> = self.of_cells.get(&cell).into_iter().flatten().copied().collect();
        numbers.into_iter().filter_map(|number| Some((number, self.remove(number)?))).collect()
    }

    fn remove(&mut self, number: usize) -> Option<Witness> {
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

    /// All of them, the oldest first.
    pub(super) fn into_all(self) -> Vec<Witness> {
        self.all.into_values().collect()
    }
}

impl FromIterator<Witness> for Witnesses {
    fn from_iter<T: IntoIterator<Item = Witness>>(all: T) -> Self {
        let mut witnesses = Self::default();
        for witness in all {
            witnesses.add(witness);
        }
        witnesses
    }
}
