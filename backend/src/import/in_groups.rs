//! Rows brought together by group, whatever their order in the file: what fits in memory is sorted there, and what does
//! not goes by way of temporary files. It does not know what makes a group.

use super::table::{Row, TableError};
use csv::{ByteRecord, Reader, ReaderBuilder, Writer, WriterBuilder};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek};
use std::path::Path;

/// How many bytes of cells are held at once.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What a row takes beside its cells, about.
const BESIDE: usize = 256;

/// A row and its place among the others.
struct Placed {
    group: String,
    row: Row,
}

impl Placed {
    fn place(&self) -> (&str, u64) {
        (&self.group, self.row.line)
    }

    fn bytes(&self) -> usize {
        BESIDE + self.group.len() + self.row.bytes()
    }
}

/// The rows, group by group, each group in the order of the file.
pub(super) struct InGroups {
    runs: Vec<Run>,
    next: BinaryHeap<Reverse<Head>>,
    /// How many rows there are.
    pub(super) rows: u64,
}

/// The first row of a run that has not been taken.
struct Head {
    placed: Placed,
    run: usize,
}

/// Sorted rows.
enum Run {
    Held(std::vec::IntoIter<Placed>),
    Written { reader: Reader<BufReader<File>>, like: Row },
}

impl InGroups {
    /// Reads every row; temporary files, which nobody else sees, are made in `folder`.
    pub(super) fn sort(
        rows: impl Iterator<Item = Result<Row, TableError>>,
        group: impl Fn(&Row) -> String,
        folder: &Path,
    ) -> Result<Self, TableError> {
        Self::sort_within(MOST_BYTES, rows, group, folder)
    }

    fn sort_within(
        most: usize,
        rows: impl Iterator<Item = Result<Row, TableError>>,
        group: impl Fn(&Row) -> String,
        folder: &Path,
    ) -> Result<Self, TableError> {
        let (mut runs, mut held, mut bytes, mut count) = (Vec::new(), Vec::new(), 0, 0);
        for row in rows {
            let row = row?;
            let placed = Placed { group: group(&row), row };
            bytes += placed.bytes();
            count += 1;
            held.push(placed);
            if bytes > most {
                runs.push(Run::write(sorted(std::mem::take(&mut held)), folder)?);
                bytes = 0;
            }
        }
        runs.push(Run::Held(sorted(held).into_iter()));
        let mut all = Self { runs, next: BinaryHeap::new(), rows: count };
        for run in 0..all.runs.len() {
            all.refill(run)?;
        }
        Ok(all)
    }

    fn refill(&mut self, run: usize) -> Result<(), TableError> {
        if let Some(placed) = self.runs[run].next()? {
            self.next.push(Reverse(Head { placed, run }));
        }
        Ok(())
    }
}

impl Iterator for InGroups {
    type Item = Result<Row, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse(Head { placed, run }) = self.next.pop()?;
        Some(self.refill(run).map(|()| placed.row))
    }
}

fn sorted(mut rows: Vec<Placed>) -> Vec<Placed> {
    rows.sort_unstable_by(|a, b| a.place().cmp(&b.place()));
    rows
}

impl Run {
    fn write(rows: Vec<Placed>, folder: &Path) -> Result<Self, TableError> {
        let file = tempfile::tempfile_in(folder).map_err(TableError::Unsorted)?;
        let mut writer = WriterBuilder::new().flexible(true).has_headers(false).from_writer(BufWriter::new(file));
        let Some(like) = rows.first().map(|placed| placed.row.clone()) else {
            return Ok(Self::Held(Vec::new().into_iter()));
        };
        for placed in &rows {
            write_one(&mut writer, placed)?;
        }
        let buffer = writer.into_inner().map_err(|error| TableError::Unsorted(error.into_error()))?;
        let mut file = buffer.into_inner().map_err(|error| TableError::Unsorted(error.into_error()))?;
        file.rewind().map_err(TableError::Unsorted)?;
        let reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(BufReader::new(file));
        Ok(Self::Written { reader, like })
    }

    fn next(&mut self) -> Result<Option<Placed>, TableError> {
        match self {
            Self::Held(rows) => Ok(rows.next()),
            Self::Written { reader, like } => {
                let mut record = ByteRecord::new();
                if !reader.read_byte_record(&mut record)? {
                    return Ok(None);
                }
                let mut cells = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned());
                let group = cells.next().unwrap_or_default();
                let line = cells.next().and_then(|line| line.parse().ok()).unwrap_or(0);
                let is_text = cells.next().is_none_or(|flaw| flaw.is_empty());
                Ok(Some(Placed { group, row: like.with(line, cells.collect(), is_text) }))
            }
        }
    }
}

fn write_one(writer: &mut Writer<BufWriter<File>>, placed: &Placed) -> Result<(), csv::Error> {
    let (line, flaw) = (placed.row.line.to_string(), if placed.row.is_text() { "" } else { "flawed" });
    let head = [placed.group.as_str(), &line, flaw];
    writer.write_record(head.into_iter().chain(placed.row.cells()))
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        self.placed.place().cmp(&other.placed.place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::Table;

    const FILE: &str = "participation,value\nb,1\na,\"2,\n3\"\nb,4\na,5\nc,6\nb,7\n";

    fn in_groups(most: usize) -> Vec<(String, u64, String)> {
        let table = Table::from_csv(FILE.as_bytes(), &[]).unwrap();
        let group = |row: &Row| row.cell("participation").to_owned();
        let rows = InGroups::sort_within(most, table, group, &std::env::temp_dir()).unwrap();
        assert_eq!(rows.rows, 6);
        rows.map(|row| row.map(|row| (row.cell("participation").into(), row.line, row.cell("value").into())).unwrap())
            .collect()
    }

    #[test]
    fn rows_of_a_group_come_together_in_the_order_of_the_file() {
        let lines: Vec<u64> = in_groups(MOST_BYTES).iter().map(|(_, line, _)| *line).collect();
        assert_eq!(lines, [3, 6, 2, 5, 8, 7]);
    }

    #[test]
    fn what_does_not_fit_in_memory_comes_in_the_same_order() {
        for most in [0, BESIDE, 3 * BESIDE] {
            assert_eq!(in_groups(most), in_groups(MOST_BYTES), "{most} bytes");
        }
    }
}
