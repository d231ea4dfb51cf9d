//! A table: rows with named columns and line numbers, one at a time. It knows CSV, and does not know what the rows mean.

use super::columns::canonical;
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::io::{self, BufRead, BufReader, Read};
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
    /// Nothing in it.
    #[error("the file is empty; it needs a header row")]
    Empty,
    /// The room for putting rows in order.
    #[error("the rows cannot be put in order on the disk: {0}")]
    Unsorted(io::Error),
    /// A column that is needed.
    #[error("the header row lacks “{0}”")]
    Lacks(&'static str),
}

/// A table that is read row by row.
pub(crate) struct Table<'r> {
    reader: Reader<Box<dyn Read + Send + 'r>>,
    columns: Arc<[Option<&'static str>]>,
    /// Where lines end in CR LF, the reader counts a row before it has passed the LF of the one above.
    uncounted_lines: u64,
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

impl<'r> Table<'r> {
    /// Reads a CSV file's header: UTF-8 with or without a mark, separated by comma or semicolon.
    pub(crate) fn from_csv(source: impl Read + Send + 'r, needed: &[&'static str]) -> Result<Self, TableError> {
        let mut source = BufReader::with_capacity(64 * 1024, source);
        skip_mark(&mut source)?;
        let header_line = first_line(source.fill_buf()?);
        let (delimiter, uncounted_lines) = (delimiter(header_line), u64::from(header_line.ends_with(b"\r")));
        let source: Box<dyn Read + Send + 'r> = Box::new(source);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(source);
        let header = reader.byte_headers()?;
        if header.is_empty() {
            return Err(TableError::Empty);
        }
        let columns: Arc<[_]> = header.iter().map(|name| canonical(&String::from_utf8_lossy(name))).collect();
        match needed.iter().find(|name| !columns.contains(&Some(**name))) {
            Some(name) => Err(TableError::Lacks(name)),
            None => Ok(Self { reader, columns, uncounted_lines }),
        }
    }
}

impl Iterator for Table<'_> {
    type Item = Result<Row, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = ByteRecord::new();
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line) + self.uncounted_lines;
                Some(Ok(Row::of(&record, line, self.columns.clone())))
            }
            Ok(false) => None,
            Err(error) => Some(Err(error.into())),
        }
    }
}

impl Row {
    fn of(record: &ByteRecord, line: u64, columns: Arc<[Option<&'static str>]>) -> Self {
        let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        Self {
            line,
            columns,
            cells: record.iter().map(text).collect(),
            is_text: record.iter().all(|cell| std::str::from_utf8(cell).is_ok()),
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
    pub(crate) fn fault(&self) -> Option<&'static str> {
        match (self.is_text, self.cells.len() > self.columns.len()) {
            (false, _) => Some("the row is not UTF-8 text; save the file as UTF-8"),
            (true, true) => Some("the row has more cells than the header; put quotes round text with separators"),
            (true, false) => None,
        }
    }
}

fn skip_mark(source: &mut impl BufRead) -> io::Result<()> {
    if source.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        source.consume(3);
    }
    Ok(())
}

fn first_line(start: &[u8]) -> &[u8] {
    start.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// Whichever separator is more frequent in the header row.
fn delimiter(header: &[u8]) -> u8 {
    let count = |wanted: u8| header.iter().filter(|byte| **byte == wanted).count();
    if count(b';') > count(b',') { b';' } else { b',' }
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
    fn a_row_in_another_encoding_is_known_for_it() -> Result<(), TableError> {
        let file = b"participation,month\n\xe5,2026-01\n";
        let row = Table::from_csv(&file[..], &[])?.next().transpose()?;
        assert!(row.is_some_and(|row| row.fault().is_some()));
        Ok(())
    }
}
