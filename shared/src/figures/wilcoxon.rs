//! The Wilcoxon signed-rank test of paired differences, with the handling of zeros stated.

use super::Figure;
use serde::{Deserialize, Serialize};

/// What is done with pairs that did not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    /// Ranked with the rest, then left out of the sums (Pratt 1959).
    #[default]
    Pratt,
    /// Dropped before ranking (Wilcoxon 1945).
    Wilcox,
}

/// How the probability was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Every assignment of signs counted.
    Exact,
    /// Normal approximation with correction for ties.
    Normal,
}

/// The result of the test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Wilcoxon {
    /// Pairs that changed.
    pub n: usize,
    /// Pairs that did not.
    pub zeros: usize,
    /// Sum of the ranks of rises.
    pub w_plus: f64,
    /// Sum of the ranks of falls.
    pub w_minus: f64,
    /// Two-sided probability of a difference as large if there were none.
    pub p_two_sided: f64,
    /// How it was found.
    pub distribution: Distribution,
    /// What was done with zeros.
    pub handling: Zeros,
}

impl Wilcoxon {
    /// The smaller of the two sums.
    pub fn statistic(&self) -> f64 {
        self.w_plus.min(self.w_minus)
    }
}

/// The most pairs for which the distribution is counted out.
const MOST_EXACT: usize = 25;

/// Tests differences. The exact distribution is used up to 25 pairs without ties and zeros, else the normal with tie
/// correction, and with a continuity correction of one half where `continuity` says so.
pub fn wilcoxon(differences: &[f64], handling: Zeros, continuity: bool) -> Figure<Wilcoxon> {
    let zeros = differences.iter().filter(|d| **d == 0.0).count();
    let n = differences.len() - zeros;
    if n == 0 {
        return Figure::TooFew { have: 0, need: 1 };
    }
    let ranked = Ranked::of(differences, handling);
    let exact = n <= MOST_EXACT && zeros == 0 && !ranked.has_ties;
    let p_two_sided = if exact { exact_p(&ranked, n) } else { normal_p(&ranked, continuity) };
    let distribution = if exact { Distribution::Exact } else { Distribution::Normal };
    let (w_plus, w_minus) = (ranked.plus, ranked.minus);
    Figure::Known(Wilcoxon { n, zeros, w_plus, w_minus, p_two_sided, distribution, handling })
}

/// Ranks of absolute differences, summed by sign.
struct Ranked {
    plus: f64,
    minus: f64,
    /// Sum of the squares of the ranks of all that changed: four times the variance of W+ under no difference.
    squares: f64,
    has_ties: bool,
}

impl Ranked {
    fn of(differences: &[f64], handling: Zeros) -> Self {
        let mut ordered: Vec<f64> =
            differences.iter().copied().filter(|d| handling == Zeros::Pratt || *d != 0.0).collect();
        ordered.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
        let mut ranked = Self { plus: 0.0, minus: 0.0, squares: 0.0, has_ties: false };
        let mut below = 0.0;
        for tied in ordered.chunk_by(|a, b| a.abs() == b.abs()) {
            let count = tied.len() as f64;
            let rank = below + (count + 1.0) / 2.0;
            below += count;
            for difference in tied.iter().filter(|d| **d != 0.0) {
                ranked.has_ties |= tied.len() > 1;
                ranked.squares += rank * rank;
                if *difference > 0.0 { ranked.plus += rank } else { ranked.minus += rank }
            }
        }
        ranked
    }
}

/// Counts the assignments of signs by their sum of positive ranks.
fn exact_p(ranked: &Ranked, n: usize) -> f64 {
    let most = n * (n + 1) / 2;
    let mut ways = vec![0.0_f64; most + 1];
    ways[0] = 1.0;
    for rank in 1..=n {
        for sum in (rank..=most).rev() {
            ways[sum] += ways[sum - rank];
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "without ties, sums are whole numbers")]
    let smaller = ranked.plus.min(ranked.minus) as usize;
    let tail: f64 = ways[..=smaller].iter().sum();
    (2.0 * tail / ways.iter().sum::<f64>()).min(1.0)
}

/// Ties enter through the shared ranks whose squares are summed (Lehmann 1975).
fn normal_p(ranked: &Ranked, continuity: bool) -> f64 {
    let mean = f64::midpoint(ranked.plus, ranked.minus);
    let sd = (ranked.squares / 4.0).sqrt();
    let distance = (ranked.plus - mean).abs() - if continuity { 0.5 } else { 0.0 };
    libm::erfc(distance.max(0.0) / sd / std::f64::consts::SQRT_2)
}
