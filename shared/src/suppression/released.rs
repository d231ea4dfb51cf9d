//! What was released before, hidden counts included, so that the next release cannot betray them.
//! It is as confidential as the members' own counts. It does not know where it is kept.

use super::book::{Balance, Book, Cell, Standing};
use super::index::Index;
use super::key::CellKey;
use super::statement::{Role, Statement};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The memory of all releases outside the member, for the association and the public together.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct Released {
    pub(super) book: Book,
    pub(super) figures: BTreeSet<(String, CellKey)>,
    /// The number of each count as it was released.
    pub(super) published: BTreeMap<CellKey, usize>,
    /// The number of each count as it was counted last.
    latest: BTreeMap<CellKey, usize>,
    pub(super) index: Index,
}

impl PartialEq for Released {
    /// All else follows from these.
    fn eq(&self, other: &Self) -> bool {
        self.book == other.book && self.figures == other.figures
    }
}

/// The name of the dimension of interventions in the keys of counts.
pub(crate) const INTERVENTION: &str = "intervention";

/// What is stored of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    book: Book,
    figures: BTreeSet<(String, CellKey)>,
}

/// Why a stored memory cannot be what was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleasedError {
    /// A sum speaks of a count that is not there.
    #[error("sum {0} of the released counts speaks of a count that is not there")]
    UnknownCell(usize),
    /// A sum does not hold.
    #[error("sum {0} of the released counts does not hold")]
    Unbalanced(usize),
    /// A small count that was shown, or a zero that was hidden alone.
    #[error("the count {0} cannot have been released so")]
    Contradiction(CellKey),
}

impl Released {
    /// Enters a report's counts and sums. A count that was released before stays as it was released; where it has
    /// changed since, sums speak of a later count of the same.
    pub(super) fn enter(&mut self, statement: &Statement) {
        for (key, stated) in &statement.cells {
            self.enter_count(key, stated.count, stated.role);
        }
        self.index.take_in(&self.book);
        let number = |key: &CellKey| self.latest.get(key).copied();
        let numbers = |keys: &[CellKey]| keys.iter().filter_map(number).collect();
        let stated = statement.balances.iter();
        let balances = stated.map(|sum| Balance { left: numbers(&sum.left), right: numbers(&sum.right) });
        let new: Vec<Balance> = balances.filter(|balance| !self.is_known(balance)).collect();
        self.book.balances.extend(new);
        self.index.take_in(&self.book);
    }

    /// Whether a balance is there: then the count in it that stands in the fewest of them leads to it.
    fn is_known(&self, balance: &Balance) -> bool {
        let of_cells = balance.terms().map(|(cell, _)| &self.index.of_cells[cell]);
        let fewest = of_cells.min_by_key(|balances| balances.len());
        fewest.into_iter().flatten().any(|number| self.book.balances[*number] == *balance)
    }

    /// The counts of that many people in a period, of one intervention or of all: those that were told, and those that
    /// were kept.
    pub(crate) fn counts_of(
        &self,
        period: &str,
        intervention: Option<&str>,
        count: u32,
    ) -> impl Iterator<Item = CellKey> {
        let place: Vec<(&str, &str)> = intervention.map(|id| (INTERVENTION, id)).into_iter().collect();
        let numbered = self.published.iter().map(|(key, number)| (key, &self.book.cells[*number]));
        let is_meant = move |(key, cell): &(&CellKey, &Cell)| cell.count == count && key.is_of(period, &place);
        numbered.filter(is_meant).map(|(key, _)| key.clone())
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
}

impl From<Released> for Kept {
    fn from(released: Released) -> Self {
        Self { book: released.book, figures: released.figures }
    }
}

impl TryFrom<Kept> for Released {
    type Error = ReleasedError;

    fn try_from(kept: Kept) -> Result<Self, ReleasedError> {
        let Kept { book, figures } = kept;
        let impossible = |cell: &&Cell| match cell.standing {
            Standing::Shown => cell.is_small(),
            Standing::Hidden => cell.count == 0,
            Standing::Withheld | Standing::Implied | Standing::Rest => false,
        };
        if let Some(cell) = book.cells.iter().find(impossible) {
            return Err(ReleasedError::Contradiction(cell.key.clone()));
        }
        book.balances.iter().enumerate().try_for_each(|(number, balance)| {
            let signed = |(cell, sign)| book.cells.get(cell).map(|cell: &Cell| sign * i64::from(cell.count));
            match balance.terms().map(signed).sum::<Option<i64>>() {
                None => Err(ReleasedError::UnknownCell(number)),
                Some(0) => Ok(()),
                Some(_) => Err(ReleasedError::Unbalanced(number)),
            }
        })?;
        let numbered = || book.cells.iter().enumerate().map(|(number, cell)| (cell, number));
        let latest = numbered().map(|(cell, number)| (cell.key.clone(), number)).collect();
        let of_tables = numbered().filter(|(cell, _)| cell.is_of_a_table());
        let published = of_tables.map(|(cell, number)| (cell.key.clone(), number)).collect();
        let mut index = Index::default();
        index.take_in(&book);
        Ok(Self { book, figures, published, latest, index })
    }
}
