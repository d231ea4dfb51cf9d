//! The same report in three forms: every form carries the same cells, and none can hold a formula.

use crate::cohort::{REPORTS, Store, said};
use anyhow::{Context, Result};
use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use std::io::Cursor;

type Cells = Vec<(Vec<String>, String)>;

/// The leaves of the figures, each with its path.
fn cells_of_json(figures: &Value) -> Cells {
    fn walk(value: &Value, path: &[String], cells: &mut Cells) {
        let step = |name: String| [path, &[name]].concat();
        match value {
            Value::Object(names) => names.iter().for_each(|(name, inner)| walk(inner, &step(name.clone()), cells)),
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(place, inner)| walk(inner, &step((place + 1).to_string()), cells));
            }
            leaf => cells.push((path.to_vec(), shown(leaf))),
        }
    }
    let mut cells = Vec::new();
    walk(figures, &[], &mut cells);
    cells
}

fn shown(leaf: &Value) -> String {
    match (leaf, leaf.as_f64()) {
        (Value::Null, _) => String::new(),
        (_, Some(number)) => rounded(number),
        (Value::String(text), _) => text.clone(),
        (other, _) => other.to_string(),
    }
}

/// Without the last digits, in which programs that read numbers differ.
fn rounded(number: f64) -> String {
    format!("{number:.9e}")
}

fn cells_of_csv(table: &str) -> Cells {
    let row = |line: &str| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let value = cells.pop().unwrap_or_default();
        let value = value.parse().map_or(value, rounded);
        (cells.into_iter().filter(|cell| !cell.is_empty()).collect(), value)
    };
    table.lines().skip(1).map(row).collect()
}

fn cells_of_workbook(workbook: Vec<u8>) -> Result<Cells> {
    let mut workbook = Xlsx::new(Cursor::new(workbook))?;
    let sheet = workbook.worksheet_range_at(0).context("a sheet")??;
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::Float(number) => rounded(*number),
        other => other.to_string(),
    };
    let row = |row: &[Data]| {
        let (value, path) = row.split_last().context("a value")?;
        Ok((path.iter().map(text).filter(|name| !name.is_empty()).collect(), text(value)))
    };
    sheet.rows().skip(1).map(row).collect()
}

#[tokio::test]
async fn every_form_of_a_report_carries_the_same_cells() -> Result<()> {
    let store = Store::with_cohort().await?;
    for name in REPORTS {
        let json = cells_of_json(&store.report(name, &["--by", "gender"]).await?["figures"]);
        let csv = store.report_as(name, &["--by", "gender", "--format", "csv"]).await?;
        assert_eq!(cells_of_csv(&String::from_utf8(csv.stdout)?), json, "{name}");
        let xlsx = store.report_as(name, &["--by", "gender", "--format", "xlsx"]).await?;
        assert_eq!(cells_of_workbook(xlsx.stdout)?, json, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_is_written_as_a_whole_in_place_of_the_old_one() -> Result<()> {
    let store = Store::with_cohort().await?;
    let path = store.write("report.json", "old")?;
    let output = path.to_str().context("UTF-8")?;
    let shown = store.report_as("exits", &[]).await?.stdout;
    let told = store.report_as("exits", &["--output", output]).await?;
    assert_eq!(said(&told)?, "");
    assert_eq!(std::fs::read(&path)?, shown);
    let nowhere = store.report_as("exits", &["--output", "/nowhere/report.json"]).await?;
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(said(&nowhere)?.contains("/nowhere/report.json cannot be written"), "{}", said(&nowhere)?);
    Ok(())
}
