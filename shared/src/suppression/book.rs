//! Every count that a reader could know or seek, released or not, by number, and the sums between them.
//! It knows what the strongest reader assumes about each count, not which ones to hide.

use super::key::CellKey;
use super::witnesses::Witnesses;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Counts from one to this many could point at somebody.
pub(super) const MOST_OF_A_SMALL_COUNT: u32 = 4;

/// A count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cell {
    pub(super) key: CellKey,
    pub(super) count: u32,
    pub(super) standing: Standing,
    /// Which readers cannot narrow it. Once they can, no later release takes it back from them.
    pub(super) kept_from: Supposition,
}

/// What readers get of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    /// The number.
    Shown,
    /// That it is hidden; not whether because it is small or because another count could be worked out from it.
    Hidden,
    /// That it is hidden, with every other count of its tables, those of nobody as well.
    Withheld,
    /// Nothing, but readers know that it exists and counts people.
    Implied,
    /// Nothing; it lies between two counts and is no group of people.
    Rest,
}

/// What a reader supposes of counts that are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Supposition {
    /// Nothing but that people are counted from zero.
    Anything,
    /// That a hidden count is at least one, since zeros are shown.
    ZerosAreShown,
}

/// The least and, where there is one, the most that a count can be.
pub(super) type Bounds = (i64, Option<i64>);

impl Cell {
    /// Whether it is from one to four.
    pub(super) const fn is_small(&self) -> bool {
        matches!(self.count, 1..=MOST_OF_A_SMALL_COUNT)
    }

    /// Whether it was to be published.
    pub(super) const fn is_of_a_table(&self) -> bool {
        !matches!(self.standing, Standing::Implied | Standing::Rest)
    }

    /// What a reader takes for possible.
    pub(super) fn bounds(&self, supposition: Supposition) -> Bounds {
        match (self.standing, supposition) {
            (Standing::Shown, _) => (self.count.into(), Some(self.count.into())),
            (Standing::Hidden, Supposition::ZerosAreShown) => (1, None),
            _ => (0, None),
        }
    }
}

/// The counts on the left add up to as much as those on the right, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Balance {
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
}

impl Balance {
    /// Each count with its sign, so that the signed sum is zero.
    pub(super) fn terms(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.left.iter().map(|cell| (*cell, 1)).chain(self.right.iter().map(|cell| (*cell, -1)))
    }

    /// Whether a move does not change it.
    pub(super) fn holds_after(&self, changes: &Move) -> bool {
        let signed = |(cell, sign)| sign * changes.get(&cell).copied().unwrap_or_default();
        self.terms().map(signed).sum::<i64>() == 0
    }
}

/// Counts with their changes, every sum unchanged.
pub(super) type Move = BTreeMap<usize, i64>;

/// Another table, as changes of the true one, that a reader cannot rule out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Witness {
    pub(super) changes: Move,
    pub(super) even_if: Supposition,
}

/// Counts and sums, and what keeps readers from working out more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Book {
    pub(super) cells: Vec<Cell>,
    pub(super) balances: Vec<Balance>,
    pub(super) witnesses: Witnesses,
}

impl Book {
    /// Enters a count and gives its number.
    pub(super) fn enter(&mut self, key: CellKey, count: u32, standing: Standing) -> usize {
        self.cells.push(Cell { key, count, standing, kept_from: Supposition::ZerosAreShown });
        self.cells.len() - 1
    }

    /// Enters the same count, counted again later, and says what came or went in between: who came is a group of
    /// people too, and a reader of both counts may suppose that nobody went.
    pub(super) fn enter_again(&mut self, earlier: usize, count: u32, standing: Standing) -> usize {
        let Cell { key, count: before, standing: stood, .. } = self.cells[earlier].clone();
        let later = self.enter(key.clone(), count, standing);
        let change = if stood == Standing::Rest { Standing::Rest } else { Standing::Implied };
        let (mut left, mut right) = (vec![later], vec![earlier]);
        if count != before {
            let change = self.enter(key.change(later), count.abs_diff(before), change);
            if count > before { &mut right } else { &mut left }.push(change);
        }
        self.balances.push(Balance { left, right });
        later
    }

    /// Whether a move changes no sum.
    pub(super) fn balances_hold(&self, changes: &Move, of_cells: &[Vec<usize>]) -> bool {
        let mut balances = changes.keys().flat_map(|cell| &of_cells[*cell]);
        balances.all(|balance| self.balances[*balance].holds_after(changes))
    }

    /// The counts that readers can narrow who suppose that a hidden one is at least one.
    pub(super) fn narrowed(&self) -> impl Iterator<Item = usize> {
        let numbered = self.cells.iter().enumerate();
        numbered.filter(|(_, cell)| cell.kept_from == Supposition::Anything).map(|(number, _)| number)
    }
}
