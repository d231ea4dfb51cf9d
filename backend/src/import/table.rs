//! A table: rows with named columns and line numbers, one at a time. It knows neither how a file holds them nor what
//! they mean.

use super::csv_rows;
use super::workbook_rows::{self, WorkbookError};
use shared::import::{Why, canonical};
use std::io::{self, Read, Seek};
use std::sync::Arc;

/// Why a table cannot be read at all, or not further.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TableError {
    /// The file.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// Quotes and the like.
    #[error("the file is no table: {0}")]
    NotATable(#[from] csv::Error),
    /// A workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// Nothing in it.
    #[error("the file is empty; it needs a header row")]
    Empty,
    /// Another encoding, seen in the header.
    #[error("line 1 is not UTF-8 text; save the file as UTF-8 (in Excel: “CSV UTF-8”) and import it again")]
    NotUtf8,
    /// A quotation mark that is never closed, or no table at all.
    #[error("the row that begins in line {0} does not end within 1 MB; is a quotation mark left open there?")]
    Endless(u64),
    /// The room for putting rows in order.
    #[error("the rows cannot be put in order on the disk: {0}")]
    Unsorted(io::Error),
    /// A column that is needed.
    #[error("the header row lacks “{0}”")]
    Lacks(&'static str),
    /// Other columns than were chosen for.
    #[error("the file has other columns than those that were chosen")]
    OtherColumns,
    /// A column that may stand there once.
    #[error("the header row has “{0}” twice; delete one of the columns")]
    Twice(&'static str),
    /// A column that must not be there.
    #[error(
        "the column “{0}” is for names or personal numbers, so nothing of the file was taken; delete the column and import it again"
    )]
    PersonalHeading(String),
    /// What stands in a column must not be there.
    #[error(
        "the column “{heading}” holds personal numbers, such as in line {line}, so nothing of the file was taken; write an id of your own instead"
    )]
    PersonalNumbers {
        /// The column.
        heading: String,
        /// The first of the lines.
        line: u64,
    },
}

/// What the columns of a file are for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Columns<'a> {
    /// What their headings say.
    AsHeaded,
    /// Nothing yet.
    ForNothing,
    /// What somebody has chosen for each of them, from the left.
    Chosen(&'a [Option<&'static str>]),
}

/// What a table is read from.
pub(crate) trait Source: Read + Seek + Send + 'static {}

impl<S: Read + Seek + Send + 'static> Source for S {}

/// A table that is read row by row.
pub(crate) struct Table<'r> {
    rows: Box<dyn Iterator<Item = Result<Row, TableError>> + Send + 'r>,
    headings: Arc<[String]>,
}

/// What stands in the header row, and the columns' own names.
#[derive(Debug, Clone)]
pub(super) struct Header {
    headings: Arc<[String]>,
    columns: Arc<[Option<&'static str>]>,
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Its line in the file, the header's being 1.
    pub(crate) line: u64,
    columns: Arc<[Option<&'static str>]>,
    cells: Vec<String>,
    is_text: bool,
}

impl Table<'static> {
    /// Reads a file's header, whether it is a workbook or CSV; `seen` is told of the bytes that were read.
    pub(crate) fn open(
        file: impl Source,
        seen: impl Fn(u64) + Send + 'static,
        needed: &[&'static str],
    ) -> Result<Self, TableError> {
        Self::open_as(file, Columns::AsHeaded, seen, needed)
    }

    /// The same, with columns that are for what somebody has chosen.
    pub(crate) fn open_as(
        mut file: impl Source,
        columns: Columns<'_>,
        seen: impl Fn(u64) + Send + 'static,
        needed: &[&'static str],
    ) -> Result<Self, TableError> {
        if workbook_rows::is_workbook(&mut file)? {
            let (header, rows) = workbook_rows::read(file, columns)?;
            Self::of(header, Box::new(rows), needed)
        } else {
            file.rewind()?;
            let (header, rows) = csv_rows::read(Watched { file, seen }, columns)?;
            Self::of(header, Box::new(rows), needed)
        }
    }
}

impl<'r> Table<'r> {
    /// Reads a CSV file's header: UTF-8 with or without a mark, separated by comma or semicolon.
    pub(crate) fn from_csv(source: impl Read + Send + 'r, needed: &[&'static str]) -> Result<Self, TableError> {
        let (header, rows) = csv_rows::read(source, Columns::AsHeaded)?;
        Self::of(header, Box::new(rows), needed)
    }

    fn of(
        header: Header,
        rows: Box<dyn Iterator<Item = Result<Row, TableError>> + Send + 'r>,
        needed: &[&'static str],
    ) -> Result<Self, TableError> {
        let columns = &header.columns;
        if let Some(name) = needed.iter().find(|name| !columns.contains(&Some(**name))) {
            return Err(TableError::Lacks(name));
        }
        let twice = |(place, name): (usize, &Option<&'static str>)| name.filter(|_| columns[..place].contains(name));
        match columns.iter().enumerate().find_map(twice) {
            Some(name) => Err(TableError::Twice(name)),
            None => Ok(Self { rows, headings: header.headings }),
        }
    }

    /// What stands in the header row.
    pub(super) fn headings(&self) -> Arc<[String]> {
        self.headings.clone()
    }
}

impl Iterator for Table<'_> {
    type Item = Result<Row, TableError>;

    /// Rows without any text, which spreadsheets leave below a table, are passed over.
    fn next(&mut self) -> Option<Self::Item> {
        self.rows.find(|row| row.as_ref().map_or(true, |row| !row.is_blank()))
    }
}

impl Header {
    /// The header of these headings.
    pub(super) fn of(headings: Vec<String>, columns: Columns<'_>) -> Result<Self, TableError> {
        let columns = match columns {
            Columns::AsHeaded => headings.iter().map(|heading| canonical(heading)).collect(),
            Columns::ForNothing => vec![None; headings.len()].into(),
            Columns::Chosen(chosen) if chosen.len() == headings.len() => chosen.into(),
            Columns::Chosen(_) => return Err(TableError::OtherColumns),
        };
        Ok(Self { headings: headings.into(), columns })
    }

    /// A row below it.
    pub(super) fn row(&self, line: u64, cells: Vec<String>, is_text: bool) -> Row {
        Row { line, columns: self.columns.clone(), cells, is_text }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// The own name of a column, if it has one.
    pub(super) fn column(&self, place: usize) -> Option<&'static str> {
        self.columns.get(place).copied().flatten()
    }
}

impl Row {
    /// What stands in a column; nothing where the row or the table has no such column.
    pub(crate) fn cell(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|name| *name == Some(column));
        place.and_then(|place| self.cells.get(place)).map_or("", String::as_str)
    }

    /// The row with other text in some cells.
    pub(crate) fn mapped(mut self, change: impl Fn(&'static str, &str) -> Option<String>) -> Self {
        for (name, cell) in self.columns.iter().zip(&mut self.cells) {
            if let Some(changed) = name.and_then(|name| change(name, cell)) {
                *cell = changed;
            }
        }
        self
    }

    /// Why the row as a whole cannot be used.
    pub(crate) fn fault(&self) -> Option<Why> {
        if !self.is_text {
            return Some(Why::NotText);
        }
        match self.cells.len().cmp(&self.columns.len()) {
            std::cmp::Ordering::Less => Some(Why::TooShort),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Why::TooLong),
        }
    }

    /// The same columns with other cells.
    pub(super) fn with(&self, line: u64, cells: Vec<String>, is_text: bool) -> Self {
        Self { line, columns: self.columns.clone(), cells, is_text }
    }

    /// Every cell, in the order of the columns.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str)
    }

    /// How much text there is in it.
    pub(super) fn bytes(&self) -> usize {
        self.cells().map(str::len).sum()
    }

    /// Whether all of it could be read.
    pub(super) const fn is_text(&self) -> bool {
        self.is_text
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// A file whose reading is watched.
struct Watched<S, F> {
    file: S,
    seen: F,
}

impl<S: Read, F: Fn(u64)> Read for Watched<S, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        (self.seen)(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_a_mark_and_swedish_headers_are_read() -> Result<(), TableError> {
        let file = "\u{feff}Deltagande;Månad;Steg\r\na;2026-01;2\r\n";
        let rows: Vec<Row> = Table::from_csv(file.as_bytes(), &["participation", "step"])?.collect::<Result<_, _>>()?;
        let [row] = &rows[..] else { unreachable!("one row: {rows:?}") };
        assert_eq!((row.line, row.cell("month"), row.cell("step"), row.cell("value")), (2, "2026-01", "2", ""));
        Ok(())
    }

    #[test]
    fn a_missing_column_is_named() {
        let fault = Table::from_csv("month,step\n".as_bytes(), &["participation"]).err().map(|error| error.to_string());
        assert_eq!(fault.as_deref(), Some("the header row lacks “participation”"));
    }

    #[test]
    fn a_column_that_is_there_twice_under_two_names_is_named() {
        let fault = Table::from_csv("month,månad\n".as_bytes(), &[]).err().map(|error| error.to_string());
        assert_eq!(fault.as_deref(), Some("the header row has “month” twice; delete one of the columns"));
    }

    #[test]
    fn rows_without_text_are_passed_over() -> Result<(), TableError> {
        let lines = Table::from_csv("month;step\n;\n2026-01;1\n;\n".as_bytes(), &[])?;
        let lines: Vec<u64> = lines.map(|row| row.map(|row| row.line)).collect::<Result<_, _>>()?;
        assert_eq!(lines, [3]);
        Ok(())
    }
}
