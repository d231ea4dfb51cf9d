//! Rows of the first sheet of an .xlsx workbook, read as a stream by a thread of their own. What a workbook would take
//! when unpacked is checked before any of it is read.

use super::table::{Columns, Header, Row, Source, TableError};
use super::zip_limits::{self, TooMuch};
use calamine::{Cell, DataRef, Reader, Xlsx, XlsxError};
use std::io::{self, BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many rows are read ahead.
const READ_AHEAD: usize = 256;
/// The longest text that Excel itself keeps in a cell.
const LONGEST_TEXT: usize = 32_767;

/// Why a workbook cannot be read, or not further.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WorkbookError {
    /// It would take too much room.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// It is damaged.
    #[error("the workbook cannot be read ({0}); was it cut off? Save it again as .xlsx, or as CSV UTF-8")]
    Damaged(#[from] XlsxError),
    /// It holds no sheet.
    #[error("the workbook has no sheet")]
    NoSheet,
    /// A cell beyond what Excel writes.
    #[error("row {0} holds a text that is longer than a cell of Excel can hold")]
    LongText(u32),
    /// The reading broke off.
    #[error("the workbook could not be read to its end; save it again as .xlsx, or as CSV UTF-8")]
    BrokenOff,
}

/// What the thread tells.
enum Told {
    Row(u32, Vec<String>),
    Fault(WorkbookError),
    End,
}

/// The rows below the header.
pub(super) struct WorkbookRows {
    told: Receiver<Told>,
    header: Header,
    is_over: bool,
}

/// Whether a file is a zip archive, as every workbook is.
pub(super) fn is_workbook(file: &mut impl Source) -> io::Result<bool> {
    let mut start = Vec::new();
    file.rewind()?;
    file.take(4).read_to_end(&mut start)?;
    Ok(start == b"PK\x03\x04")
}

/// Reads the header, which is the first row with any text.
pub(super) fn read(mut file: impl Source, columns: Columns<'_>) -> Result<(Header, WorkbookRows), TableError> {
    zip_limits::check(&mut file).map_err(WorkbookError::from)?;
    file.rewind()?;
    let (teller, told) = sync_channel(READ_AHEAD);
    std::thread::spawn(move || {
        let end = tell_rows(file, &teller).err().map_or(Told::End, Told::Fault);
        // Whoever asked may have gone away.
        let _ = teller.send(end);
    });
    match told.recv() {
        Ok(Told::Row(_, headings)) => {
            let header = Header::of(headings, columns)?;
            Ok((header.clone(), WorkbookRows { told, header, is_over: false }))
        }
        Ok(Told::Fault(error)) => Err(error.into()),
        Ok(Told::End) => Err(TableError::Empty),
        Err(_) => Err(WorkbookError::BrokenOff.into()),
    }
}

impl Iterator for WorkbookRows {
    type Item = Result<Row, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let told = self.told.recv().unwrap_or(Told::Fault(WorkbookError::BrokenOff));
        self.is_over = !matches!(told, Told::Row(..));
        match told {
            Told::Row(number, cells) => Some(Ok(self.row(number, cells))),
            Told::Fault(error) => Some(Err(error.into())),
            Told::End => None,
        }
    }
}

impl WorkbookRows {
    /// Empty cells at the end of a row are not in the file. A month that was typed in has become a day in Excel.
    fn row(&self, number: u32, mut cells: Vec<String>) -> Row {
        if cells.len() < self.header.width() {
            cells.resize(self.header.width(), String::new());
        }
        for (place, cell) in cells.iter_mut().enumerate() {
            if self.header.column(place) == Some("month") && cell.len() == 10 && cell.ends_with("-01") {
                cell.truncate(7);
            }
        }
        self.header.row(u64::from(number), cells, true)
    }
}

fn tell_rows(file: impl Source, teller: &SyncSender<Told>) -> Result<(), WorkbookError> {
    let mut workbook = Xlsx::new(BufReader::new(file))?;
    let name = workbook.sheet_names().first().cloned().ok_or(WorkbookError::NoSheet)?;
    let mut cells = workbook.worksheet_cells_reader(&name)?;
    let mut row: Option<(u32, Vec<String>)> = None;
    while let Some(cell) = cells.next_cell()? {
        let ((number, column), text) = (cell.get_position(), text(&cell)?);
        if text.is_empty() {
            continue;
        }
        if row.as_ref().is_none_or(|(before, _)| *before != number + 1) {
            let done = row.replace((number + 1, Vec::new()));
            if !tell(teller, done) {
                return Ok(());
            }
        }
        if let Some((_, cells)) = &mut row {
            put(cells, column as usize, text);
        }
    }
    tell(teller, row);
    Ok(())
}

/// Columns are at most 16,384 in a workbook, as calamine checks.
fn put(cells: &mut Vec<String>, column: usize, text: String) {
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
}

/// Whether anybody still listens.
fn tell(teller: &SyncSender<Told>, row: Option<(u32, Vec<String>)>) -> bool {
    row.is_none_or(|(number, cells)| teller.send(Told::Row(number, cells)).is_ok())
}

/// A cell as it would stand in a CSV file.
fn text(cell: &Cell<DataRef<'_>>) -> Result<String, WorkbookError> {
    let text = match cell.get_value() {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::SharedString(text) => short(cell, text)?,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => short(cell, text)?,
        DataRef::Error(error) => error.to_string(),
    };
    Ok(text)
}

fn short(cell: &Cell<DataRef<'_>>, text: &str) -> Result<String, WorkbookError> {
    if text.len() > 4 * LONGEST_TEXT {
        return Err(WorkbookError::LongText(cell.get_position().0 + 1));
    }
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::table::Table;
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;
    use std::sync::LazyLock;

    static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, cells) in
            (0..).zip([["participation", "month", "step"], ["a", "2026-01", "2"], ["b", "2026-02", "3"]])
        {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        workbook.save_to_buffer().unwrap()
    });

    /// Every row, or what is said instead.
    fn read_all(content: &[u8]) -> Result<Vec<Row>, TableError> {
        let mut file = tempfile::tempfile()?;
        file.write_all(content)?;
        Table::open(file, |_| (), &["participation"])?.collect()
    }

    #[test]
    fn the_rows_of_a_workbook_are_read() {
        let lines: Vec<u64> = read_all(&WORKBOOK).unwrap().iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 3]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn a_workbook_with_changed_bytes_is_read_or_refused(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
            cut in any::<prop::sample::Index>(),
            is_cut in any::<bool>(),
        ) {
            let mut content = WORKBOOK.clone();
            for (place, byte) in changes {
                let place = place.index(content.len());
                content[place] = byte;
            }
            if is_cut {
                content.truncate(cut.index(content.len()));
            }
            if let Err(error) = read_all(&content) {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }
}
