//! Which unknown numbers follow from known ones by sums alone. It knows balances, not what is counted.

use super::book::{Balance, Book};
use std::collections::BTreeMap;

/// What is nearer to zero than this is left by rounding; the coefficients are whole numbers.
const NOTHING: f64 = 1e-9;

/// The balances as rows of numbers with their coefficients, made once to be asked many times.
pub(super) struct Rows<'a> {
    of_cells: &'a [Vec<usize>],
    rows: Vec<Box<[(usize, i64)]>>,
}

impl<'a> Rows<'a> {
    /// The rows of a book.
    pub(super) fn of(book: &Book, of_cells: &'a [Vec<usize>]) -> Self {
        let row = |balance: &Balance| {
            let mut terms: Vec<(usize, i64)> = balance.terms().collect();
            terms.sort_unstable();
            terms.dedup_by(|(cell, sign), (before, sum)| {
                let is_same = cell == before;
                *sum += if is_same { *sign } else { 0 };
                is_same
            });
            terms.retain(|(_, sign)| *sign != 0);
            terms.into_boxed_slice()
        };
        Self { of_cells, rows: book.balances.iter().map(row).collect() }
    }

    /// For each number that is not known, whether the balances determine it from the known ones, whatever sign the others
    /// have.
    ///
    /// A number that stands in one balance only takes up whatever that balance leaves, so that it constrains nothing else:
    /// such balances are put aside one after the other, which mostly leaves none. What is left is eliminated after Gauss,
    /// and those put aside are looked at again in reverse: one of their numbers is determined when the others are.
    pub(super) fn determined(&self, is_known: impl Fn(usize) -> bool) -> Vec<bool> {
        let cells = self.of_cells.len();
        let is_known: Vec<bool> = (0..cells).map(is_known).collect();
        let unknown_in = |balance: usize| self.rows[balance].iter().filter(|(cell, _)| !is_known[*cell]);
        let mut stands_in: Vec<usize> = vec![0; cells];
        (0..self.rows.len()).flat_map(unknown_in).for_each(|(cell, _)| stands_in[*cell] += 1);
        let mut is_aside = vec![false; self.rows.len()];
        let mut aside: Vec<(usize, usize)> = Vec::new();
        let mut alone: Vec<usize> = (0..cells).filter(|cell| stands_in[*cell] == 1).collect();
        while let Some(cell) = alone.pop() {
            let holds = |balance: &&usize| !is_aside[**balance] && unknown_in(**balance).any(|(one, _)| *one == cell);
            let Some(balance) = self.of_cells[cell].iter().find(holds).copied() else { continue };
            is_aside[balance] = true;
            aside.push((balance, cell));
            for (other, _) in unknown_in(balance) {
                stands_in[*other] -= 1;
                if stands_in[*other] == 1 {
                    alone.push(*other);
                }
            }
        }
        let left = (0..self.rows.len()).filter(|balance| !is_aside[*balance]);
        let mut is_determined = eliminated(left.map(|balance| unknown_in(balance).copied()), cells);
        for (balance, cell) in aside.into_iter().rev() {
            is_determined[cell] = unknown_in(balance).all(|(other, _)| *other == cell || is_determined[*other]);
        }
        is_determined
    }
}

/// Reduces rows that are all zero in sum to echelon form; a row of one number determines it.
fn eliminated(rows: impl Iterator<Item = impl Iterator<Item = (usize, i64)>>, cells: usize) -> Vec<bool> {
    let mut reduced: Vec<BTreeMap<usize, f64>> = Vec::new();
    let mut row_of: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        let mut row: BTreeMap<usize, f64> = row.map(|(cell, sign)| (cell, sign as f64)).collect();
        let pivots: Vec<(usize, usize)> = row.keys().filter_map(|cell| Some((*cell, *row_of.get(cell)?))).collect();
        for (cell, number) in pivots {
            let factor = row.get(&cell).copied().unwrap_or_default();
            subtract(&mut row, factor, &reduced[number]);
        }
        let Some((pivot, value)) = row.iter().next().map(|(cell, value)| (*cell, *value)) else { continue };
        row.values_mut().for_each(|other| *other /= value);
        for other in &mut reduced {
            let factor = other.get(&pivot).copied().unwrap_or_default();
            subtract(other, factor, &row);
        }
        row_of.insert(pivot, reduced.len());
        reduced.push(row);
    }
    let mut is_determined = vec![false; cells];
    for row in reduced {
        if let (1, Some(cell)) = (row.len(), row.keys().next()) {
            is_determined[*cell] = true;
        }
    }
    is_determined
}

fn subtract(from: &mut BTreeMap<usize, f64>, factor: f64, row: &BTreeMap<usize, f64>) {
    if factor.abs() <= NOTHING {
        return;
    }
    for (cell, value) in row {
        let left = from.entry(*cell).or_default();
        *left -= factor * value;
        if left.abs() <= NOTHING {
            from.remove(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::CellKey;
    use crate::suppression::book::Standing;

    fn book(cells: usize, balances: &[(&[usize], &[usize])]) -> Book {
        let mut book = Book::default();
        for cell in 0..cells {
            book.enter(CellKey::new("people", "2024", &[("number", &cell.to_string())]), 1, Standing::Shown);
        }
        let balance = |(left, right): &(&[usize], &[usize])| Balance { left: left.to_vec(), right: right.to_vec() };
        book.balances = balances.iter().map(balance).collect();
        book
    }

    fn found(book: &Book, known: &[usize]) -> Vec<usize> {
        let all = Rows::of(book, &book.balances_of_cells()).determined(|cell| known.contains(&cell));
        (0..all.len()).filter(|cell| all[*cell]).collect()
    }

    #[test]
    fn what_is_left_of_a_sum_follows_and_two_parts_do_not() {
        let book = book(4, &[(&[0], &[1, 2, 3])]);
        assert_eq!(found(&book, &[0, 1, 2]), [3]);
        assert_eq!(found(&book, &[0, 1]), [] as [usize; 0]);
    }

    #[test]
    fn one_sum_after_the_other_is_followed() {
        let book = book(5, &[(&[0], &[1, 2]), (&[2], &[3, 4])]);
        assert_eq!(found(&book, &[0, 1, 3]), [2, 4]);
    }

    #[test]
    fn sums_that_only_together_determine_are_found() {
        // 1 + 2 = 0, 2 + 3 = 0, 1 + 3 = 0: each alone leaves two unknown.
        let book = book(4, &[(&[0], &[1, 2]), (&[0], &[2, 3]), (&[0], &[1, 3])]);
        assert_eq!(found(&book, &[0]), [1, 2, 3]);
    }

    #[test]
    fn the_corners_of_a_square_are_not_determined() {
        // Cells 0 to 3 are hidden in a 2 by 2 table whose margins 4 to 7 are known.
        let book = book(8, &[(&[4], &[0, 1]), (&[5], &[2, 3]), (&[6], &[0, 2]), (&[7], &[1, 3])]);
        assert_eq!(found(&book, &[4, 5, 6, 7]), [] as [usize; 0]);
        assert_eq!(found(&book, &[0, 4, 5, 6, 7]), [1, 2, 3]);
    }
}
