//! A report as CSV: one figure a row, the names that lead to it, and its value.

use super::protected::protected;
use csv::WriterBuilder;
use serde_json::Value;
use shared::report::CellRow;
use std::borrow::Cow;

/// Writes the cells.
pub(super) fn write(cells: &[CellRow]) -> Result<Vec<u8>, csv::Error> {
    let depth = depth(cells);
    let mut table = WriterBuilder::new().from_writer(Vec::new());
    table.write_record(header(depth))?;
    for cell in cells {
        let names = (0..depth).map(|level| protected(cell.path.get(level).map_or("", String::as_str)));
        let row: Vec<Cow<'_, str>> = names.chain([value(&cell.value)]).collect();
        table.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

/// The most names that lead to a figure.
pub(super) fn depth(cells: &[CellRow]) -> usize {
    cells.iter().map(|cell| cell.path.len()).max().unwrap_or(1)
}

/// The names of the columns.
pub(super) fn header(depth: usize) -> Vec<String> {
    (1..=depth).map(|level| format!("level_{level}")).chain(["value".into()]).collect()
}

/// Numbers are left as they are: a minus before digits is no formula.
fn value(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "".into(),
        Value::String(text) => protected(text),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_protected_and_numbers_are_not() -> Result<(), csv::Error> {
        let cell = |path: &[&str], value| CellRow { path: path.iter().map(ToString::to_string).collect(), value };
        let table = write(&[cell(&["=cmd|' /C calc'!A0", "change"], (-8).into()), cell(&["n"], Value::Null)])?;
        let text = String::from_utf8_lossy(&table).into_owned();
        assert_eq!(text, "level_1,level_2,value\n'=cmd|' /C calc'!A0,change,-8\nn,,\n");
        Ok(())
    }
}
