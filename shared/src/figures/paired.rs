//! Change of a group measured twice: paired differences and what is said about them. Pure numbers in, pure numbers
//! out; this file does not know what was measured.

use super::Figure;
use serde::{Deserialize, Serialize};

/// The number of pairs below which nothing is computed: one difference has no spread.
const FEWEST_PAIRS: usize = 2;

/// What is wrong with the numbers given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairedError {
    /// A value that is infinite or not a number, by its place from 0.
    #[error("value {0} is not a number")]
    NotANumber(usize),
}

/// Statistics of paired values, `post` minus `pre`, positive being the direction called higher.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Paired {
    /// Number of pairs.
    pub n: usize,
    /// Mean before.
    pub mean_pre: f64,
    /// Standard deviation before (n - 1).
    pub sd_pre: f64,
    /// Mean after.
    pub mean_post: f64,
    /// Mean of the differences.
    pub mean_difference: f64,
    /// Standard deviation of the differences (n - 1).
    pub sd_difference: f64,
    /// Mean difference by its standard deviation (Cohen's d for paired data); none where nobody differs from another.
    pub d_z: Option<f64>,
    /// `d_z` with Hedges' correction, J = 1 - 3 / (4 (n - 1) - 1).
    pub g_z: Option<f64>,
    /// P(post > pre) + P(tie) / 2, within persons.
    pub probability_of_improvement: f64,
    /// Matched rank-biserial correlation (W+ - W-) / (W+ + W-), zeros dropped; none where all are zero.
    pub rank_biserial: Option<f64>,
    /// Pairs with a higher value after.
    pub higher: usize,
    /// Pairs with the same.
    pub same: usize,
    /// Pairs with a lower.
    pub lower: usize,
}

/// Computes the statistics of pairs `(pre, post)`.
///
/// # Errors
/// [`PairedError::NotANumber`] for a value that is not finite.
pub fn paired(pairs: &[(f64, f64)]) -> Result<Figure<Paired>, PairedError> {
    if let Some(place) = pairs.iter().position(|(pre, post)| !pre.is_finite() || !post.is_finite()) {
        return Err(PairedError::NotANumber(place));
    }
    if pairs.len() < FEWEST_PAIRS {
        return Ok(Figure::TooFew { have: pairs.len(), need: FEWEST_PAIRS });
    }
    let differences: Vec<f64> = pairs.iter().map(|(pre, post)| post - pre).collect();
    let (mean_pre, sd_pre) = mean_and_sd(pairs.iter().map(|pair| pair.0));
    let (mean_post, _) = mean_and_sd(pairs.iter().map(|pair| pair.1));
    let (mean_difference, sd_difference) = mean_and_sd(differences.iter().copied());
    let n = pairs.len();
    let d_z = (sd_difference > 0.0).then(|| mean_difference / sd_difference);
    // Hedges' correction has no meaning below three pairs, where its denominator is not past zero.
    let g_z = d_z.filter(|_| n > 2).map(|d| d * (1.0 - 3.0 / (4.0 * (n as f64 - 1.0) - 1.0)));
    let higher = differences.iter().filter(|d| **d > 0.0).count();
    let lower = differences.iter().filter(|d| **d < 0.0).count();
    let same = n - higher - lower;
    Ok(Figure::Known(Paired {
        n,
        mean_pre,
        sd_pre,
        mean_post,
        mean_difference,
        sd_difference,
        d_z,
        g_z,
        probability_of_improvement: (higher as f64 + 0.5 * same as f64) / n as f64,
        rank_biserial: rank_biserial(&differences),
        higher,
        same,
        lower,
    }))
}

/// Mean and standard deviation (n - 1) of at least two values, in two passes so that large offsets do no harm.
fn mean_and_sd(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let squares: f64 = values.map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

/// Ranks the absolute differences (ties share the mean rank, zeros are dropped) and weighs the signs.
fn rank_biserial(differences: &[f64]) -> Option<f64> {
    let mut moved: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    moved.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    let (mut plus, mut minus, mut below) = (0.0, 0.0, 0.0);
    for tied in moved.chunk_by(|a, b| a.abs() == b.abs()) {
        let count = tied.len() as f64;
        let rank = below + (count + 1.0) / 2.0;
        let positive = tied.iter().filter(|d| **d > 0.0).count() as f64;
        plus += rank * positive;
        minus += rank * (count - positive);
        below += count;
    }
    (below > 0.0).then(|| (plus - minus) / (plus + minus))
}
