//! A report as a workbook: the same rows as the CSV on the first sheet, and what they are on the second. Every text is
//! written as a text, so that none can be a formula.

use super::command::ReportFile;
use super::csv_table::{depth, header};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use serde_json::Value;
use shared::report::CellRow;

/// Writes the workbook.
pub(super) fn write(file: &ReportFile<'_>, cells: &[CellRow]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    figures(workbook.add_worksheet(), cells)?;
    about(workbook.add_worksheet(), file)?;
    workbook.save_to_buffer()
}

fn figures(sheet: &mut Worksheet, cells: &[CellRow]) -> Result<(), XlsxError> {
    sheet.set_name("figures")?;
    let depth = depth(cells);
    for (column, name) in (0..).zip(header(depth)) {
        sheet.write_string(0, column, name)?;
    }
    let last = u16::try_from(depth).map_err(|_| XlsxError::RowColumnLimitError)?;
    for (row, cell) in (1..).zip(cells) {
        for (column, name) in (0..).zip(&cell.path) {
            sheet.write_string(row, column, name)?;
        }
        value(sheet, row, last, &cell.value)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn value(sheet: &mut Worksheet, row: u32, column: u16, value: &Value) -> Result<(), XlsxError> {
    match value {
        Value::Null => {}
        Value::Bool(yes) => drop(sheet.write_boolean(row, column, *yes)?),
        Value::Number(number) => drop(sheet.write_number(row, column, number.as_f64().unwrap_or(f64::NAN))?),
        Value::String(text) => drop(sheet.write_string(row, column, text)?),
        other => drop(sheet.write_string(row, column, other.to_string())?),
    }
    Ok(())
}

fn about(sheet: &mut Worksheet, file: &ReportFile<'_>) -> Result<(), XlsxError> {
    sheet.set_name("about")?;
    let [from, to] = file.period.map(|day| day.to_string());
    let head =
        [("report", file.report), ("from", &from), ("to", &to), ("audience", file.audience), ("method", file.method)];
    let notes = file.notes.iter().map(|note| ("note", note.as_str()));
    for (row, (name, text)) in (0..).zip(head.into_iter().chain(notes)) {
        sheet.write_string(row, 0, name)?;
        sheet.write_string(row, 1, text)?;
    }
    Ok(())
}
