//! The trend of one person, on real month numbers: missing months stay missing.

use super::Figure;

/// The fewest measurements that make a trend.
const FEWEST: usize = 3;

/// The Theil-Sen slope: the median of the slopes between all pairs of points `(month number, value)`, in units a month.
/// Points in the same month make no slope.
pub fn theil_sen(points: &[(f64, f64)]) -> Figure<f64> {
    let mut slopes: Vec<f64> = points
        .iter()
        .enumerate()
        .flat_map(|(place, a)| points[place + 1..].iter().map(move |b| (a, b)))
        .filter(|(a, b)| a.0 != b.0)
        .map(|(a, b)| (b.1 - a.1) / (b.0 - a.0))
        .collect();
    if points.len() < FEWEST || slopes.is_empty() {
        return Figure::TooFew { have: points.len(), need: FEWEST };
    }
    slopes.sort_by(f64::total_cmp);
    Figure::Known(median_of_sorted(&slopes))
}

/// The median of sorted, non-empty values: the middle one, or the mean of the middle two.
pub(super) fn median_of_sorted(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}
