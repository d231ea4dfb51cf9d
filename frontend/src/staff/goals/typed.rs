//! What is typed in the form of a goal, and the goal that it says. Pure.

use shared::figures::{Aim, GoalUnit, Target};
use shared::goal_matrix::{GoalForm, GoalLine, SeenOutcome};
use shared::id::InterventionId;

/// What is typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Typed {
    pub(super) intervention: Option<InterventionId>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) name: String,
    pub(super) indicator: String,
    pub(super) unit: GoalUnit,
    pub(super) aim: Aim,
    pub(super) target: String,
    pub(super) n: String,
    pub(super) of: String,
}

/// What cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    Day,
    Target,
    Count,
}

impl Typed {
    /// Of a goal for a whole year, of which nothing is said yet.
    pub(super) fn fresh(year: u16) -> Self {
        Self {
            intervention: None,
            from: format!("{year}-01-01"),
            to: format!("{year}-12-31"),
            name: String::new(),
            indicator: String::new(),
            unit: GoalUnit::Percent,
            aim: Aim::AtLeast,
            target: String::new(),
            n: String::new(),
            of: String::new(),
        }
    }

    /// What is said already.
    pub(super) fn of(line: &GoalLine) -> Self {
        let (n, of) = match line.outcome {
            SeenOutcome::Counted { n, of, .. } => (n.to_string(), of.map(|of| of.to_string()).unwrap_or_default()),
            SeenOutcome::Open | SeenOutcome::Hidden => (String::new(), String::new()),
        };
        let (whole, rest) = (line.target_hundredths / 100, line.target_hundredths % 100);
        Self {
            intervention: line.intervention.as_ref().map(|one| one.id),
            from: line.period.from().to_string(),
            to: line.period.to().to_string(),
            name: line.name.to_string(),
            indicator: line.indicator.to_string(),
            unit: line.unit,
            aim: line.aim,
            target: if rest == 0 { whole.to_string() } else { format!("{whole},{rest:02}") },
            n,
            of,
        }
    }

    /// The goal, if each field can be read. Its rules are the server's to judge.
    pub(super) fn form(&self) -> Result<GoalForm, Unread> {
        let day = |text: &str| text.trim().parse().map_err(|_| Unread::Day);
        let count = |text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Unread::Count),
        };
        let target: Target = self.target.trim().parse().map_err(|_| Unread::Target)?;
        Ok(GoalForm {
            intervention: self.intervention,
            from: day(&self.from)?,
            to: day(&self.to)?,
            name: self.name.as_str().into(),
            indicator: self.indicator.as_str().into(),
            unit: self.unit,
            aim: self.aim,
            target_hundredths: target.hundredths(),
            n: count(&self.n)?,
            of: count(&self.of)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_comes_back_as_it_was() -> Result<(), Unread> {
        let mut typed = Typed::fresh(2026);
        (typed.name, typed.indicator, typed.target) = ("Fler i arbete".into(), "Andel".into(), "62,5".into());
        (typed.n, typed.of) = ("31".into(), "80".into());
        let form = typed.form()?;
        let goal = form.goal().unwrap_or_else(|_| unreachable!("a goal"));
        let again = Typed::of(&GoalLine::in_full(&goal, &[])).form()?;
        assert_eq!(again, form);
        Ok(())
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_kind() {
        let mut typed = Typed::fresh(2026);
        assert_eq!(typed.form(), Err(Unread::Target));
        typed.target = "40".into();
        typed.n = "många".into();
        assert_eq!(typed.form(), Err(Unread::Count));
        typed.n = String::new();
        typed.to = "i december".into();
        assert_eq!(typed.form(), Err(Unread::Day));
    }
}
