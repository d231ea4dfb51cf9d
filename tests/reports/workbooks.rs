//! Workbooks as imports: the same rows as CSV give the same figures, and a workbook made to do harm is refused before it
//! is read.

use crate::cohort::{KINDS, Store, file};
use anyhow::{Context, Result};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::io::{Cursor, Write};
use std::path::PathBuf;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A cell as somebody at a spreadsheet would have it: days as days, numbers as numbers.
fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) -> Result<()> {
    let is_day = cell.len() == 10 && cell.as_bytes()[4] == b'-' && cell.as_bytes()[7] == b'-';
    let day = Format::new().set_num_format("yyyy-mm-dd");
    match (is_day, cell.parse::<f64>()) {
        (true, _) => {
            sheet.write_datetime_with_format(row, column, ExcelDateTime::parse_from_str(cell)?, &day)?;
        }
        (false, Ok(number)) => {
            sheet.write_number(row, column, number)?;
        }
        _ if cell.is_empty() => {}
        _ => {
            sheet.write_string(row, column, cell)?;
        }
    }
    Ok(())
}

/// One of the cohort's files as a workbook.
fn as_workbook(store: &Store, kind: &str) -> Result<PathBuf> {
    let (mut workbook, path) = (Workbook::new(), store.path(&format!("{kind}.xlsx")));
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(std::fs::read_to_string(file(&format!("{kind}.csv")))?.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            put(sheet, row, column, cell)?;
        }
    }
    workbook.save(&path)?;
    Ok(path)
}

#[tokio::test]
async fn the_cohort_as_workbooks_gives_the_same_figures() -> Result<()> {
    let (plain, other) = (Store::with_cohort().await?, Store::empty()?);
    for (kind, rows) in KINDS.into_iter().zip([120, 7350, 826]) {
        let said = other.import(kind, &as_workbook(&other, kind)?, 0).await?;
        assert_eq!(said, format!("imported {rows}, unchanged 0, refused 0"));
        let said = other.import(kind, &file(&format!("{kind}.csv")), 0).await?;
        assert_eq!(said, format!("imported 0, unchanged {rows}, refused 0"), "a workbook's rows are those of the CSV");
    }
    other.import("prices", &file("prices.json"), 0).await?;
    assert_eq!(other.every_figure().await?, plain.every_figure().await?);
    Ok(())
}

#[tokio::test]
async fn a_month_that_excel_made_a_day_of_is_a_month() -> Result<()> {
    let store = Store::with_cohort().await?;
    let (mut workbook, path) = (Workbook::new(), store.path("steps.xlsx"));
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(["Deltagande", "Månad", "Steg"]) {
        sheet.write_string(2, column, name)?;
    }
    for (row, id, month) in [(3, "sco-2019-00000", "2018-05-01"), (7, "sco-2019-99999", "2018-05-01")] {
        for (column, cell) in (0..).zip([id, month, "2"]) {
            put(sheet, row, column, cell)?;
        }
    }
    workbook.save(&path)?;
    let said = store.import("steps", &path, 1).await?;
    assert!(said.contains("imported 0, unchanged 1, refused 1") && said.contains("line 8, participation"), "{said}");
    Ok(())
}

/// An archive with one part.
fn archive(name: &str, content: &[u8]) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
    archive.write_all(content)?;
    Ok(archive.finish()?.into_inner())
}

#[tokio::test]
async fn a_zip_bomb_is_refused_before_it_is_unpacked() -> Result<()> {
    let store = Store::with_cohort().await?;
    let bomb = archive("xl/worksheets/sheet1.xml", &vec![b' '; 40 << 20])?;
    assert!(bomb.len() < 1 << 20);
    let said = store.import("steps", &store.write("bomb.xlsx", &bomb)?, 2).await?;
    assert!(said.contains("grows more than 120 times"), "{said}");
    let understated = understate(&archive("xl/sharedStrings.xml", &vec![b' '; 40 << 20])?)?;
    let said = store.import("steps", &store.write("bomb.xlsx", &understated)?, 2).await?;
    assert!(said.contains("xl/sharedStrings.xml") && said.contains("larger than its declared"), "{said}");
    Ok(())
}

/// The same archive, claiming in its directory that the part has a thousand bytes.
fn understate(archive: &[u8]) -> Result<Vec<u8>> {
    let directory = archive.windows(4).rposition(|four| four == b"PK\x01\x02").context("a directory")?;
    let mut lying = archive.to_vec();
    lying[directory + 24..directory + 28].copy_from_slice(&1000_u32.to_le_bytes());
    lying[22..26].copy_from_slice(&1000_u32.to_le_bytes());
    Ok(lying)
}

#[tokio::test]
async fn a_damaged_workbook_is_told() -> Result<()> {
    let store = Store::with_cohort().await?;
    let whole = std::fs::read(as_workbook(&store, "steps")?)?;
    let cut = store.write("cut.xlsx", &whole[..whole.len() / 2])?;
    assert!(store.import("steps", &cut, 2).await?.contains("cut off"));
    let other = store.write("other.xlsx", archive("readme.txt", b"not a workbook")?)?;
    assert!(store.import("steps", &other, 2).await?.contains("workbook cannot be read"));
    Ok(())
}

#[tokio::test]
async fn a_cell_at_the_far_corner_of_a_sheet_takes_no_room() -> Result<()> {
    let store = Store::with_cohort().await?;
    let (mut workbook, path) = (Workbook::new(), store.path("wide.xlsx"));
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(["participation", "month", "step"]) {
        sheet.write_string(0, column, name)?;
    }
    sheet.write_string(1_048_575, 16_383, "far")?;
    workbook.save(&path)?;
    let said = store.import("steps", &path, 1).await?;
    assert!(said.contains("line 1048576") && said.contains("more cells than the header"), "{said}");
    Ok(())
}
