//! Rows of a CSV file, read as a stream: however large the file, memory holds one row.

use super::table::{Columns, Header, Row, TableError};
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The longest row that is read. A quotation mark that is never closed would make one of the rest of the file.
const LONGEST_ROW: usize = 1024 * 1024;
/// What is read ahead of the row.
const READ_AHEAD: usize = 64 * 1024;

type Source<'r> = Limited<Box<dyn BufRead + Send + 'r>>;

/// The rows below the header.
pub(super) struct CsvRows<'r> {
    reader: Reader<Source<'r>>,
    header: Header,
    read: Arc<AtomicUsize>,
    /// Where lines end in CR LF, the reader counts a row before it has passed the LF of the one above.
    uncounted_lines: u64,
}

/// Reads a header: UTF-8 with or without a mark, separated by comma or semicolon.
pub(super) fn read<'r>(
    source: impl Read + Send + 'r,
    columns: Columns<'_>,
) -> Result<(Header, CsvRows<'r>), TableError> {
    let mut source = BufReader::with_capacity(READ_AHEAD, source);
    skip_mark(&mut source)?;
    let header_line = first_line(source.fill_buf()?);
    let (delimiter, uncounted_lines) = (delimiter(header_line), u64::from(header_line.ends_with(b"\r")));
    let read = Arc::new(AtomicUsize::new(0));
    let source: Source<'r> = Limited { source: Box::new(source), read: read.clone() };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(source);
    let headings = reader.byte_headers().map_err(|error| endless(error, 1))?;
    if headings.is_empty() {
        return Err(TableError::Empty);
    }
    let headings = headings.iter().map(|heading| std::str::from_utf8(heading).map(|text| text.trim().to_owned()));
    let headings = headings.collect::<Result<_, _>>().map_err(|_| TableError::NotUtf8)?;
    let header = Header::of(headings, columns)?;
    Ok((header.clone(), CsvRows { reader, header, read, uncounted_lines }))
}

impl Iterator for CsvRows<'_> {
    type Item = Result<Row, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read.store(0, Ordering::Relaxed);
        let mut record = ByteRecord::new();
        let line = self.reader.position().line() + self.uncounted_lines;
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line) + self.uncounted_lines;
                Some(Ok(row(&self.header, line, &record)))
            }
            Ok(false) => None,
            Err(error) => Some(Err(endless(error, line))),
        }
    }
}

fn row(header: &Header, line: u64, record: &ByteRecord) -> Row {
    let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
    let is_text = record.iter().all(|cell| std::str::from_utf8(cell).is_ok());
    header.row(line, record.iter().map(text).collect(), is_text)
}

/// A source that ends in an error when more is read of it than a row may take.
struct Limited<S> {
    source: S,
    /// Since the last row.
    read: Arc<AtomicUsize>,
}

#[derive(Debug, thiserror::Error)]
#[error("the row is too long")]
struct TooLong;

impl<S: BufRead> Read for Limited<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read.load(Ordering::Relaxed) > LONGEST_ROW {
            return Err(io::Error::other(TooLong));
        }
        let count = self.source.read(buffer)?;
        self.read.fetch_add(count, Ordering::Relaxed);
        Ok(count)
    }
}

fn endless(error: csv::Error, line: u64) -> TableError {
    let is_too_long = match error.kind() {
        csv::ErrorKind::Io(cause) => cause.get_ref().is_some_and(|cause| cause.is::<TooLong>()),
        _ => false,
    };
    if is_too_long { TableError::Endless(line) } else { error.into() }
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
    use super::super::table::{Table, TableError};
    use super::*;
    use proptest::prelude::*;

    fn faults(file: &[u8]) -> Vec<(u64, bool)> {
        let rows = Table::from_csv(file, &[]).unwrap();
        rows.map(|row| row.map(|row| (row.line, row.fault().is_some())).unwrap()).collect()
    }

    #[test]
    fn a_row_in_another_encoding_is_known_for_it_and_the_others_are_read() {
        assert_eq!(faults(b"participation,month\n\xe5,2026-01\nb,2026-01\n"), [(2, true), (3, false)]);
    }

    #[test]
    fn a_header_in_another_encoding_is_known_for_it() {
        assert!(matches!(Table::from_csv(&b"m\xe5nad,steg\n"[..], &[]), Err(TableError::NotUtf8)));
        assert!(matches!(Table::from_csv(&b"\xff\xfem\0"[..], &[]), Err(TableError::NotUtf8)));
    }

    #[test]
    fn a_row_that_is_cut_off_or_separated_otherwise_is_known_for_it() {
        assert_eq!(faults(b"a,b,c\n1,2,3\n1;2;3\n1,2"), [(2, false), (3, true), (4, true)]);
    }

    #[test]
    fn a_quotation_mark_left_open_does_not_fill_the_memory() {
        let mut file = b"a,b\n1,2\n\"3,4\n".to_vec();
        file.extend(std::iter::repeat_n(b"5,6\n", LONGEST_ROW).flatten());
        let fault = Table::from_csv(&file[..], &[]).unwrap().find_map(Result::err);
        assert!(matches!(fault, Some(TableError::Endless(3))), "{fault:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_file_whatever_breaks_the_reader(file in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(table) = Table::from_csv(&file[..], &[]) {
                let mut before = 1;
                for row in table.flatten() {
                    prop_assert!(row.line >= before);
                    before = row.line;
                }
            }
        }

        #[test]
        fn what_was_written_is_read(cells in proptest::collection::vec("[^\0\r]{1,12}", 2)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["participation", "value"]).unwrap();
            writer.write_record(&cells).unwrap();
            let file = writer.into_inner().unwrap();
            let rows: Vec<Row> = Table::from_csv(&file[..], &[]).unwrap().map(Result::unwrap).collect();
            if let [row] = &rows[..] {
                prop_assert_eq!([row.cell("participation"), row.cell("value")], [cells[0].trim(), cells[1].trim()]);
            } else {
                prop_assert!(cells.iter().all(|cell| cell.trim().is_empty()), "{rows:?}");
            }
        }
    }
}
