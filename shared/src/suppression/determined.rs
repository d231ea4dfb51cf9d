//! Which unknown numbers follow from known ones by sums alone. It knows balances, not what is counted.

use super::book::{Balance, Book};
use std::collections::{BTreeMap, BTreeSet};

/// What is nearer to zero than this is left by rounding; the coefficients are whole numbers.
const NOTHING: f64 = 1e-9;

/// A sum of numbers that are free to be anything, each with its coefficient; in order.
type Form = Vec<(usize, f64)>;

/// A balance: its numbers with their coefficients, zero in sum; in order.
type Row = Box<[(usize, f64)]>;

/// Every number of a book as a sum of *free* ones, which the balances leave to be anything. Prepared once to be asked many
/// times: whoever knows some numbers knows the span of their sums, and nothing else.
///
/// That a count is of nobody is known to everybody, so those are no unknowns: each is an empty sum.
pub(super) struct Forms(Vec<Form>);

impl Forms {
    /// The forms of a book's numbers.
    ///
    /// A number that stands in one balance only takes up whatever that balance leaves: it *fills* it, and constrains nothing
    /// else. So such balances are put aside one after the other, which mostly leaves none. What is left is eliminated after
    /// Gauss; then those put aside are looked at in reverse, since a filler stands in no balance that was put aside later.
    pub(super) fn of(book: &Book, of_cells: &[Vec<usize>]) -> Self {
        let rows: Vec<Row> = book.balances.iter().map(|balance| row(book, balance)).collect();
        let aside = put_aside(&rows, of_cells);
        let mut is_aside = vec![false; rows.len()];
        aside.iter().for_each(|(balance, _)| is_aside[*balance] = true);
        let left = rows.iter().zip(&is_aside).filter(|(_, is_aside)| !**is_aside).map(|(row, _)| row);
        let mut solved: Vec<Option<Form>> = vec![None; of_cells.len()];
        for (pivot, row) in eliminated(left) {
            solved[pivot] = Some(row.into_iter().skip(1).map(|(cell, factor)| (cell, -factor)).collect());
        }
        let own = |cell: usize| if book.cells[cell].count == 0 { Form::new() } else { vec![(cell, 1.0)] };
        let mut forms: Vec<Form> =
            solved.into_iter().enumerate().map(|(cell, form)| form.unwrap_or_else(|| own(cell))).collect();
        let mut sum = Sum::new(of_cells.len());
        for (balance, filler) in aside.into_iter().rev() {
            let own = rows[balance].iter().find(|(cell, _)| *cell == filler).map_or(1.0, |(_, factor)| *factor);
            for (cell, factor) in rows[balance].iter().filter(|(cell, _)| *cell != filler) {
                sum.add(-factor / own, &forms[*cell]);
            }
            forms[filler] = sum.take();
        }
        Self(forms)
    }

    /// Those of the numbers that were asked for which follow from the known ones, whatever sign the others have.
    pub(super) fn determined(&self, known: &BTreeSet<usize>, asked: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut span = Span::default();
        known.iter().for_each(|cell| span.take_in(&self.0[*cell]));
        asked.filter(|cell| span.holds(&self.0[*cell])).collect()
    }
}

/// A balance without counts of nobody.
fn row(book: &Book, balance: &Balance) -> Row {
    let of_somebody = balance.terms().filter(|(cell, _)| book.cells[*cell].count > 0);
    let mut terms: Vec<(usize, f64)> = of_somebody.map(|(cell, sign)| (cell, sign as f64)).collect();
    terms.sort_unstable_by_key(|(cell, _)| *cell);
    terms.dedup_by(|(cell, sign), (before, sum)| {
        let is_same = cell == before;
        *sum += if is_same { *sign } else { 0.0 };
        is_same
    });
    terms.retain(|(_, sign)| *sign != 0.0);
    terms.into_boxed_slice()
}

/// The balances that could be put aside, each with what fills it, in the order in which they were.
fn put_aside(rows: &[Row], of_cells: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let mut stands_in: Vec<usize> = vec![0; of_cells.len()];
    rows.iter().flatten().for_each(|(cell, _)| stands_in[*cell] += 1);
    let mut is_aside = vec![false; rows.len()];
    let mut aside = Vec::new();
    let mut alone: Vec<usize> = (0..stands_in.len()).filter(|cell| stands_in[*cell] == 1).collect();
    while let Some(filler) = alone.pop() {
        let holds = |balance: &&usize| {
            !is_aside[**balance] && rows[**balance].binary_search_by_key(&filler, |(cell, _)| *cell).is_ok()
        };
        let Some(balance) = of_cells[filler].iter().find(holds).copied() else { continue };
        is_aside[balance] = true;
        aside.push((balance, filler));
        for (other, _) in &rows[balance] {
            stands_in[*other] -= 1;
            if stands_in[*other] == 1 {
                alone.push(*other);
            }
        }
    }
    aside
}

/// Reduces rows that are all zero in sum to echelon form, each with the number that stands in no other of them: its first,
/// with the coefficient one.
fn eliminated<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<(usize, BTreeMap<usize, f64>)> {
    let mut reduced: Vec<(usize, BTreeMap<usize, f64>)> = Vec::new();
    let mut row_of: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        let mut row: BTreeMap<usize, f64> = row.iter().copied().collect();
        let pivots: Vec<usize> = row.keys().filter_map(|cell| row_of.get(cell)).copied().collect();
        for (pivot, other) in pivots.into_iter().map(|number| &reduced[number]) {
            let factor = row.get(pivot).copied().unwrap_or_default();
            subtract(&mut row, factor, other);
        }
        let Some((pivot, value)) = row.iter().next().map(|(cell, value)| (*cell, *value)) else { continue };
        row.values_mut().for_each(|other| *other /= value);
        for (_, other) in &mut reduced {
            let factor = other.get(&pivot).copied().unwrap_or_default();
            subtract(other, factor, &row);
        }
        row_of.insert(pivot, reduced.len());
        reduced.push((pivot, row));
    }
    reduced
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

/// A sum of forms on its way.
struct Sum {
    values: Vec<f64>,
    touched: Vec<usize>,
}

impl Sum {
    fn new(cells: usize) -> Self {
        Self { values: vec![0.0; cells], touched: Vec::new() }
    }

    fn add(&mut self, factor: f64, form: &Form) {
        for (cell, value) in form {
            self.values[*cell] += factor * value;
            self.touched.push(*cell);
        }
    }

    /// The sum, and begins anew.
    fn take(&mut self) -> Form {
        self.touched.sort_unstable();
        self.touched.dedup();
        let values = &mut self.values;
        let taken = self.touched.drain(..).map(|cell| (cell, std::mem::take(&mut values[cell])));
        taken.filter(|(_, value)| value.abs() > NOTHING).collect()
    }
}

/// Everything that can be summed up from some forms.
#[derive(Default)]
struct Span {
    /// In echelon form, by the first number of each, whose coefficient is one.
    rows: BTreeMap<usize, Form>,
}

impl Span {
    fn take_in(&mut self, form: &Form) {
        let mut left: BTreeMap<usize, f64> = form.iter().copied().collect();
        let mut rest = BTreeMap::new();
        while let Some((cell, value)) = left.pop_first() {
            match self.rows.get(&cell) {
                Some(row) => take_away(&mut left, value, row),
                None => drop(rest.insert(cell, value)),
            }
        }
        let Some((pivot, value)) = rest.first_key_value().map(|(cell, value)| (*cell, *value)) else { return };
        self.rows.insert(pivot, rest.into_iter().map(|(cell, other)| (cell, other / value)).collect());
    }

    fn holds(&self, form: &Form) -> bool {
        // Most often already the first number is of no row.
        if form.first().is_some_and(|(cell, _)| !self.rows.contains_key(cell)) {
            return false;
        }
        let mut left: BTreeMap<usize, f64> = form.iter().copied().collect();
        while let Some((cell, value)) = left.pop_first() {
            let Some(row) = self.rows.get(&cell) else { return false };
            take_away(&mut left, value, row);
        }
        true
    }
}

/// Takes a row away as often as its first number, which is taken away already, was there.
fn take_away(left: &mut BTreeMap<usize, f64>, times: f64, row: &Form) {
    for (cell, value) in &row[1..] {
        let now = left.entry(*cell).or_default();
        *now -= times * value;
        if now.abs() <= NOTHING {
            left.remove(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::CellKey;
    use crate::suppression::book::Standing;
    use proptest::collection::vec;
    use proptest::prelude::*;

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
        let known: BTreeSet<usize> = known.iter().copied().collect();
        let others = (0..book.cells.len()).filter(|cell| !known.contains(cell));
        Forms::of(book, &book.balances_of_cells()).determined(&known, others)
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

    #[test]
    fn a_total_follows_though_none_of_its_parts_does() {
        // 4 = 0 + 1, 5 = 2 + 3, 6 = 0 + 2, 7 = 1 + 3: who knows both columns and one line knows the other line.
        let book = book(8, &[(&[4], &[0, 1]), (&[5], &[2, 3]), (&[6], &[0, 2]), (&[7], &[1, 3])]);
        assert_eq!(found(&book, &[4, 6, 7]), [5]);
    }

    /// The cells of a table with its margins, and sums of any of them beside: every sum holds.
    fn invented(counts: &[Vec<u32>], sums: &[Vec<usize>]) -> Book {
        let mut book = Book::default();
        let mut enter = |count: u32| {
            let key = CellKey::new("people", "2024", &[("number", &book.cells.len().to_string())]);
            book.enter(key, count, Standing::Shown)
        };
        let inner: Vec<Vec<usize>> = counts.iter().map(|row| row.iter().map(|count| enter(*count)).collect()).collect();
        let columns = (0..counts[0].len()).map(|at| inner.iter().map(|row| row[at]).collect::<Vec<_>>());
        let lines: Vec<Vec<usize>> = inner.iter().cloned().chain(columns).collect();
        for line in lines {
            add(&mut book, &line);
        }
        for sum in sums {
            let of: BTreeSet<usize> = sum.iter().map(|cell| cell % book.cells.len()).collect();
            add(&mut book, &of.into_iter().collect::<Vec<_>>());
        }
        book
    }

    fn add(book: &mut Book, parts: &[usize]) {
        let sum = parts.iter().map(|cell| book.cells[*cell].count).sum();
        let key = CellKey::new("people", "2024", &[("number", &book.cells.len().to_string())]);
        let total = book.enter(key, sum, Standing::Shown);
        book.balances.push(Balance { left: vec![total], right: parts.to_vec() });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Whatever was prepared, and however several unknown numbers follow only together.
        #[test]
        fn what_follows_is_what_elimination_of_all_sums_gives(
            counts in (2usize..5).prop_flat_map(|columns| vec(vec(0u32..4, columns), 2..5)),
            sums in vec(vec(0usize..60, 2..5), 0..8),
            known in vec(any::<bool>(), 40),
        ) {
            let book = invented(&counts, &sums);
            let known: Vec<usize> = (0..book.cells.len()).filter(|cell| known[*cell]).collect();
            let is_unknown = |cell: &usize| !known.contains(cell) && book.cells[*cell].count > 0;
            let rows: Vec<Row> = book.balances.iter().map(|balance| {
                row(&book, balance).iter().filter(|(cell, _)| is_unknown(cell)).copied().collect()
            }).collect();
            let alone = eliminated(rows.iter()).into_iter().filter(|(_, row)| row.len() == 1);
            let followed: BTreeSet<usize> = alone.map(|(cell, _)| cell).collect();
            let ours: BTreeSet<usize> = found(&book, &known).into_iter().filter(is_unknown).collect();
            prop_assert_eq!(ours, followed);
        }
    }
}
