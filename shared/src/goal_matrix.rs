//! The goal matrix as app and server speak of it: goals as they are said, and as each audience sees them. Whether one is
//! met, `figures` says; what of the outcomes leaves the members, `outside`.

mod outside;

pub use outside::goals_outside;

use crate::account::InterventionName;
use crate::figures::{Aim, Goal, GoalStatus, GoalUnit, Measure, MeasureError, Period, Target, whole_percent};
use crate::file_error::FileError;
use crate::id::InterventionId;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// The longest name of a goal, and of what it is known by.
const LONGEST: usize = 200;

/// A goal as somebody says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalForm {
    /// Of which intervention; of the whole association where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervention: Option<InterventionId>,
    /// The first day for which it is set.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// What is to be reached.
    pub name: Box<str>,
    /// By what that is known.
    pub indicator: Box<str>,
    /// What the target is counted in.
    pub unit: GoalUnit,
    /// On which side of the target it is to come.
    pub aim: Aim,
    /// The target, in hundredths.
    pub target_hundredths: u64,
    /// Cases that count; none where nothing was counted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// All cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
}

impl GoalForm {
    /// The goal, if it keeps its rules.
    ///
    /// # Errors
    /// Names the first field that breaks one.
    pub fn goal(&self) -> Result<Goal, FileError> {
        for (field, text) in [("name", &self.name), ("indicator", &self.indicator)] {
            if text.trim().is_empty() || text.chars().count() > LONGEST {
                return Err(FileError::field(field, format!("write 1 to {LONGEST} characters")));
            }
        }
        let period = Period::new(self.from, self.to).map_err(|error| FileError::field("to", error.to_string()))?;
        let target = Target::from_hundredths(self.target_hundredths)
            .ok_or_else(|| FileError::field("target_hundredths", "is too large"))?;
        let measure = Measure::new(self.unit, self.aim, target, self.n, self.of)
            .map_err(|error| FileError::field(field_of(error), error.to_string()))?;
        let (name, indicator) = (self.name.trim().into(), self.indicator.trim().into());
        Ok(Goal { intervention: self.intervention, period, name, indicator, measure })
    }
}

const fn field_of(error: MeasureError) -> &'static str {
    match error {
        MeasureError::TargetOverHundred => "target_hundredths",
        MeasureError::OfMissing => "of",
        MeasureError::MoreThanAll(_) | MeasureError::NMissing => "n",
    }
}

/// What has become of a goal, as far as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeenOutcome {
    /// Nothing was counted yet.
    Open,
    /// Kept from this audience, since a small count could be seen in it.
    Hidden,
    /// What was counted.
    Counted {
        /// Cases that count.
        n: u64,
        /// All cases, where they were counted.
        of: Option<u64>,
        /// The outcome in the target's unit.
        outcome: f64,
        /// Per cent, rounded half up, where the goal is one of per cent.
        whole_percent: Option<u64>,
        /// Whether it is met.
        status: GoalStatus,
    },
}

/// A goal, as somebody sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct GoalLine {
    /// Of which intervention; of the whole association where none is named.
    pub intervention: Option<InterventionName>,
    /// For which days it is set.
    pub period: Period,
    /// What is to be reached.
    pub name: Box<str>,
    /// By what that is known.
    pub indicator: Box<str>,
    /// What the target is counted in.
    pub unit: GoalUnit,
    /// On which side of the target it is to come.
    pub aim: Aim,
    /// The target, in hundredths.
    pub target_hundredths: u64,
    /// What has become of it.
    pub outcome: SeenOutcome,
}

/// Goals, as somebody sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct GoalMatrix {
    /// The latest periods first.
    pub goals: Vec<GoalLine>,
    /// Whether whoever asks may say what the goals are.
    pub may_change: bool,
}

impl GoalLine {
    /// A goal as whoever has counted it, or runs the intervention, sees it.
    pub fn in_full(goal: &Goal, interventions: &[InterventionName]) -> Self {
        Self { outcome: outcome(&goal.measure), ..Self::without_outcome(goal, interventions) }
    }

    /// A goal without its outcome, which is kept from the audience where there is one.
    fn without_outcome(goal: &Goal, interventions: &[InterventionName]) -> Self {
        let measure = &goal.measure;
        let named = |id: InterventionId| interventions.iter().find(|one| one.id == id).cloned();
        Self {
            intervention: goal.intervention.and_then(named),
            period: goal.period,
            name: goal.name.clone(),
            indicator: goal.indicator.clone(),
            unit: measure.unit(),
            aim: measure.aim(),
            target_hundredths: measure.target().hundredths(),
            outcome: if measure.reached().is_some() { SeenOutcome::Hidden } else { SeenOutcome::Open },
        }
    }
}

fn outcome(measure: &Measure) -> SeenOutcome {
    let Some((reached, outcome)) = measure.reached().zip(measure.outcome()) else { return SeenOutcome::Open };
    let percent = reached.of.filter(|_| measure.unit() == GoalUnit::Percent);
    let whole_percent = percent.and_then(|of| whole_percent(reached.n, of));
    SeenOutcome::Counted { n: reached.n, of: reached.of, outcome, whole_percent, status: measure.status() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(n: Option<u64>, of: Option<u64>) -> GoalForm {
        let day = |text: &str| text.parse().unwrap_or_else(|_| unreachable!("a day"));
        GoalForm {
            intervention: None,
            from: day("2026-01-01"),
            to: day("2026-12-31"),
            name: "Fler i arbete".into(),
            indicator: "Arbete efter insatsen".into(),
            unit: GoalUnit::Percent,
            aim: Aim::AtLeast,
            target_hundredths: 3_000,
            n,
            of,
        }
    }

    #[test]
    fn who_has_counted_sees_every_count() {
        let goal = form(Some(3), Some(40)).goal().unwrap_or_else(|_| unreachable!("a goal"));
        let seen = GoalLine::in_full(&goal, &[]).outcome;
        assert!(matches!(seen, SeenOutcome::Counted { n: 3, status: GoalStatus::Missed, .. }));
    }

    #[test]
    fn a_goal_that_breaks_a_rule_is_refused_by_the_name_of_its_field() {
        let field = |form: GoalForm| form.goal().err().map(|error| error.to_string());
        assert!(
            field(GoalForm { name: " ".into(), ..form(None, None) }).is_some_and(|what| what.starts_with("name: "))
        );
        assert!(field(form(Some(3), None)).is_some_and(|what| what.starts_with("of: ")));
        assert!(field(form(Some(3), Some(2))).is_some_and(|what| what.starts_with("n: ")));
        let backwards = GoalForm { to: "2025-12-31".parse().unwrap_or_else(|_| unreachable!()), ..form(None, None) };
        assert!(field(backwards).is_some_and(|what| what.starts_with("to: ")));
        assert_eq!(form(None, None).goal().map(|goal| goal.measure.status()), Ok(GoalStatus::Open));
    }
}
