//! The outcomes of goals as those outside the members see them: what is counted in a goal may be people, so that all goals
//! of an association go together through the suppression of small counts, with what has left the members already.
//!
//! A goal says in words what it counts. Two things are taken to be so where the numbers allow it, since a reader may take
//! them to be so: that goals of interventions of one name and time are parts of the association's goal of that name and
//! time; and that a number which equals a count of a report, of the same people and days, is that count. Either hides
//! more than it would have to, and shows nothing that is hidden elsewhere.
//!
//! What it does not know: what a goal's words mean, so that a goal which counts the same as a report under another number
//! is protected by itself alone; and what the goal's outcome was when somebody last looked.

use super::{GoalLine, outcome};
use crate::account::InterventionName;
use crate::figures::{Goal, Reached};
use crate::suppression::{Audience, CellKey, Count, Released, Statement, StatementError, protect};
use std::collections::BTreeMap;

/// The goals of an association with the outcomes that may leave the members, in the order given. `released` is what has
/// left them so far.
///
/// A goal whose numbers contradict those of another is shown without its outcome.
pub fn goals_outside(goals: &[Goal], interventions: &[InterventionName], released: &Released) -> Vec<GoalLine> {
    let line = |goal: &Goal| GoalLine::without_outcome(goal, interventions);
    let Ok(statement) = statement(goals, released) else { return goals.iter().map(line).collect() };
    let protected = protect(&statement, Audience::Association, released);
    let is_shown = |key: &CellKey| matches!(protected.count(key), Count::Shown(_));
    let seen = |(number, goal): (usize, &Goal)| {
        let keys = Keys::of(number, goal);
        let may_leave = counts(goal).is_some_and(|(_, of)| is_shown(&keys.n) && (of.is_none() || is_shown(&keys.of)));
        let outcome = if may_leave { outcome(&goal.measure) } else { line(goal).outcome };
        GoalLine { outcome, ..line(goal) }
    };
    goals.iter().enumerate().map(seen).collect()
}

/// The names of the counts of a goal.
struct Keys {
    n: CellKey,
    of: CellKey,
}

impl Keys {
    fn of(number: usize, goal: &Goal) -> Self {
        let period = format!("{}..{}", goal.period.from(), goal.period.to());
        let key = |what: &str| CellKey::new(&format!("goal {number} in the matrix, {what}"), &period, &[]);
        Self { n: key("n"), of: key("of") }
    }
}

/// The counts of a goal; none where nothing was counted, or more than people are.
fn counts(goal: &Goal) -> Option<(u32, Option<u32>)> {
    let Reached { n, of } = goal.measure.reached()?;
    let count = |count: u64| u32::try_from(count).ok();
    match of {
        None => Some((count(n)?, None)),
        Some(of) => Some((count(n)?, Some(count(of)?))),
    }
}

fn statement(goals: &[Goal], released: &Released) -> Result<Statement, StatementError> {
    let mut statement = Statement::default();
    for (number, goal) in goals.iter().enumerate() {
        let (keys, Some((n, of))) = (Keys::of(number, goal), counts(goal)) else { continue };
        statement.publish(keys.n.clone(), n)?;
        same_as_released(&mut statement, released, goal, (&keys.n, n))?;
        if let Some(of) = of {
            statement.publish(keys.of.clone(), of)?;
            statement.part_of(&keys.n, &keys.of)?;
            same_as_released(&mut statement, released, goal, (&keys.of, of))?;
        }
    }
    for (whole, parts) in families(goals) {
        sum(&mut statement, goals, whole, &parts, |keys| &keys.n, |(n, _)| Some(n))?;
        sum(&mut statement, goals, whole, &parts, |keys| &keys.of, |(_, of)| of)?;
    }
    Ok(statement)
}

/// A number that a report tells of the same people and days, or keeps, is taken to be the same count.
fn same_as_released(
    statement: &mut Statement,
    released: &Released,
    goal: &Goal,
    (key, count): (&CellKey, u32),
) -> Result<(), StatementError> {
    let period = format!("{}..{}", goal.period.from(), goal.period.to());
    let intervention = goal.intervention.map(|id| id.to_string());
    for same in released.counts_of(&period, intervention.as_deref(), count) {
        statement.imply(same.clone(), count)?;
        statement.sum(key, &[same])?;
    }
    Ok(())
}

/// Each goal of the association with those of interventions that bear its name, indicator and days.
fn families(goals: &[Goal]) -> Vec<(usize, Vec<usize>)> {
    let name = |goal: &Goal| (goal.period.from(), goal.period.to(), goal.name.clone(), goal.indicator.clone());
    let mut of_interventions: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (number, goal) in goals.iter().enumerate().filter(|(_, goal)| goal.intervention.is_some()) {
        of_interventions.entry(name(goal)).or_default().push(number);
    }
    let wholes = goals.iter().enumerate().filter(|(_, goal)| goal.intervention.is_none());
    wholes.filter_map(|(number, goal)| Some((number, of_interventions.get(&name(goal))?.clone()))).collect()
}

/// The parts, and what is left of the whole beside them, add up to it.
fn sum(
    statement: &mut Statement,
    goals: &[Goal],
    whole: usize,
    parts: &[usize],
    key: fn(&Keys) -> &CellKey,
    count: fn((u32, Option<u32>)) -> Option<u32>,
) -> Result<(), StatementError> {
    let of = |number: usize| {
        let goal = goals.get(number)?;
        Some((key(&Keys::of(number, goal)).clone(), count(counts(goal)?)?))
    };
    let Some((whole, all)) = of(whole) else { return Ok(()) };
    let (mut keys, together): (Vec<CellKey>, Vec<u32>) = parts.iter().filter_map(|part| of(*part)).unzip();
    // More than the whole: they are no parts of it.
    let Some(rest) = all.checked_sub(together.iter().sum()) else { return Ok(()) };
    if keys.is_empty() {
        return Ok(());
    }
    if rest > 0 {
        let left = keys.iter().fold(whole.clone(), |left, part| left.without(part));
        statement.imply(left.clone(), rest)?;
        keys.push(left);
    }
    statement.sum(&whole, &keys)
}

#[cfg(test)]
mod tests {
    use super::super::SeenOutcome;
    use super::*;
    use crate::figures::{Aim, GoalUnit, Measure, Period, Target};
    use crate::id::InterventionId;
    use crate::suppression::Table;
    use uuid::Uuid;

    fn period() -> Period {
        let day = |text: &str| text.parse().unwrap_or_else(|_| unreachable!("a day"));
        Period::new(day("2026-01-01"), day("2026-12-31")).unwrap_or_else(|_| unreachable!("in order"))
    }

    fn intervention(number: u128) -> InterventionId {
        InterventionId::from_uuid(Uuid::from_u128(number))
    }

    fn goal(name: &str, of_intervention: Option<u128>, n: u64, of: Option<u64>) -> Goal {
        let target = Target::from_hundredths(1_000).unwrap_or_else(|| unreachable!("a target"));
        let unit = if of.is_some() { GoalUnit::Percent } else { GoalUnit::Count };
        Goal {
            intervention: of_intervention.map(intervention),
            period: period(),
            name: name.into(),
            indicator: "Till arbete".into(),
            measure: Measure::new(unit, Aim::AtLeast, target, Some(n), of)
                .unwrap_or_else(|_| unreachable!("a measure")),
        }
    }

    /// The numbers that are seen.
    fn seen(goals: &[Goal], released: &Released) -> Vec<Option<u64>> {
        let n = |line: GoalLine| match line.outcome {
            SeenOutcome::Counted { n, .. } => Some(n),
            SeenOutcome::Hidden | SeenOutcome::Open => None,
        };
        goals_outside(goals, &[], released).into_iter().map(n).collect()
    }

    #[test]
    fn a_small_count_is_kept_and_so_are_the_few_others_of_all() {
        let of = |n, of| seen(&[goal("Arbete", None, n, Some(of))], &Released::default());
        assert_eq!(
            [of(3, 40), of(38, 40), of(31, 80), of(0, 40)],
            [vec![None], vec![None], vec![Some(31)], vec![Some(0)]]
        );
    }

    #[test]
    fn what_one_intervention_reached_is_not_what_is_left_of_all() {
        // Nine of all, six in one: three in the other, which may not be worked out.
        let goals = [goal("Arbete", None, 9, None), goal("Arbete", Some(1), 6, None), goal("Arbete", Some(2), 3, None)];
        let found = seen(&goals, &Released::default());
        assert_eq!(found[2], None);
        assert!(found[0].is_none() || found[1].is_none(), "{found:?}");
        // Nor where the other has no goal at all.
        let found = seen(&goals[..2], &Released::default());
        assert!(found[0].is_none() || found[1].is_none(), "{found:?}");
        // Of another name, they have nothing to do with each other.
        let apart = [goal("Arbete", None, 9, None), goal("Studier", Some(1), 6, None)];
        assert_eq!(seen(&apart, &Released::default()), [Some(9), Some(6)]);
    }

    #[test]
    fn a_number_that_a_report_keeps_is_not_told_by_a_goal() {
        let period = "2026-01-01..2026-12-31";
        let (first, second, third) =
            (intervention(1).to_string(), intervention(2).to_string(), intervention(3).to_string());
        let mut ended = Table::new("ended", period).by("intervention", &[&first, &second, &third]);
        for (name, people) in [(&first, 3), (&second, 7), (&third, 20)] {
            ended.add(&[name.as_str()], people).unwrap_or_else(|error| unreachable!("{error}"));
        }
        let mut statement = Statement::default();
        statement.table(&ended, &[&["intervention"], &[]]).unwrap_or_else(|error| unreachable!("{error}"));
        let protected = protect(&statement, Audience::Association, &Released::default());
        let at = |name: &str| protected.count(&ended.key(&[("intervention", name)]));
        // Seven is hidden, since three could be worked out from it.
        assert_eq!((at(&first), at(&second), at(&third)), (Count::Hidden, Count::Hidden, Count::Shown(20)));
        let released = protected.released();
        let alone = |of, n| seen(&[goal("Avslut", of, n, None)], released);
        assert_eq!(alone(Some(2), 7), [None]);
        assert_eq!(alone(Some(2), 8), [Some(8)], "it is another count");
        assert_eq!(alone(Some(3), 7), [Some(7)], "of others");
        assert_eq!(alone(Some(3), 20), [Some(20)], "it is told");
    }
}
