//! Agreement of two raters on the same scale: the participant and the staff.

use super::Figure;
use serde::{Deserialize, Serialize};

/// How far two raters agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Pairs of ratings.
    pub n: usize,
    /// Cohen's kappa with quadratic weights (Cohen 1968): 1 is perfect, 0 is chance; none where all ratings are alike.
    pub weighted_kappa: Option<f64>,
    /// Mean of the second rater's value minus the first's.
    pub mean_difference: f64,
}

/// Agreement of pairs of ratings on a scale of whole numbers.
pub fn agreement(pairs: &[(i16, i16)]) -> Figure<Agreement> {
    if pairs.is_empty() {
        return Figure::TooFew { have: 0, need: 1 };
    }
    let n = pairs.len() as f64;
    let mean = |of: fn(&(i16, i16)) -> i16| pairs.iter().map(|pair| f64::from(of(pair))).sum::<f64>() / n;
    let (first, second) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let spread = |of: fn(&(i16, i16)) -> i16, mean: f64| {
        pairs.iter().map(|pair| (f64::from(of(pair)) - mean).powi(2)).sum::<f64>() / n
    };
    let observed = pairs.iter().map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2)).sum::<f64>() / n;
    // With quadratic weights the disagreement expected by chance is the two variances plus the squared distance of the
    // means, so that no table of categories is needed.
    let expected = spread(|pair| pair.0, first) + spread(|pair| pair.1, second) + (first - second).powi(2);
    let weighted_kappa = (expected > 0.0).then(|| 1.0 - observed / expected);
    Figure::Known(Agreement { n: pairs.len(), weighted_kappa, mean_difference: second - first })
}
