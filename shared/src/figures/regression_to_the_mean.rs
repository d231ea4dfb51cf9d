//! How much a group picked for low values would rise by itself: people start when things are bad.

use serde::{Deserialize, Serialize};

/// What is known of the population and of how the group was picked from it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Picked {
    /// The population's mean.
    pub mean: f64,
    /// The population's standard deviation.
    pub sd: f64,
    /// Everybody below this value was picked.
    pub cutoff: f64,
    /// Correlation of two measurements of the same person.
    pub correlation: f64,
    /// How many measurements before were averaged.
    pub baselines: u32,
}

/// The rise to expect without any change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExpectedRise {
    /// How many standard deviations the cutoff lies below the mean.
    pub z: f64,
    /// phi(z) / (1 - Phi(z)).
    pub c: f64,
    /// In units of the scale.
    pub rise: f64,
}

/// What is wrong with the numbers given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PickedFault {
    /// The standard deviation must be above 0.
    #[error("sd must be above 0")]
    Sd,
    /// The correlation must lie from 0 to 1.
    #[error("correlation must lie from 0 to 1")]
    Correlation,
    /// There must be at least one measurement before.
    #[error("baselines must be at least 1")]
    Baselines,
}

/// Regression to the mean (Barnett, van der Pols & Dobson 2005): RTM = (s_w² / m) / sqrt(s_b² + s_w² / m) phi(z) /
/// (1 - Phi(z)) with z = (mean - cutoff) / s_t, s_w² = (1 - rho) s², s_b² = rho s², s_t² = s_b² + s_w² / m.
///
/// # Errors
/// Names the number that is off its range.
pub fn regression_to_the_mean(picked: &Picked) -> Result<ExpectedRise, PickedFault> {
    if !picked.sd.is_finite() || picked.sd <= 0.0 {
        return Err(PickedFault::Sd);
    }
    if !(0.0..=1.0).contains(&picked.correlation) {
        return Err(PickedFault::Correlation);
    }
    if picked.baselines == 0 {
        return Err(PickedFault::Baselines);
    }
    let variance = picked.sd * picked.sd;
    let within = (1.0 - picked.correlation) * variance / f64::from(picked.baselines);
    let total = (picked.correlation * variance + within).sqrt();
    let z = (picked.mean - picked.cutoff) / total;
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let beyond = 0.5 * libm::erfc(z / std::f64::consts::SQRT_2);
    let c = density / beyond;
    Ok(ExpectedRise { z, c, rise: within / total * c })
}
