//! Change of a group measured twice: paired differences and what is said about them. Pure numbers in, pure numbers
//! out; this file does not know what was measured.

use super::Figure;
use super::tally::Way;
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
    let mut sums = PairSums::default();
    pairs.iter().for_each(|(pre, post)| sums.count(*pre, *post, Way::In));
    sums.paired()
}

/// Pairs of ratings as exact sums, to which a pair can be added and taken away again.
#[derive(Debug, Clone, Default)]
pub(super) struct PairSums {
    pre: Moments,
    post: Moments,
    difference: Moments,
    same: u32,
    /// How many rose by 1, 2, 3 and so on.
    rises: Vec<u32>,
    /// How many fell by 1, 2, 3 and so on.
    falls: Vec<u32>,
}

impl PairSums {
    /// Counts pairs that were counted elsewhere as well.
    pub(super) fn add(&mut self, others: &Self) {
        self.pre.add(&others.pre);
        self.post.add(&others.post);
        self.difference.add(&others.difference);
        self.same += others.same;
        for (own, others) in [(&mut self.rises, &others.rises), (&mut self.falls, &others.falls)] {
            own.resize(own.len().max(others.len()), 0);
            own.iter_mut().zip(others).for_each(|(own, other)| *own += other);
        }
    }

    pub(super) fn n(&self) -> usize {
        usize::try_from(self.pre.n).unwrap_or(0)
    }

    pub(super) fn count(&mut self, pre: i16, post: i16, way: Way) {
        let difference = i64::from(post) - i64::from(pre);
        self.pre.count(i64::from(pre), way);
        self.post.count(i64::from(post), way);
        self.difference.count(difference, way);
        let counts = match difference.signum() {
            0 => return way.count(&mut self.same),
            1 => &mut self.rises,
            _ => &mut self.falls,
        };
        let place = usize::from(pre.abs_diff(post)) - 1;
        if place >= counts.len() {
            counts.resize(place + 1, 0);
        }
        way.count(&mut counts[place]);
    }

    /// How many rose, stayed and fell.
    pub(super) fn directions(&self) -> (u32, u32, u32) {
        (self.rises.iter().sum(), self.same, self.falls.iter().sum())
    }

    /// Every difference, with how many have it.
    pub(super) fn differences(&self) -> impl Iterator<Item = (i64, u32)> {
        let rises = (1..).zip(self.rises.iter().copied());
        let falls = (1..).zip(self.falls.iter().copied()).map(|(by, how_many): (i64, u32)| (-by, how_many));
        rises.chain(falls).chain([(0, self.same)])
    }

    pub(super) fn paired(&self) -> Figure<Paired> {
        let n = self.n();
        if n < FEWEST_PAIRS {
            return Figure::TooFew { have: n, need: FEWEST_PAIRS };
        }
        let all = |counts: &[u32]| counts.iter().map(|count| *count as usize).sum();
        let longest = self.rises.len().max(self.falls.len());
        let by = |counts: &[u32], place: usize| f64::from(counts.get(place).copied().unwrap_or(0));
        let sums = Sums {
            n,
            pre: self.pre.mean_and_sd(),
            mean_post: self.post.mean_and_sd().0,
            difference: self.difference.mean_and_sd(),
            higher: all(&self.rises),
            lower: all(&self.falls),
            rank_biserial: weigh((0..longest).map(|place| (by(&self.rises, place), by(&self.falls, place)))),
        };
        Figure::Known(sums.paired())
    }
}

/// Exact sums of whole numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    n: i64,
    sum: i64,
    squares: i64,
}

impl Moments {
    const fn add(&mut self, others: &Self) {
        self.n += others.n;
        self.sum += others.sum;
        self.squares += others.squares;
    }

    const fn count(&mut self, value: i64, way: Way) {
        way.sum(&mut self.n, 1);
        way.sum(&mut self.sum, value);
        way.sum(&mut self.squares, value * value);
    }

    /// Mean and standard deviation (n - 1) of at least two numbers.
    fn mean_and_sd(self) -> (f64, f64) {
        let spread = i128::from(self.squares) * i128::from(self.n) - i128::from(self.sum) * i128::from(self.sum);
        let n = self.n as f64;
        (self.sum as f64 / n, (spread as f64 / (n * (n - 1.0))).sqrt())
    }
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
