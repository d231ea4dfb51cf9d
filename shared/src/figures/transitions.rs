//! Transitions between steps from one month to the next. A month without a record breaks the chain: nothing is
//! carried forward.

use super::cohort::{Cohort, Selection};
use serde::{Deserialize, Serialize};

/// Counts and shares of moves between steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transitions {
    /// `counts[from][to]`, steps in the order of their ranks.
    pub counts: Vec<Vec<u32>>,
    /// Each row's shares; none for a row without a move, which is undefined, not zero.
    pub shares: Vec<Option<Vec<f64>>>,
}

impl Transitions {
    /// The shares of a table of counts.
    pub fn of_counts(counts: Vec<Vec<u32>>) -> Self {
        let shares = counts
            .iter()
            .map(|row| {
                let sum: u32 = row.iter().sum();
                (sum > 0).then(|| row.iter().map(|count| f64::from(*count) / f64::from(sum)).collect())
            })
            .collect();
        Self { counts, shares }
    }

    /// How many moves were counted.
    pub fn n(&self) -> u32 {
        self.counts.iter().flatten().sum()
    }
}

/// Counts the moves over consecutive months of the participations active in the period, up to its end, between the
/// steps 1 to `steps`.
pub fn transitions(cohort: &Cohort, selection: &Selection, steps: u8) -> Transitions {
    let until = selection.period.to().month();
    let size = usize::from(steps);
    let mut counts = vec![vec![0; size]; size];
    for stay in cohort.active(selection) {
        let months = stay.months;
        for place in 1..months.up_to(until) {
            let consecutive = months.month[place].since(months.month[place - 1]) == 1;
            if let (true, Some(from), Some(to)) = (consecutive, months.step(place - 1), months.step(place))
                && let Some(row) = counts.get_mut(usize::from(from) - 1)
                && let Some(count) = row.get_mut(usize::from(to) - 1)
            {
                *count += 1;
            }
        }
    }
    Transitions::of_counts(counts)
}
