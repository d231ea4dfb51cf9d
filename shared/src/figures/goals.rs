//! Goals with what was reached of them. A goal is met when its outcome reaches the target, and near when it falls short
//! of the target (or lies above it, where less is better) by at most a tenth of the target; else it is missed. Outcomes
//! are compared in full precision, before any rounding.

use super::cohort::Selection;
use super::period::Period;
use crate::id::InterventionId;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a target is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoalUnit {
    /// Whole cases.
    Count,
    /// Per cent of all cases.
    Percent,
}

/// On which side of the target the goal lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// The target, or more.
    AtLeast,
    /// The target, or less.
    AtMost,
}

/// A target from 0 up, with at most two decimals, so that it is compared exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target(u64);

/// A text that is no target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no target; write a number from 0 to 1000000000000 with at most two decimals, such as 62.5")]
pub struct NotATarget(String);

impl Target {
    const MOST: u64 = 1_000_000_000_000 * 100;

    /// A target of so many hundredths.
    pub fn from_hundredths(hundredths: u64) -> Option<Self> {
        (hundredths <= Self::MOST).then_some(Self(hundredths))
    }

    /// How many hundredths it is.
    pub const fn hundredths(self) -> u64 {
        self.0
    }

    /// As a number.
    #[expect(clippy::cast_precision_loss, reason = "at most 10^14, which a fraction holds exactly")]
    pub fn value(self) -> f64 {
        self.0 as f64 / 100.0
    }

    fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
        let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_plain(whole) || !is_plain(decimals) || decimals.len() > 2 {
            return None;
        }
        let decimals: u64 = format!("{decimals:0<2}").parse().ok()?;
        let hundredths = whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(decimals)?;
        Self::from_hundredths(hundredths)
    }
}

impl FromStr for Target {
    type Err = NotATarget;

    /// With a point or, as Swedish programs write it, a comma.
    fn from_str(text: &str) -> Result<Self, NotATarget> {
        Self::read(text).ok_or_else(|| NotATarget(text.chars().take(40).collect()))
    }
}

/// What was reached: `n` cases, of `of` where all of them were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Cases that count.
    pub n: u64,
    /// All cases.
    pub of: Option<u64>,
}

/// What is measured, and where it is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    unit: GoalUnit,
    aim: Aim,
    target: Target,
    reached: Option<Reached>,
}

/// Why numbers make no measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// More than all.
    #[error("a target of more than 100 per cent cannot be reached")]
    TargetOverHundred,
    /// Per cent of nothing known.
    #[error("is empty; per cent are counted of all cases, so write how many there were")]
    OfMissing,
    /// More cases than there were.
    #[error("is more than the {0} cases that there were")]
    MoreThanAll(u64),
    /// Of how many, without how many.
    #[error("is empty, though the number of all cases is given; write how many of them count, or leave both empty")]
    NMissing,
}

impl Measure {
    /// Puts numbers together; without `n`, nothing has been reached yet.
    ///
    /// # Errors
    /// The first thing that cannot be.
    pub fn new(
        unit: GoalUnit,
        aim: Aim,
        target: Target,
        n: Option<u64>,
        of: Option<u64>,
    ) -> Result<Self, MeasureError> {
        if unit == GoalUnit::Percent && target > Target(100 * 100) {
            return Err(MeasureError::TargetOverHundred);
        }
        let reached = match (n, of) {
            (None, None) => None,
            (None, Some(_)) => return Err(MeasureError::NMissing),
            (Some(_), None) if unit == GoalUnit::Percent => return Err(MeasureError::OfMissing),
            (Some(n), Some(of)) if n > of => return Err(MeasureError::MoreThanAll(of)),
            (Some(n), of) => Some(Reached { n, of }),
        };
        Ok(Self { unit, aim, target, reached })
    }

    /// What the target is counted in.
    pub const fn unit(&self) -> GoalUnit {
        self.unit
    }

    /// On which side of the target it is to come.
    pub const fn aim(&self) -> Aim {
        self.aim
    }

    /// The target.
    pub const fn target(&self) -> Target {
        self.target
    }

    /// What was reached, if that is known.
    pub const fn reached(&self) -> Option<Reached> {
        self.reached
    }

    /// The outcome in the target's unit, in full precision; per cent of no cases are none.
    #[expect(clippy::cast_precision_loss, reason = "shown; compared in whole numbers")]
    pub fn outcome(&self) -> Option<f64> {
        let (above, below) = self.fraction()?;
        Some(above as f64 / below as f64)
    }

    /// Whether the goal is met.
    pub fn status(&self) -> GoalStatus {
        let Some((above, below)) = self.fraction() else { return GoalStatus::Open };
        // outcome = above / below, target = hundredths / 100
        let (outcome, target) = (above * 100, u128::from(self.target.0) * below);
        let (met, near) = match self.aim {
            Aim::AtLeast => (outcome >= target, outcome * 10 >= target * 9),
            Aim::AtMost => (outcome <= target, outcome * 10 <= target * 11),
        };
        match (met, near) {
            (true, _) => GoalStatus::Met,
            (false, true) => GoalStatus::Near,
            (false, false) => GoalStatus::Missed,
        }
    }

    fn fraction(&self) -> Option<(u128, u128)> {
        let reached = self.reached?;
        match self.unit {
            GoalUnit::Count => Some((u128::from(reached.n), 1)),
            GoalUnit::Percent => {
                let of = reached.of.filter(|of| *of > 0)?;
                Some((u128::from(reached.n) * 100, u128::from(of)))
            }
        }
    }
}

/// What has become of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    /// The target is reached.
    Met,
    /// Within a tenth of the target.
    Near,
    /// Farther from it.
    Missed,
    /// Nothing has been counted yet.
    Open,
}

/// A goal of an association, or of one intervention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Of which intervention; of the whole association where none is named.
    pub intervention: Option<InterventionId>,
    /// For which days it is set.
    pub period: Period,
    /// What is to be reached.
    pub name: Box<str>,
    /// By what that is known.
    pub indicator: Box<str>,
    /// The numbers.
    pub measure: Measure,
}

/// Goals by what has become of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct GoalCounts {
    /// All of them.
    pub goals: u32,
    /// Those that are met.
    pub met: u32,
    /// Those within a tenth of the target.
    pub near: u32,
    /// Those farther from it.
    pub missed: u32,
    /// Those of which nothing has been counted yet.
    pub open: u32,
}

impl GoalCounts {
    /// Counts goals.
    pub fn of<'g>(goals: impl IntoIterator<Item = &'g Goal>) -> Self {
        let mut counts = Self::default();
        for goal in goals {
            counts.goals += 1;
            match goal.measure.status() {
                GoalStatus::Met => counts.met += 1,
                GoalStatus::Near => counts.near += 1,
                GoalStatus::Missed => counts.missed += 1,
                GoalStatus::Open => counts.open += 1,
            }
        }
        counts
    }
}

/// Table 10: the goals whose last day lies in the period. Those of the whole association are left out where
/// interventions are asked for.
pub fn goals<'g>(all: &'g [Goal], selection: &'g Selection) -> impl Iterator<Item = &'g Goal> {
    let is_asked_for = |goal: &Goal| match goal.intervention {
        Some(intervention) => selection.has_intervention(intervention),
        None => selection.interventions.is_empty(),
    };
    all.iter().filter(move |goal| is_asked_for(goal) && selection.period.holds(goal.period.to()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(unit: GoalUnit, aim: Aim, target: &str, n: u64, of: Option<u64>) -> GoalStatus {
        let target = target.parse().unwrap_or_else(|error| unreachable!("{error}"));
        Measure::new(unit, aim, target, Some(n), of).map_or(GoalStatus::Open, |measure| measure.status())
    }

    #[test]
    fn near_is_within_a_tenth_of_the_target() {
        let share = |n| status(GoalUnit::Percent, Aim::AtLeast, "50", n, Some(200));
        assert_eq!(
            [100, 99, 90, 89].map(share),
            [GoalStatus::Met, GoalStatus::Near, GoalStatus::Near, GoalStatus::Missed]
        );
        let count = |n| status(GoalUnit::Count, Aim::AtMost, "20", n, None);
        assert_eq!(
            [20, 21, 22, 23].map(count),
            [GoalStatus::Met, GoalStatus::Near, GoalStatus::Near, GoalStatus::Missed]
        );
        assert_eq!(status(GoalUnit::Count, Aim::AtMost, "0", 1, None), GoalStatus::Missed);
    }

    #[test]
    fn an_outcome_is_compared_before_it_is_rounded() {
        assert_eq!(status(GoalUnit::Percent, Aim::AtLeast, "33.34", 1, Some(3)), GoalStatus::Near);
        assert_eq!(status(GoalUnit::Percent, Aim::AtLeast, "33,33", 1, Some(3)), GoalStatus::Met);
        assert_eq!(status(GoalUnit::Percent, Aim::AtLeast, "28.5", 57, Some(200)), GoalStatus::Met);
    }

    #[test]
    fn per_cent_of_no_cases_is_open() {
        assert_eq!(status(GoalUnit::Percent, Aim::AtLeast, "50", 0, Some(0)), GoalStatus::Open);
    }

    #[test]
    fn numbers_that_cannot_be_are_refused() {
        let new = |target, n, of| Measure::new(GoalUnit::Percent, Aim::AtLeast, Target(target), n, of).err();
        assert_eq!(new(10_001, None, None), Some(MeasureError::TargetOverHundred));
        assert_eq!(new(5_000, Some(3), None), Some(MeasureError::OfMissing));
        assert_eq!(new(5_000, Some(3), Some(2)), Some(MeasureError::MoreThanAll(2)));
        assert_eq!(new(5_000, None, Some(2)), Some(MeasureError::NMissing));
    }

    #[test]
    fn a_target_has_at_most_two_decimals() {
        for (text, hundredths) in [("62.5", Some(6_250)), ("62,5", Some(6_250)), ("0", Some(0)), ("7.05", Some(705))] {
            assert_eq!(Target::read(text).map(Target::hundredths), hundredths, "{text}");
        }
        for text in ["", "-1", "1e3", "NaN", "1.234", ".5", "5.", "99999999999999999999", "1000000000001"] {
            assert_eq!(Target::read(text), None, "{text}");
        }
    }
}
