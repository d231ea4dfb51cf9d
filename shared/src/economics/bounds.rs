//! Numbers outside of what a quantity can be. This file does not know which quantities there are.

/// A number outside of what the quantity can be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{value} does not lie from {least} to {most}")]
pub struct OutOfBounds {
    /// The number.
    pub value: f64,
    /// The least that the quantity can be.
    pub least: f64,
    /// The most that it can be.
    pub most: f64,
}

/// Takes a number from `least` to `most`; never one that is not a number.
pub(super) fn within(value: f64, least: f64, most: f64) -> Result<f64, OutOfBounds> {
    if (least..=most).contains(&value) { Ok(value) } else { Err(OutOfBounds { value, least, most }) }
}
