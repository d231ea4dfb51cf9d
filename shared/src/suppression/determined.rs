//! Which unknown numbers follow from known ones by sums alone. It knows balances, not what is counted.

use super::book::{Balance, Book, Cell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
#[derive(Debug, Clone, Default)]
pub(super) struct Forms {
    of: Vec<Form>,
    /// The balances that are taken in.
    balances: usize,
}

impl Forms {
    /// Takes in the numbers and balances that a book has got since the last time.
    ///
    /// A number that stands in one balance only takes up whatever that balance leaves: it *fills* it, and constrains nothing
    /// else. So such balances are put aside one after the other, which leaves few. What is left is eliminated after Gauss;
    /// then those put aside are looked at in reverse, since a filler stands in no balance that was put aside later.
    pub(super) fn take_in(&mut self, book: &Book, of_cells: &[Vec<usize>]) {
        let (first, begun) = (self.of.len(), self.balances);
        let own = |cell: &Cell, number: usize| if cell.count == 0 { Form::new() } else { vec![(number, 1.0)] };
        self.of.extend(book.cells.iter().enumerate().skip(first).map(|(number, cell)| own(cell, number)));
        self.balances = book.balances.len();
        let rows: Vec<Row> = book.balances[begun..].iter().map(|balance| row(book, balance)).collect();
        let Aside { fillers, is_aside, stands_in } = Aside::of(
            &rows,
            |cell| {
                // A number that is new stands in no balance that is not.
                let balances = if cell < first { &[] } else { of_cells[cell].as_slice() };
                balances.iter().map(move |balance| balance - begun)
            },
            self.of.len(),
            first,
        );
        let mut sum = Sum::new(self.of.len());
        let left = rows.iter().zip(&is_aside).filter(|(_, is_aside)| !**is_aside).map(|(row, _)| row);
        self.eliminate(left, &mut sum, |cell| (cell < first, stands_in[cell]));
        for (number, filler) in fillers.into_iter().rev() {
            let own = rows[number].iter().find(|(cell, _)| *cell == filler).map_or(1.0, |(_, factor)| *factor);
            for (cell, factor) in rows[number].iter().filter(|(cell, _)| *cell != filler) {
                sum.add(-factor / own, &self.of[*cell]);
            }
            self.of[filler] = sum.take();
        }
    }

    /// Makes rows that are all zero in sum hold: each determines a number of its own, that which comes first by `rank`.
    fn eliminate<'r, K: Ord>(&mut self, rows: impl Iterator<Item = &'r Row>, sum: &mut Sum, rank: impl Fn(usize) -> K) {
        let mut solved: Vec<(usize, Form)> = Vec::new();
        let mut number_of: HashMap<usize, usize> = HashMap::new();
        for row in rows {
            row.iter().for_each(|(cell, factor)| sum.add(*factor, &self.of[*cell]));
            // A number that was solved earlier stands in none that was solved later.
            let mut waiting: BTreeSet<usize> =
                sum.touched.iter().filter_map(|cell| number_of.get(cell)).copied().collect();
            while let Some(number) = waiting.pop_first() {
                let (pivot, form) = &solved[number];
                let times = std::mem::take(&mut sum.values[*pivot]);
                if times.abs() > NOTHING {
                    waiting.extend(form.iter().filter_map(|(cell, _)| number_of.get(cell)));
                    sum.add(times, form);
                }
            }
            let left = sum.take();
            let Some((pivot, own)) = left.iter().min_by_key(|(cell, _)| rank(*cell)).copied() else { continue };
            let others = left.into_iter().filter(|(cell, _)| *cell != pivot);
            number_of.insert(pivot, solved.len());
            solved.push((pivot, others.map(|(cell, factor)| (cell, -factor / own)).collect()));
        }
        let mut determined: HashMap<usize, Form> = HashMap::with_capacity(solved.len());
        for (pivot, form) in solved.into_iter().rev() {
            sum.add_determined(&form, &determined);
            determined.insert(pivot, sum.take());
        }
        for form in &mut self.of {
            if form.iter().any(|(cell, _)| determined.contains_key(cell)) {
                sum.add_determined(form, &determined);
                *form = sum.take();
            }
        }
    }

    /// Those of the numbers that were asked for which follow from the known ones, whatever sign the others have.
    pub(super) fn determined(&self, known: &BTreeSet<usize>, asked: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut span = Span::default();
        known.iter().for_each(|cell| span.take_in(&self.of[*cell]));
        asked.filter(|cell| span.holds(&self.of[*cell])).collect()
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

/// The rows that could be put aside.
struct Aside {
    /// Each with what fills it, in the order in which they were.
    fillers: Vec<(usize, usize)>,
    is_aside: Vec<bool>,
    /// In how many of the others each number stands.
    stands_in: Vec<usize>,
}

impl Aside {
    /// Puts rows aside that a number from `first` on fills; `rows_of` gives the rows of such a number.
    fn of<I: Iterator<Item = usize>>(rows: &[Row], rows_of: impl Fn(usize) -> I, cells: usize, first: usize) -> Self {
        let mut aside = Self { fillers: Vec::new(), is_aside: vec![false; rows.len()], stands_in: vec![0; cells] };
        rows.iter().flatten().for_each(|(cell, _)| aside.stands_in[*cell] += 1);
        let mut alone: Vec<usize> = (first..cells).filter(|cell| aside.stands_in[*cell] == 1).collect();
        while let Some(filler) = alone.pop() {
            let holds = |number: &usize| {
                !aside.is_aside[*number] && rows[*number].binary_search_by_key(&filler, |(cell, _)| *cell).is_ok()
            };
            let Some(number) = rows_of(filler).find(holds) else { continue };
            aside.is_aside[number] = true;
            aside.fillers.push((number, filler));
            for (other, _) in &rows[number] {
                aside.stands_in[*other] -= 1;
                if *other >= first && aside.stands_in[*other] == 1 {
                    alone.push(*other);
                }
            }
        }
        aside
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

    /// Adds a form with what its numbers are found to be.
    fn add_determined(&mut self, form: &Form, determined: &HashMap<usize, Form>) {
        for (cell, factor) in form {
            match determined.get(cell) {
                Some(form) => self.add(*factor, form),
                None => self.add(*factor, &vec![(*cell, 1.0)]),
            }
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
    use crate::suppression::index::Index;
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
        let mut forms = Forms::default();
        // In two goes, as releases come one after the other.
        let mut half = book.clone();
        half.balances.truncate(book.balances.len() / 2);
        let cells = half.balances.iter().flat_map(Balance::terms).map(|(cell, _)| cell + 1).max().unwrap_or(0);
        half.cells.truncate(cells);
        for book in [&half, book] {
            let mut index = Index::default();
            index.take_in(book);
            forms.take_in(book, &index.of_cells);
        }
        forms.determined(&known, others)
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

    /// The numbers that are alone in a row of those that Gauss and Jordan reduce these to.
    fn alone_in_a_row(rows: Vec<Row>) -> BTreeSet<usize> {
        let mut reduced: Vec<BTreeMap<usize, f64>> = Vec::new();
        let less = |from: &BTreeMap<usize, f64>, factor: f64, row: &BTreeMap<usize, f64>| {
            let of = |cell: &usize| row.get(cell).map_or(0.0, |value| factor * value);
            let cells: BTreeSet<usize> = from.keys().chain(row.keys()).copied().collect();
            let values = cells.into_iter().map(|cell| (cell, from.get(&cell).copied().unwrap_or(0.0) - of(&cell)));
            values.filter(|(_, value)| value.abs() > NOTHING).collect::<BTreeMap<_, _>>()
        };
        for row in rows {
            let mut row: BTreeMap<usize, f64> = row.iter().copied().collect();
            for other in &reduced {
                let (pivot, _) = other.first_key_value().unwrap();
                row = less(&row, row.get(pivot).copied().unwrap_or(0.0), other);
            }
            let Some((pivot, value)) = row.first_key_value().map(|(cell, value)| (*cell, *value)) else { continue };
            row.values_mut().for_each(|other| *other /= value);
            for other in &mut reduced {
                *other = less(other, other.get(&pivot).copied().unwrap_or(0.0), &row);
            }
            reduced.push(row);
        }
        reduced.iter().filter(|row| row.len() == 1).flat_map(|row| row.keys().copied()).collect()
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
            let followed = alone_in_a_row(rows);
            let ours: BTreeSet<usize> = found(&book, &known).into_iter().filter(is_unknown).collect();
            prop_assert_eq!(ours, followed);
        }
    }
}
