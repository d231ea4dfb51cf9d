//! Other tables that a reader must take for possible: how counts can change together while every sum holds.
//! It does not know why a count may change; it believes no solver, but checks every move in whole numbers.

use super::book::{Book, Bounds, Move};
use super::simplex::{Column, Row, cheapest_change};
use std::collections::BTreeMap;

/// What a count may be, and what it costs to change it by one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Freedom {
    pub(super) bounds: Bounds,
    pub(super) cost: u32,
}

/// Greater costs are taken for this.
const GREATEST_COST: u32 = 10_000;
/// Programs solved in search of one move in whole numbers.
const PATIENCE: usize = 40;

/// The sums of a book, found by the counts in them.
pub(super) struct Sums<'a> {
    book: &'a Book,
    of_cells: &'a [Vec<usize>],
}

impl<'a> Sums<'a> {
    pub(super) const fn new(book: &'a Book, of_cells: &'a [Vec<usize>]) -> Self {
        Self { book, of_cells }
    }

    /// The cheapest move in whole numbers that changes `goal` by `by`, within the freedom of each count; a count
    /// without freedom keeps its number.
    pub(super) fn cheapest_move(
        &self,
        freedom: impl Fn(usize) -> Option<Freedom>,
        goal: usize,
        by: i64,
    ) -> Option<Move> {
        let mut program = Program::new(self, &freedom, goal);
        let mut patience = PATIENCE;
        let found = program.whole_change(goal, by, &mut patience)?;
        (found.get(&goal) == Some(&by) && self.holds(&found, &freedom)).then_some(found)
    }

    /// The counts that change with `goal` in the cheapest change of it, in whole numbers or not, below zero or not.
    pub(super) fn cheapest_change(&self, cost: impl Fn(usize) -> Option<u32>, goal: usize) -> Option<Vec<usize>> {
        let freedom = |cell: usize| {
            let count = i64::from(self.book.cells[cell].count);
            cost(cell).map(|cost| Freedom { bounds: (count - 1_000_000, None), cost })
        };
        let mut program = Program::new(self, &freedom, goal);
        program.fix(goal, 1.0);
        let changes = program.solve()?;
        Some(changes.into_iter().filter(|(_, change)| change.abs() > 1e-6).map(|(cell, _)| cell).collect())
    }

    /// The counts that hang together with one through sums of counts that can change, and those sums.
    pub(super) fn connected(&self, can_change: impl Fn(usize) -> bool, from: usize) -> (Vec<usize>, Vec<usize>) {
        let (mut cells, mut balances) = (vec![from], Vec::new());
        let (mut seen, mut seen_balance) = (vec![false; self.book.cells.len()], vec![false; self.book.balances.len()]);
        seen[from] = true;
        let mut next = 0;
        while let Some(cell) = cells.get(next) {
            next += 1;
            let new =
                self.of_cells[*cell].iter().filter(|balance| !std::mem::replace(&mut seen_balance[**balance], true));
            let new: Vec<usize> = new.copied().collect();
            for (other, _) in new.iter().flat_map(|balance| self.book.balances[*balance].terms()) {
                if !seen[other] && can_change(other) {
                    seen[other] = true;
                    cells.push(other);
                }
            }
            balances.extend(new);
        }
        (cells, balances)
    }

    fn holds(&self, found: &Move, freedom: impl Fn(usize) -> Option<Freedom>) -> bool {
        let stays_within = |(cell, by): (&usize, &i64)| {
            let after = i64::from(self.book.cells[*cell].count) + by;
            freedom(*cell).is_some_and(|Freedom { bounds: (least, most), .. }| {
                least <= after && most.is_none_or(|most| after <= most)
            })
        };
        found.iter().all(stays_within) && self.book.balances_hold(found, self.of_cells)
    }
}

/// The counts that can move with a goal, as columns: one each, or one up and one down where a change costs.
struct Program {
    cells: Vec<usize>,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Program {
    fn new(sums: &Sums<'_>, freedom: &impl Fn(usize) -> Option<Freedom>, goal: usize) -> Self {
        let (connected, balances) = sums.connected(|cell| freedom(cell).is_some(), goal);
        let (mut cells, mut columns) = (Vec::new(), Vec::new());
        let mut columns_of = vec![0..0; sums.book.cells.len()];
        for cell in connected {
            let Some(free) = freedom(cell) else { continue };
            let first = columns.len();
            columns.extend(columns_for(i64::from(sums.book.cells[cell].count), free));
            cells.resize(columns.len(), cell);
            columns_of[cell] = first..columns.len();
        }
        let terms = |balance: &usize| sums.book.balances[*balance].terms();
        let row = |balance| {
            let columns =
                |(cell, sign): (usize, i64)| columns_of[cell].clone().map(move |column| (column, sign as f64));
            terms(balance).flat_map(columns).collect()
        };
        Self { cells, columns, rows: balances.iter().map(row).collect() }
    }

    /// The change of each count that changes.
    fn solve(&self) -> Option<BTreeMap<usize, f64>> {
        let mut changes = BTreeMap::new();
        for (cell, change) in self.cells.iter().zip(cheapest_change(&self.columns, &self.rows)?) {
            *changes.entry(*cell).or_default() += change;
        }
        Some(changes)
    }

    /// Demands a change of a count.
    fn fix(&mut self, cell: usize, by: f64) {
        for (column, _) in self.columns.iter_mut().zip(&self.cells).filter(|(_, of)| **of == cell) {
            let takes_it = by != 0.0 && column.low <= by && by <= column.high;
            let (low, high) = if takes_it { (column.low, column.high) } else { (0.0, 0.0) };
            *column = Column { low, high, goal: takes_it.then_some(by), ..*column };
        }
    }

    /// A change in whole numbers. Tables of three dimensions have cheapest changes between them: then counts are fixed
    /// at the whole numbers beside, one after the other (branch and bound, Land & Doig 1960, without the bound).
    fn whole_change(&mut self, cell: usize, by: i64, patience: &mut usize) -> Option<Move> {
        *patience = patience.checked_sub(1)?;
        let before = self.columns.clone();
        self.fix(cell, by as f64);
        let found = self.solve().and_then(|changes| {
            let Some((cell, change)) = changes.iter().find(|(_, change)| !is_whole(**change)) else {
                return Some(rounded(&changes));
            };
            let (near, far) = beside(*change);
            self.whole_change(*cell, near, patience).or_else(|| self.whole_change(*cell, far, patience))
        });
        self.columns = before;
        found
    }
}

fn columns_for(count: i64, Freedom { bounds: (least, most), cost }: Freedom) -> Vec<Column> {
    let low = (least - count).min(0) as f64;
    let high = most.map_or(f64::INFINITY, |most| (most - count).max(0) as f64);
    let cost = f64::from(cost.min(GREATEST_COST));
    let column = Column { low, high, cost, goal: None };
    if cost == 0.0 {
        return vec![column];
    }
    vec![Column { low: 0.0, ..column }, Column { high: 0.0, cost: -cost, ..column }]
}

fn is_whole(change: f64) -> bool {
    (change - change.round()).abs() < 1e-5
}

/// The whole numbers beside a fraction, the nearer first.
fn beside(change: f64) -> (i64, i64) {
    let (down, up) = (change.floor(), change.ceil());
    let (near, far) = if change - down < 0.5 { (down, up) } else { (up, down) };
    (near as i64, far as i64)
}

fn rounded(changes: &BTreeMap<usize, f64>) -> Move {
    changes.iter().map(|(cell, change)| (*cell, change.round() as i64)).filter(|(_, change)| *change != 0).collect()
}
