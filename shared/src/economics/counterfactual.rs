//! How much of an effect is due to the intervention: what would not have come anyway, elsewhere or by others.
//! This file does not know which shares are right; they are assumptions, to be shown with the figure.

use super::bounds::{OutOfBounds, within};
use super::present_value::BenefitStream;

/// The chain from a gross effect to the intervention's own (Nicholls et al., *A Guide to Social Return on Investment*,
/// 2012, stage 4). Made from [`Counterfactual::NONE`], share by share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counterfactual {
    /// Checked, as the others: 0 to 1.
    pub(super) deadweight: f64,
    pub(super) displacement: f64,
    pub(super) attribution_to_others: f64,
    pub(super) drop_off: f64,
}

impl Counterfactual {
    /// The whole effect is the intervention's own, and lasts.
    pub const NONE: Self = Self { deadweight: 0.0, displacement: 0.0, attribution_to_others: 0.0, drop_off: 0.0 };

    /// The share that would have come anyway.
    ///
    /// # Errors
    /// When it does not lie from 0 to 1.
    pub fn with_deadweight(self, share: f64) -> Result<Self, OutOfBounds> {
        Ok(Self { deadweight: within(share, 0.0, 1.0)?, ..self })
    }

    /// The share that pushed an equal effect out elsewhere.
    ///
    /// # Errors
    /// When it does not lie from 0 to 1.
    pub fn with_displacement(self, share: f64) -> Result<Self, OutOfBounds> {
        Ok(Self { displacement: within(share, 0.0, 1.0)?, ..self })
    }

    /// The share that is due to others.
    ///
    /// # Errors
    /// When it does not lie from 0 to 1.
    pub fn with_attribution_to_others(self, share: f64) -> Result<Self, OutOfBounds> {
        Ok(Self { attribution_to_others: within(share, 0.0, 1.0)?, ..self })
    }

    /// The share that is lost from each year to the next.
    ///
    /// # Errors
    /// When it does not lie from 0 to 1.
    pub fn with_drop_off(self, share: f64) -> Result<Self, OutOfBounds> {
        Ok(Self { drop_off: within(share, 0.0, 1.0)?, ..self })
    }

    /// The share of a gross effect that is the intervention's own, in the first year: (1 - deadweight) x
    /// (1 - displacement) x (1 - attribution to others). Multiply either ledger by it.
    pub fn share(&self) -> f64 {
        (1.0 - self.deadweight) * (1.0 - self.displacement) * (1.0 - self.attribution_to_others)
    }

    /// The own effect of a gross effect of `gross_per_year` kronor, over `months` months, fading by the drop-off.
    ///
    /// # Errors
    /// When the amount is not finite or the horizon is longer than a [`BenefitStream`] can be.
    pub fn stream(&self, gross_per_year: f64, months: f64) -> Result<BenefitStream, OutOfBounds> {
        BenefitStream::new(gross_per_year * self.share(), months, self.drop_off)
    }
}
