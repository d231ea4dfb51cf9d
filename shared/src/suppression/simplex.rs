//! The cheapest way to change some numbers of a balanced table and keep every sum: a linear program.
//! It knows columns and rows, not counts or people. Its answers are fractions; who needs whole numbers checks them.
//!
//! Bounded primal simplex (Dantzig 1955) that starts from "nothing changes", a point where every sum holds, so that
//! there is no first phase. Largest reduced cost first, later Bland's rule (1977) against cycling. A row is only written
//! out once a pivot touches it: changes of a table are local.

/// How far a column may change, and what a unit costs. `low <= 0 <= high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    pub(super) low: f64,
    pub(super) high: f64,
    /// What a unit of change upwards costs; nothing is gained by changing for its own sake.
    pub(super) cost: f64,
    /// How far it has to change.
    pub(super) goal: Option<f64>,
}

/// Columns with their coefficients; the sum of coefficient times change is zero.
pub(super) type Row = Vec<(usize, f64)>;

/// More than any cheapest change costs: reaching the goals comes first.
const WORTH_OF_A_GOAL: f64 = 1e7;
/// What is nearer to zero than this is zero.
const NOTHING: f64 = 1e-7;
/// What is nearer to zero than this is left by rounding.
const VANISHING: f64 = 1e-11;

/// Changes every column that has a goal by as much, at the least cost. The change of each column, or `None` when the
/// rows do not allow it.
pub(super) fn cheapest_change(columns: &[Column], rows: &[Row]) -> Option<Vec<f64>> {
    let mut tableau = Tableau::new(columns, rows);
    let patience = 20 * (rows.len() + 10);
    for step in 0..2 * patience {
        let Some((entering, upwards)) = tableau.entering(step > patience) else { break };
        tableau.enter(entering, upwards)?;
    }
    let is_reached = |(column, change): (&Column, &f64)| column.goal.is_none_or(|goal| (change - goal).abs() < NOTHING);
    columns.iter().zip(&tableau.change).all(is_reached).then_some(tableau.change)
}

struct Tableau<'a> {
    columns: Vec<Column>,
    rows: &'a [Row],
    /// The rows that each column stood in at first.
    rows_of: Vec<Vec<usize>>,
    /// The rows a pivot has touched, written out; others are as they were.
    written: Vec<Option<Vec<f64>>>,
    written_rows: Vec<usize>,
    /// The column that each row determines; none while it only says that the row's sum is zero.
    basic: Vec<Option<usize>>,
    is_basic: Vec<bool>,
    change: Vec<f64>,
    reduced: Vec<f64>,
}

/// What stops the entering column.
struct Stop {
    /// The row whose column reaches its bound first; none where the entering column reaches its own.
    row: Option<usize>,
    after: f64,
    pivot: f64,
}

impl<'a> Tableau<'a> {
    fn new(columns: &[Column], rows: &'a [Row]) -> Self {
        let towards_goal = |column: &Column| match column.goal {
            Some(goal) => {
                Column { low: goal.min(0.0), high: goal.max(0.0), cost: -WORTH_OF_A_GOAL * goal.signum(), ..*column }
            }
            None => *column,
        };
        let columns: Vec<Column> = columns.iter().map(towards_goal).collect();
        let (width, height) = (columns.len(), rows.len());
        let mut rows_of = vec![Vec::new(); width];
        for (number, row) in rows.iter().enumerate() {
            row.iter().for_each(|(column, _)| rows_of[*column].push(number));
        }
        let reduced = columns.iter().map(|column| column.cost).collect();
        let (written, basic) = (vec![None; height], vec![None; height]);
        let (is_basic, change) = (vec![false; width], vec![0.0; width]);
        Self { columns, rows, rows_of, written, written_rows: Vec::new(), basic, is_basic, change, reduced }
    }

    /// A column that pays to change, and whether upwards.
    fn entering(&self, first: bool) -> Option<(usize, bool)> {
        let mut best = None;
        let mut gain = 0.0;
        for (column, reduced) in self.reduced.iter().enumerate() {
            // By the root of its rows: what stands in fewer rows breaks fewer sums (a static steepest edge).
            let own = reduced.abs() / (self.rows_of[column].len() as f64).sqrt();
            if reduced.abs() > NOTHING && own > gain && !self.is_basic[column] && self.room(column, -reduced) > NOTHING
            {
                best = Some((column, *reduced < 0.0));
                gain = own;
                if first {
                    break;
                }
            }
        }
        best
    }

    /// How far a column may still change in a direction.
    fn room(&self, column: usize, direction: f64) -> f64 {
        let Column { low, high, .. } = self.columns[column];
        if direction > 0.0 { high - self.change[column] } else { self.change[column] - low }
    }

    /// Changes a column until something stops it, and lets it take the place of what did.
    fn enter(&mut self, entering: usize, upwards: bool) -> Option<()> {
        let sign = if upwards { 1.0 } else { -1.0 };
        let touched = self.touched(entering);
        let stop = self.stop(entering, sign, &touched);
        if !stop.after.is_finite() {
            return None;
        }
        let step = sign * stop.after;
        self.change[entering] += step;
        for (row, coefficient) in &touched {
            if let Some(basic) = self.basic[*row] {
                self.change[basic] -= coefficient * step;
            }
        }
        if let Some(row) = stop.row {
            self.pivot(row, entering, stop.pivot, &touched);
        }
        Some(())
    }

    /// The rows that hold a column, with its coefficient, all written out.
    fn touched(&mut self, column: usize) -> Vec<(usize, f64)> {
        for row in &self.rows_of[column] {
            if self.written[*row].is_none() {
                let mut written = vec![0.0; self.columns.len()];
                self.rows[*row].iter().for_each(|(column, coefficient)| written[*column] += coefficient);
                self.written[*row] = Some(written);
                self.written_rows.push(*row);
            }
        }
        let coefficient = |row: &usize| Some((*row, self.written[*row].as_ref()?[column]));
        self.written_rows.iter().filter_map(coefficient).filter(|(_, value)| value.abs() > NOTHING).collect()
    }

    fn stop(&self, entering: usize, sign: f64, touched: &[(usize, f64)]) -> Stop {
        let mut stop = Stop { row: None, after: self.room(entering, sign), pivot: 0.0 };
        for (row, coefficient) in touched {
            let room = self.basic[*row].map_or(0.0, |column| self.room(column, -coefficient * sign));
            let after = (room / coefficient.abs()).max(0.0);
            let is_firmer = after < stop.after + NOTHING && coefficient.abs() > stop.pivot.abs();
            if after < stop.after - NOTHING || is_firmer {
                stop = Stop { row: Some(*row), after, pivot: *coefficient };
            }
        }
        stop
    }

    fn pivot(&mut self, row: usize, entering: usize, pivot: f64, touched: &[(usize, f64)]) {
        let Some(written) = &mut self.written[row] else { return };
        written.iter_mut().for_each(|value| *value /= pivot);
        let scaled: Row = written.iter().copied().enumerate().filter(|(_, value)| value.abs() > VANISHING).collect();
        for (other, coefficient) in touched.iter().filter(|(other, _)| *other != row) {
            if let Some(written) = &mut self.written[*other] {
                subtract(written, *coefficient, &scaled);
                written[entering] = 0.0;
            }
        }
        let reduced = self.reduced[entering];
        subtract(&mut self.reduced, reduced, &scaled);
        self.reduced[entering] = 0.0;
        if let Some(leaving) = self.basic[row].replace(entering) {
            self.is_basic[leaving] = false;
        }
        self.is_basic[entering] = true;
    }
}

fn subtract(from: &mut [f64], factor: f64, row: &Row) {
    row.iter().for_each(|(column, value)| from[*column] -= factor * value);
}
