//! Individual change measured against an instrument's error of measurement. Only for scores of several items: one
//! step on a single item is usually not reliable change.

use crate::instrument::Direction;
use serde::{Deserialize, Serialize};

/// Beyond this, a change is more than the instrument's error of measurement would give in 95 of 100 cases.
pub const RELIABLE: f64 = 1.96;

/// How reliable change is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReliableChangeMethod {
    /// RC = (post - pre) / S_diff (Jacobson & Truax 1991).
    #[default]
    JacobsonTruax,
    /// RC = [(post - M) - r (pre - M)] / (SD_pre sqrt(1 - r²)), against regression to the mean (Hsu 1989).
    GulliksenLordNovick,
    /// RC = [post - (r (pre - M) + M)] / SEM (Speer 1992).
    EdwardsNunnally,
}

/// What an instrument's error of measurement is in a group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeasurementError {
    /// The group's mean at baseline.
    pub mean_pre: f64,
    /// The group's standard deviation at baseline.
    pub sd_pre: f64,
    /// The instrument's reliability.
    pub reliability: f64,
    /// Standard error of measurement, SD_pre sqrt(1 - r).
    pub sem: f64,
    /// Standard error of a difference, sqrt(2) SEM.
    pub s_diff: f64,
}

/// Why there is no error of measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeasurementErrorFault {
    /// Reliability must lie from 0 to below 1.
    #[error("reliability must lie from 0 to below 1")]
    Reliability,
    /// Nobody differed from another at baseline, so that nothing can be told from the error of measurement.
    #[error("the values before do not differ, so that no change can be told from the error of measurement")]
    NoSpread,
}

impl MeasurementError {
    /// The error of measurement in a group with this mean and standard deviation at baseline.
    ///
    /// # Errors
    /// When the reliability is off its range or the group has no spread.
    pub fn new(mean_pre: f64, sd_pre: f64, reliability: f64) -> Result<Self, MeasurementErrorFault> {
        if !(0.0..1.0).contains(&reliability) {
            return Err(MeasurementErrorFault::Reliability);
        }
        if !sd_pre.is_finite() || sd_pre <= 0.0 {
            return Err(MeasurementErrorFault::NoSpread);
        }
        let sem = sd_pre * (1.0 - reliability).sqrt();
        Ok(Self { mean_pre, sd_pre, reliability, sem, s_diff: std::f64::consts::SQRT_2 * sem })
    }

    /// The reliable change of one person, signed so that better is positive.
    pub fn rc(&self, method: ReliableChangeMethod, direction: Direction, pre: f64, post: f64) -> f64 {
        let (mean, r) = (self.mean_pre, self.reliability);
        let change = match method {
            ReliableChangeMethod::JacobsonTruax => (post - pre) / self.s_diff,
            ReliableChangeMethod::GulliksenLordNovick => {
                ((post - mean) - r * (pre - mean)) / (self.sd_pre * (1.0 - r * r).sqrt())
            }
            ReliableChangeMethod::EdwardsNunnally => (post - (r * (pre - mean) + mean)) / self.sem,
        };
        match direction {
            Direction::HigherIsBetter => change,
            Direction::LowerIsBetter => -change,
        }
    }
}

/// What a reliable change amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Reliably better.
    Improved,
    /// Within the error of measurement.
    Unchanged,
    /// Reliably worse.
    Deteriorated,
}

impl Outcome {
    /// What a signed RC amounts to.
    pub fn of(rc: f64) -> Self {
        match rc {
            rc if rc > RELIABLE => Self::Improved,
            rc if rc < -RELIABLE => Self::Deteriorated,
            _ => Self::Unchanged,
        }
    }
}

/// Persons by reliable change.
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReliableChange {
    /// Reliably better.
    pub improved: u32,
    /// Within the error of measurement.
    pub unchanged: u32,
    /// Reliably worse.
    pub deteriorated: u32,
}

impl ReliableChange {
    /// Counts one.
    pub fn add(&mut self, outcome: Outcome) {
        *self.of_mut(outcome) += 1;
    }

    const fn of_mut(&mut self, outcome: Outcome) -> &mut u32 {
        match outcome {
            Outcome::Improved => &mut self.improved,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Deteriorated => &mut self.deteriorated,
        }
    }

    /// Counts differences, each with how many have it, after Jacobson and Truax, whose RC knows no more of a pair.
    pub fn of_differences(
        differences: impl Iterator<Item = (i64, u32)>,
        error: &MeasurementError,
        direction: Direction,
    ) -> Self {
        let mut counts = Self::default();
        for (difference, how_many) in differences {
            let rc = error.rc(ReliableChangeMethod::JacobsonTruax, direction, 0.0, difference as f64);
            *counts.of_mut(Outcome::of(rc)) += how_many;
        }
        counts
    }

    /// Counts pairs `(pre, post)`.
    pub fn count(
        pairs: &[(f64, f64)],
        error: &MeasurementError,
        method: ReliableChangeMethod,
        direction: Direction,
    ) -> Self {
        let mut counts = Self::default();
        for (pre, post) in pairs {
            counts.add(Outcome::of(error.rc(method, direction, *pre, *post)));
        }
        counts
    }
}

/// A population's mean and standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Norm {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// The scores between the clinical and the functional population (Jacobson & Truax 1991).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cutoffs {
    /// Two standard deviations from the clinical mean towards the functional.
    pub a: f64,
    /// Two standard deviations from the functional mean towards the clinical.
    pub b: f64,
    /// Where both populations are equally likely.
    pub c: f64,
}

impl Cutoffs {
    /// The cutoffs between two populations; the functional one lies in the better direction.
    pub fn between(clinical: Norm, functional: Norm, direction: Direction) -> Self {
        let towards = match direction {
            Direction::HigherIsBetter => 2.0,
            Direction::LowerIsBetter => -2.0,
        };
        Self {
            a: clinical.mean + towards * clinical.sd,
            b: functional.mean - towards * functional.sd,
            c: (clinical.sd * functional.mean + functional.sd * clinical.mean) / (clinical.sd + functional.sd),
        }
    }

    /// Whether a score lies on the functional side of cutoff c.
    pub fn is_functional(&self, score: f64, direction: Direction) -> bool {
        match direction {
            Direction::HigherIsBetter => score > self.c,
            Direction::LowerIsBetter => score < self.c,
        }
    }
}
