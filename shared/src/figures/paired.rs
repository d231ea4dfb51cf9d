//! Change of a group measured twice: paired differences and what is said about them. Pure numbers in, pure numbers
//! out; this file does not know what was measured.

use super::Figure;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

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
    let sums = Sums {
        n: pairs.len(),
        pre: mean_and_sd(pairs.iter().map(|pair| pair.0)),
        mean_post: mean_and_sd(pairs.iter().map(|pair| pair.1)).0,
        difference: mean_and_sd(differences.iter().copied()),
        higher: differences.iter().filter(|d| **d > 0.0).count(),
        lower: differences.iter().filter(|d| **d < 0.0).count(),
        rank_biserial: rank_biserial(&differences),
    };
    Ok(Figure::Known(sums.paired()))
}

/// The same for ratings, which are whole numbers on a scale: their sums are exact, and their differences are counted
/// instead of sorted.
pub fn paired_ratings(pairs: &[(i16, i16)]) -> Figure<Paired> {
    if pairs.len() < FEWEST_PAIRS {
        return Figure::TooFew { have: pairs.len(), need: FEWEST_PAIRS };
    }
    let counts = DifferenceCounts::of(pairs);
    let sums = Sums {
        n: pairs.len(),
        pre: exact_mean_and_sd(pairs.iter().map(|pair| i64::from(pair.0))),
        mean_post: exact_mean_and_sd(pairs.iter().map(|pair| i64::from(pair.1))).0,
        difference: exact_mean_and_sd(pairs.iter().map(|pair| i64::from(pair.1) - i64::from(pair.0))),
        higher: counts.rises.iter().sum(),
        lower: counts.falls.iter().sum(),
        rank_biserial: counts.rank_biserial(),
    };
    Figure::Known(sums.paired())
}

/// What the statistics are made of.
struct Sums {
    n: usize,
    pre: (f64, f64),
    mean_post: f64,
    difference: (f64, f64),
    higher: usize,
    lower: usize,
    rank_biserial: Option<f64>,
}

impl Sums {
    fn paired(self) -> Paired {
        let (n, (mean_difference, sd_difference)) = (self.n as f64, self.difference);
        let d_z = (sd_difference > 0.0).then(|| mean_difference / sd_difference);
        let same = self.n - self.higher - self.lower;
        Paired {
            n: self.n,
            mean_pre: self.pre.0,
            sd_pre: self.pre.1,
            mean_post: self.mean_post,
            mean_difference,
            sd_difference,
            d_z,
            // Hedges' correction has no meaning below three pairs, where its denominator is not past zero.
            g_z: d_z.filter(|_| self.n > 2).map(|d| d * (1.0 - 3.0 / (4.0 * (n - 1.0) - 1.0))),
            probability_of_improvement: (self.higher as f64 + 0.5 * same as f64) / n,
            rank_biserial: self.rank_biserial,
            higher: self.higher,
            same,
            lower: self.lower,
        }
    }
}

/// How often a value rose or fell by 1, 2, 3 and so on.
struct DifferenceCounts {
    rises: Vec<usize>,
    falls: Vec<usize>,
}

impl DifferenceCounts {
    fn of(pairs: &[(i16, i16)]) -> Self {
        let largest = pairs.iter().map(|(pre, post)| pre.abs_diff(*post)).max().map_or(0, usize::from);
        let mut counts = Self { rises: vec![0; largest], falls: vec![0; largest] };
        for (pre, post) in pairs {
            let by = usize::from(pre.abs_diff(*post));
            match post.cmp(pre) {
                Ordering::Greater => counts.rises[by - 1] += 1,
                Ordering::Less => counts.falls[by - 1] += 1,
                Ordering::Equal => {}
            }
        }
        counts
    }

    fn rank_biserial(&self) -> Option<f64> {
        weigh(self.rises.iter().zip(&self.falls).map(|(rises, falls)| (*rises as f64, *falls as f64)))
    }
}

/// Mean and standard deviation (n - 1) of at least two whole numbers, from exact sums.
fn exact_mean_and_sd(values: impl Iterator<Item = i64>) -> (f64, f64) {
    let (n, sum, squares) =
        values.fold((0_i64, 0_i64, 0_i64), |(n, sum, squares), value| (n + 1, sum + value, squares + value * value));
    let spread = i128::from(squares) * i128::from(n) - i128::from(sum) * i128::from(sum);
    let count = n as f64;
    (sum as f64 / count, (spread as f64 / (count * (count - 1.0))).sqrt())
}

/// Mean and standard deviation (n - 1) of at least two values, in two passes so that large offsets do no harm.
fn mean_and_sd(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let squares: f64 = values.map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

/// Ranks the absolute differences and weighs the signs; zeros are dropped.
fn rank_biserial(differences: &[f64]) -> Option<f64> {
    let mut moved: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    moved.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    weigh(moved.chunk_by(|a, b| a.abs() == b.abs()).map(|tied| {
        let rises = tied.iter().filter(|d| **d > 0.0).count();
        (rises as f64, (tied.len() - rises) as f64)
    }))
}

/// Matched rank-biserial correlation from the rises and falls by each distance, the smallest first. Ties share the
/// mean of their ranks.
fn weigh(by_distance: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut plus, mut minus, mut below) = (0.0, 0.0, 0.0);
    for (rises, falls) in by_distance {
        let rank = below + (rises + falls + 1.0) / 2.0;
        plus += rank * rises;
        minus += rank * falls;
        below += rises + falls;
    }
    (below > 0.0).then(|| (plus - minus) / (plus + minus))
}
