//! Figures compared with published ones: counts exactly, shares within half of their last printed digit.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// Checks that everything in `expected` stands in `found` as well; more may stand there.
pub(crate) fn holds(found: &Value, expected: &Value, tolerance: f64) -> Result<()> {
    holds_at("", found, expected, tolerance)
}

fn holds_at(place: &str, found: &Value, expected: &Value, tolerance: f64) -> Result<()> {
    match expected {
        Value::Object(names) => names.iter().try_for_each(|(name, expected)| {
            let found = found.get(name).with_context(|| format!("{place}/{name} is not there"))?;
            holds_at(&format!("{place}/{name}"), found, expected, tolerance)
        }),
        Value::Array(list) => {
            let found = found.as_array().with_context(|| format!("{place} is no list: {found}"))?;
            ensure!(found.len() == list.len(), "{place} has {} places, not {}", found.len(), list.len());
            list.iter().zip(found).enumerate().try_for_each(|(number, (expected, found))| {
                holds_at(&format!("{place}/{number}"), found, expected, tolerance)
            })
        }
        Value::Number(number) if number.is_f64() => {
            let (Some(found), Some(expected)) = (found.as_f64(), number.as_f64()) else { bail!("{place}: {found}") };
            ensure!((found - expected).abs() <= tolerance, "{place} is {found}, not {expected}");
            Ok(())
        }
        exact => {
            ensure!(is_the_same(found, exact), "{place} is {found}, not {exact}");
            Ok(())
        }
    }
}

/// Whole numbers may be written as `100` and `100.0`.
fn is_the_same(found: &Value, exact: &Value) -> bool {
    found == exact || exact.as_f64().is_some_and(|exact| found.as_f64() == Some(exact))
}
