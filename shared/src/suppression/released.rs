//! What was released before, hidden counts included, so that the next release cannot betray them.
//! It is as confidential as the members' own counts. It does not know where it is kept.

use super::addition::Kept;
use super::book::{Balance, Book, Cell, Standing, Witness};
use super::index::Index;
use super::key::{ByKey, CellKey};
use super::statement::{Role, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// The memory of all releases outside the member, for the association and the public together.
#[derive(Debug, Clone, Default)]
pub struct Released {
    pub(super) book: Book,
    /// The groups of which a figure is shown, by its name, as the numbers of their counts.
    pub(super) figures: BTreeMap<String, BTreeSet<usize>>,
    /// The number of each count as it was released.
    pub(super) published: ByKey<usize>,
    /// The number of each count as it was counted last.
    latest: ByKey<usize>,
    pub(super) index: Index,
    pub(super) kept: Kept,
}

impl PartialEq for Released {
    /// All else follows from these.
    fn eq(&self, other: &Self) -> bool {
        self.book == other.book && self.figures == other.figures
    }
}

/// The name of the dimension of interventions in the keys of counts.
pub(crate) const INTERVENTION: &str = "intervention";

/// Why a stored memory cannot be what was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleasedError {
    /// Something speaks of a count that is not there.
    #[error("what is kept of the released counts speaks of number {0}, which is not there")]
    UnknownCell(usize),
    /// A figure is of a group that was never counted.
    #[error("a figure was released of {0}, which was not counted")]
    UnknownGroup(CellKey),
    /// A sum does not hold.
    #[error("sum {0} of the released counts does not hold")]
    Unbalanced(usize),
    /// What is to show that a hidden count could be another breaks a sum.
    #[error("witness {0} of the released counts breaks a sum")]
    NoWitness(usize),
    /// A small count that was shown, or a zero that was hidden alone.
    #[error("the count {0} cannot have been released so")]
    Contradiction(CellKey),
}

impl Released {
    /// Enters a report's counts and sums. A count that was released before stays as it was released; where it has
    /// changed since, sums speak of a later count of the same.
    pub(super) fn enter(&mut self, statement: &Statement) {
        let first_new = self.book.balances.len();
        for (key, stated) in statement.in_order() {
            self.enter_count(key, stated.count, stated.role);
        }
        self.index.take_in(&self.book);
        let number = |key: &CellKey| self.latest.get(key).copied();
        let numbers = |keys: &[CellKey]| keys.iter().filter_map(number).collect();
        let balances = statement
            .balances_in_order()
            .into_iter()
            .map(|sum| Balance { left: numbers(&sum.left), right: numbers(&sum.right) });
        let new: Vec<Balance> = balances.filter(|balance| !self.is_known(balance)).collect();
        self.book.balances.extend(new);
        self.index.take_in(&self.book);
        let Book { balances, witnesses, .. } = &mut self.book;
        balances[first_new..].iter().for_each(|balance| witnesses.remove_those_that_break(balance));
    }

    /// Notes that a figure is shown of a group.
    pub(super) fn show(&mut self, name: &str, group: usize) {
        if !self.figures.contains_key(name) {
            self.figures.insert(name.into(), BTreeSet::new());
        }
        if self.figures.get_mut(name).is_some_and(|groups| groups.insert(group)) {
            self.kept.shown.push((name.into(), group));
        }
    }

    /// Whether a balance is there: then the count in it that stands in the fewest of them leads to it.
    fn is_known(&self, balance: &Balance) -> bool {
        let of_cells = balance.terms().map(|(cell, _)| &self.index.of_cells[cell]);
        let fewest = of_cells.min_by_key(|balances| balances.len());
        fewest.into_iter().flatten().any(|number| self.book.balances[*number] == *balance)
    }

    /// The counts of that many people in a period, of one intervention or of all: those that were told, and those that
    /// were kept. In the order of their keys.
    pub(crate) fn counts_of(&self, period: &str, intervention: Option<&str>, count: u32) -> Vec<CellKey> {
        let place: Vec<(&str, &str)> = intervention.map(|id| (INTERVENTION, id)).into_iter().collect();
        let numbered = self.published.iter().map(|(key, number)| (key, &self.book.cells[*number]));
        let is_meant = move |(key, cell): &(&CellKey, &Cell)| cell.count == count && key.is_of(period, &place);
        let mut found: Vec<CellKey> = numbered.filter(is_meant).map(|(key, _)| key.clone()).collect();
        found.sort_unstable();
        found
    }

    fn enter_count(&mut self, key: &CellKey, count: u32, role: Role) {
        let standing = match role {
            Role::Published => Standing::Shown,
            Role::Implied => Standing::Implied,
            Role::Rest => Standing::Rest,
        };
        let is_new = role == Role::Published && !self.published.contains_key(key);
        let number = match self.latest.get(key) {
            None => self.book.enter(key.clone(), count, standing),
            Some(number) if is_new => self.book.enter_again(*number, count, standing),
            Some(number) if self.book.cells[*number].count == count => return,
            Some(number) => {
                let unpublished = if standing == Standing::Rest { standing } else { Standing::Implied };
                self.book.enter_again(*number, count, unpublished)
            }
        };
        self.latest.insert(key.clone(), number);
        if is_new {
            self.published.insert(key.clone(), number);
        }
    }

    /// Gives a count that was kept its number.
    pub(super) fn number(&mut self, cell: Cell) -> Result<(), ReleasedError> {
        let is_possible = match cell.standing {
            Standing::Shown => !cell.is_small(),
            Standing::Hidden => cell.count > 0,
            Standing::Withheld | Standing::Implied | Standing::Rest => true,
        };
        if !is_possible {
            return Err(ReleasedError::Contradiction(cell.key));
        }
        let number = self.book.cells.len();
        self.latest.insert(cell.key.clone(), number);
        if cell.is_of_a_table() {
            self.published.insert(cell.key.clone(), number);
        }
        self.book.cells.push(cell);
        Ok(())
    }

    /// Takes in a sum that was kept.
    pub(super) fn balance(&mut self, balance: Balance) -> Result<(), ReleasedError> {
        let mut sum = 0;
        for (number, sign) in balance.terms() {
            let cell = self.book.cells.get(number).ok_or(ReleasedError::UnknownCell(number))?;
            sum += sign * i64::from(cell.count);
        }
        if sum != 0 {
            return Err(ReleasedError::Unbalanced(self.book.balances.len()));
        }
        self.book.balances.push(balance);
        Ok(())
    }

    /// Takes in a witness that was kept.
    pub(super) fn witness(&mut self, witness: Witness) -> Result<(), ReleasedError> {
        let is_unknown = |number: &&usize| **number >= self.book.cells.len();
        if let Some(number) = witness.changes.keys().find(is_unknown) {
            return Err(ReleasedError::UnknownCell(*number));
        }
        if !self.book.balances_hold(&witness.changes, &self.index.of_cells) {
            return Err(ReleasedError::NoWitness(self.book.witnesses.next()));
        }
        self.book.witnesses.add(witness);
        Ok(())
    }
}
