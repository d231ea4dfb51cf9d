//! Which counts of a release are hidden: the small ones, and others with which none of them can be narrowed.
//! It promises a witness for every hidden count; it does not know figures, audiences or where releases are kept.
//!
//! For each hidden count the cheapest other table is sought that a reader cannot rule out, by linear programming, and
//! the counts that have to differ in it are hidden too, as in CONFID (Sande 1984; Robertson 1993; the exact form in
//! Fischetti & Salazar 2001). A count costs its own size. At the end, what the others made needless is shown again.

use super::book::{Book, MOST_OF_A_SMALL_COUNT, Move, Standing, Supposition, Witness};
use super::key::CellKey;
use super::moves::{Freedom, Sums};
use std::collections::{BTreeSet, VecDeque};

/// A small count must be able to be each of these for all a reader knows.
const SMALL: [i64; 2] = [1, MOST_OF_A_SMALL_COUNT as i64];
/// How far apart the numbers must lie that a hidden count which is not small could be.
const WIDTH: i64 = SMALL[1] - SMALL[0];

/// Hides the small counts among those from `first_new` on. Alone, this protects nobody: totals give them away.
pub(super) fn hide_small(book: &mut Book, first_new: usize) {
    for cell in &mut book.cells[first_new..] {
        if cell.standing == Standing::Shown && cell.is_small() {
            cell.standing = Standing::Hidden;
        }
    }
}

/// Hides further counts among those from `first_new` on, until no hidden one can be narrowed. Gives the keys of those
/// that earlier releases alone betray.
pub(super) fn hide_complements(book: &mut Book, of_cells: &[Vec<usize>], first_new: usize) -> Vec<CellKey> {
    let settled = vec![false; book.cells.len()];
    let mut hiding = Hiding { book, first_new, of_cells, settled };
    let betrayed = hiding.protect_all();
    hiding.show_what_need_not_be_hidden();
    betrayed
}

/// Whether counts of nobody may be hidden to keep another from being narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zeros {
    /// They are shown.
    Stay,
    /// They may be hidden, where nothing else helps.
    Yield,
}

/// What hiding a count of nobody costs: as much as one of a small group.
const COST_OF_A_ZERO: u32 = MOST_OF_A_SMALL_COUNT;

struct Hiding<'a> {
    book: &'a mut Book,
    first_new: usize,
    of_cells: &'a [Vec<usize>],
    /// Counts that are no longer candidates for being hidden.
    settled: Vec<bool>,
}

impl Hiding<'_> {
    fn protect_all(&mut self) -> Vec<CellKey> {
        let mut betrayed = Vec::new();
        let mut waiting: VecDeque<usize> = (0..self.book.cells.len()).collect();
        while let Some(cell) = waiting.pop_front() {
            if let Some(hidden) = self.protect(cell) {
                waiting.extend(hidden);
                continue;
            }
            match self.withhold_tables_of(cell) {
                Some(withheld) => waiting.extend(withheld),
                None => betrayed.push(self.book.cells[cell].key.clone()),
            }
        }
        betrayed
    }

    /// Hides what it takes to keep a count from being narrowed, and gives what it hid: narrowed by those who suppose
    /// that zeros are shown, or where that cannot be helped, by those who suppose nothing, and then with counts of nobody
    /// hidden as well. `None` when nothing helps.
    fn protect(&mut self, cell: usize) -> Option<Vec<usize>> {
        let mut hidden = Vec::new();
        for goal in self.goals(cell) {
            if self.book.cells[cell].kept_from == Supposition::ZerosAreShown {
                if let Some(new) = self.reach(cell, &goal, Supposition::ZerosAreShown, Zeros::Stay) {
                    hidden.extend(new);
                    continue;
                }
                self.book.cells[cell].kept_from = Supposition::Anything;
            }
            let reached = self.reach(cell, &goal, Supposition::Anything, Zeros::Stay);
            let reached = reached.or_else(|| self.reach(cell, &goal, Supposition::Anything, Zeros::Yield));
            hidden.extend(reached?);
        }
        Some(hidden)
    }

    /// Numbers of which a count must be able to be one, for each goal.
    fn goals(&self, number: usize) -> Vec<Vec<i64>> {
        let cell = &self.book.cells[number];
        let count = i64::from(cell.count);
        match cell.standing {
            Standing::Shown | Standing::Rest => Vec::new(),
            Standing::Hidden | Standing::Withheld | Standing::Implied if cell.is_small() => {
                SMALL.iter().filter(|goal| **goal != count).map(|goal| vec![*goal]).collect()
            }
            Standing::Implied => Vec::new(),
            Standing::Hidden | Standing::Withheld => vec![vec![count + WIDTH, count - WIDTH]],
        }
    }

    fn reach(&mut self, cell: usize, goal: &[i64], even_if: Supposition, zeros: Zeros) -> Option<Vec<usize>> {
        if self.is_reached(cell, goal, even_if) {
            return Some(Vec::new());
        }
        let count = i64::from(self.book.cells[cell].count);
        let changes = goal.iter().find_map(|number| self.cheapest_move(cell, number - count, even_if, zeros))?;
        let hidden = self.hide(&changes);
        self.book.witnesses.add(Witness { changes, even_if });
        Some(hidden)
    }

    /// Whether witnesses make a count what it must be able to be; where there is a choice, what lies far enough apart.
    fn is_reached(&self, cell: usize, goal: &[i64], even_if: Supposition) -> bool {
        let witnesses = self.book.witnesses.of(cell).filter(|witness| witness.even_if >= even_if);
        let mut changes = witnesses.filter_map(|witness| witness.changes.get(&cell).copied());
        if let [number] = goal {
            let by = number - i64::from(self.book.cells[cell].count);
            return changes.any(|change| change == by);
        }
        let near = changes.filter(|change| change.abs() <= WIDTH);
        let (least, most) = near.fold((0, 0), |(least, most), by| (by.min(least), by.max(most)));
        most - least >= WIDTH
    }

    fn cheapest_move(&self, cell: usize, by: i64, even_if: Supposition, zeros: Zeros) -> Option<Move> {
        Sums::new(self.book, self.of_cells).cheapest_move(|other| self.freedom(other, even_if, zeros), cell, by)
    }

    /// How a count may change: hidden ones for nothing, shown ones of this release at the price of being hidden.
    fn freedom(&self, number: usize, even_if: Supposition, zeros: Zeros) -> Option<Freedom> {
        let cell = &self.book.cells[number];
        if cell.standing != Standing::Shown {
            return Some(Freedom { bounds: cell.bounds(even_if), cost: 0 });
        }
        let may_yield = cell.count > 0 || zeros == Zeros::Yield;
        let can_be_hidden = number >= self.first_new && may_yield && !self.settled[number];
        let least = if even_if == Supposition::ZerosAreShown { 1 } else { 0 };
        can_be_hidden.then_some(Freedom { bounds: (least, None), cost: cell.count.max(COST_OF_A_ZERO) })
    }

    fn hide(&mut self, changes: &Move) -> Vec<usize> {
        let is_shown = |cell: &usize| self.book.cells[*cell].standing == Standing::Shown;
        let hidden: Vec<usize> = changes.keys().copied().filter(is_shown).collect();
        for cell in &hidden {
            let cell = &mut self.book.cells[*cell];
            cell.standing = if cell.count == 0 { Standing::Withheld } else { Standing::Hidden };
        }
        hidden
    }

    /// The last resort: hides every count of this release that hangs together with one, and gives those it hid. `None`
    /// where that does not help either, and nothing is hidden: earlier releases alone give the count away.
    fn withhold_tables_of(&mut self, cell: usize) -> Option<Vec<usize>> {
        let standing = |cell: usize| self.book.cells[cell].standing;
        let can_change = |cell: usize| cell >= self.first_new || standing(cell) != Standing::Shown;
        let (connected, _) = Sums::new(self.book, self.of_cells).connected(can_change, cell);
        let still =
            |cell: &usize| *cell >= self.first_new && matches!(standing(*cell), Standing::Shown | Standing::Hidden);
        let withheld: Vec<usize> = connected.into_iter().filter(still).collect();
        let before: Vec<Standing> = withheld.iter().map(|cell| standing(*cell)).collect();
        for cell in &withheld {
            self.book.cells[*cell].standing = Standing::Withheld;
        }
        let since = self.book.witnesses.next();
        if self.protect(cell).is_some() {
            return Some(withheld);
        }
        // What was found on the way supposes that they are hidden.
        self.book.witnesses.undo(since, Vec::new());
        for (cell, standing) in withheld.iter().zip(before) {
            self.book.cells[*cell].standing = standing;
        }
        None
    }

    /// Shows counts that are not small again, the largest first, where the others suffice.
    fn show_what_need_not_be_hidden(&mut self) {
        self.settled.fill(true);
        let is_complement = |number: &usize| {
            let cell = &self.book.cells[*number];
            cell.standing == Standing::Hidden && !cell.is_small()
        };
        let mut complements: Vec<usize> = (self.first_new..self.book.cells.len()).filter(is_complement).collect();
        complements.sort_by_key(|cell| std::cmp::Reverse(self.book.cells[*cell].count));
        complements.into_iter().for_each(|cell| self.show_unless_needed(cell));
    }

    fn show_unless_needed(&mut self, cell: usize) {
        let since = self.book.witnesses.next();
        let taken = self.book.witnesses.take(cell);
        let concerned: BTreeSet<usize> =
            taken.iter().flat_map(|(_, witness)| witness.changes.keys().copied()).collect();
        let of_sums = self.of_cells[cell].iter().flat_map(|balance| self.book.balances[*balance].terms());
        let beside: BTreeSet<usize> = of_sums.map(|(other, _)| other).collect();
        // Those in sums with it first: they are the soonest to need it.
        let (first, then): (Vec<usize>, Vec<usize>) = concerned.into_iter().partition(|other| beside.contains(other));
        self.book.cells[cell].standing = Standing::Shown;
        let still_holds = |other: usize| {
            let even_if = self.book.cells[other].kept_from;
            self.goals(other).iter().all(|goal| self.reach(other, goal, even_if, Zeros::Stay).is_some())
        };
        if !first.into_iter().chain(then).all(still_holds) {
            self.book.witnesses.undo(since, taken);
            self.book.cells[cell].standing = Standing::Hidden;
        }
    }
}
