//! Goals: one row is what an association, or one of its interventions, wants to reach in a period, and what was reached.

use super::cell::{CellFault, note, number, one_of, optional, text, value};
use super::command::{ImportError, Outcome};
use super::entries::{self, Entry};
use super::identity::Identity;
use super::table::Row;
use crate::clock::Clock;
use crate::config::Import;
use crate::store::{GoalRow, Named, OperatorRight, Store};
use shared::figures::{Aim, Goal, GoalUnit, Measure, MeasureError, Period};
use shared::time::{Date, Month};

/// The columns without which a file holds no goals.
const NEEDED: [&str; 5] = ["association", "period", "goal", "indicator", "target"];

/// `stegvis import goals`.
pub(super) async fn import(
    import: &Import,
    store: &Store,
    right: OperatorRight,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let bring = async |rows, keep| store.bring_goals(right, rows, keep, clock.now()).await;
    entries::import(import, &NEEDED, read, bring).await
}

pub(super) fn read(row: &Row) -> Result<Entry<GoalRow>, CellFault> {
    let association = text(row, "association")?;
    let id = Identity::of_association(association).association();
    let filled = |column| Some(row.cell(column)).filter(|cell| !cell.is_empty()).map(str::to_owned);
    let of = filled("intervention").map(|name| (name, filled("member")));
    let goal = Goal {
        // Found by its name when the row is kept.
        intervention: None,
        period: value(row, "period", period)?,
        name: note(row, "goal")?.as_str().into(),
        indicator: note(row, "indicator")?.as_str().into(),
        measure: measure(row)?,
    };
    let key =
        [association, row.cell("member"), row.cell("intervention"), row.cell("period"), &goal.name, &goal.indicator];
    let key = key.join("\u{1f}");
    Ok(Entry { key, column: "goal", says: GoalRow { association: Named { id, name: association.into() }, of, goal } })
}

fn measure(row: &Row) -> Result<Measure, CellFault> {
    let (n, of) = (optional(row, "n", number)?, optional(row, "of", number)?);
    // Without a word, what is counted of all cases is meant in per cent.
    let unit = optional(row, "unit", unit)?.unwrap_or(if of.is_some() { GoalUnit::Percent } else { GoalUnit::Count });
    let aim = optional(row, "direction", aim)?.unwrap_or(Aim::AtLeast);
    Measure::new(unit, aim, value(row, "target", str::parse)?, n, of).map_err(|error| {
        let column = match error {
            MeasureError::TargetOverHundred => "target",
            MeasureError::OfMissing => "of",
            MeasureError::MoreThanAll(_) | MeasureError::NMissing => "n",
        };
        CellFault::unread(column, row.cell(column), error)
    })
}

fn unit(text: &str) -> Result<GoalUnit, String> {
    one_of(
        text,
        &[
            ("percent", GoalUnit::Percent),
            ("count", GoalUnit::Count),
            ("%", GoalUnit::Percent),
            ("procent", GoalUnit::Percent),
            ("antal", GoalUnit::Count),
        ],
    )
}

fn aim(text: &str) -> Result<Aim, String> {
    one_of(
        text,
        &[
            ("at_least", Aim::AtLeast),
            ("at_most", Aim::AtMost),
            ("higher_is_better", Aim::AtLeast),
            ("lower_is_better", Aim::AtMost),
            ("minst", Aim::AtLeast),
            ("högst", Aim::AtMost),
        ],
    )
}

/// A year such as 2026, or its first and last day with a slash between them.
fn period(text: &str) -> Result<Period, String> {
    let fault = || format!("“{text}” is no period; write a year such as 2026, or 2025-11-01/2026-10-31");
    if let Some((from, to)) = text.split_once('/') {
        let (from, to): (Date, Date) = (
            from.trim().parse().map_err(|error: shared::time::TimeError| error.to_string())?,
            to.trim().parse().map_err(|error: shared::time::TimeError| error.to_string())?,
        );
        return Period::new(from, to).map_err(|error| error.to_string());
    }
    let year: u16 = text.parse().map_err(|_| fault())?;
    let (first, last) = Month::new(year, 1).zip(Month::new(year, 12)).ok_or_else(fault)?;
    Period::new(first.first_day(), last.last_day()).map_err(|error| error.to_string())
}
