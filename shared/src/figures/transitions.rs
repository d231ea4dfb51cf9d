//! Transitions between steps from one month to the next. A month without a record breaks the chain: nothing is
//! carried forward.

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
