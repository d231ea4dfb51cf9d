//! A share with its interval.

use super::Figure;
use serde::{Deserialize, Serialize};

/// The 97.5th percentile of the normal distribution.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// A share of cases, with a 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Share {
    /// Cases that count.
    pub successes: u32,
    /// All cases.
    pub n: u32,
    /// The share, 0 to 1.
    pub share: f64,
    /// The interval's lower end, 0 to 1.
    pub low: f64,
    /// The interval's upper end, 0 to 1.
    pub high: f64,
}

/// A share with its Wilson score interval at 95 % (Wilson 1927, without continuity correction).
/// `successes` above `n` are taken as `n`.
pub fn wilson(successes: u32, n: u32) -> Figure<Share> {
    if n == 0 {
        return Figure::TooFew { have: 0, need: 1 };
    }
    let successes = successes.min(n);
    let (count, share) = (f64::from(n), f64::from(successes) / f64::from(n));
    let spread = Z * Z / count;
    let centre = (share + spread / 2.0) / (1.0 + spread);
    let half = Z / (1.0 + spread) * (share * (1.0 - share) / count + spread / (4.0 * count)).sqrt();
    // At none and at all the ends are the share itself, which rounding would miss by a hair.
    Figure::Known(Share {
        successes,
        n,
        share,
        low: (centre - half).clamp(0.0, share),
        high: (centre + half).clamp(share, 1.0),
    })
}
