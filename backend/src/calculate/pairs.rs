//! Pairs of values from a table with the columns pre and post. A row in which one of them is empty is left out and
//! counted.

use super::CalculateError;
use crate::import::{Row, Table};
use std::fs::File;
use std::path::Path;

/// The columns without which a file holds no pairs.
const NEEDED: [&str; 2] = ["pre", "post"];

/// What a file holds.
pub(super) struct Pairs {
    /// Both values of each complete row.
    pub(super) complete: Vec<(f64, f64)>,
    /// Rows without one or both.
    pub(super) missing: usize,
}

impl Pairs {
    /// Reads every row.
    pub(super) fn read(path: &Path) -> Result<Self, CalculateError> {
        let file = File::open(path).map_err(|error| CalculateError::File(path.into(), error))?;
        let unreadable = |error| CalculateError::Table(path.into(), error);
        let mut pairs = Self { complete: Vec::new(), missing: 0 };
        for row in Table::open(file, |_| (), &NEEDED).map_err(unreadable)? {
            let row = row.map_err(unreadable)?;
            match (value(path, &row, "pre")?, value(path, &row, "post")?) {
                (Some(pre), Some(post)) => pairs.complete.push((pre, post)),
                _ => pairs.missing += 1,
            }
        }
        Ok(pairs)
    }
}

/// A number with a point or, as Swedish programs write it, a comma.
fn value(path: &Path, row: &Row, column: &'static str) -> Result<Option<f64>, CalculateError> {
    let fault = |reason| CalculateError::Cell { file: path.into(), line: row.line, column, reason };
    if let Some(reason) = row.fault() {
        return Err(fault(reason.to_string()));
    }
    let text = row.cell(column);
    if text.is_empty() {
        return Ok(None);
    }
    let number: Option<f64> = text.replacen(',', ".", 1).parse().ok();
    let number = number.filter(|number| number.is_finite());
    number.map(Some).ok_or_else(|| fault(format!("“{text}” is not a number; leave the cell empty where it is missing")))
}
