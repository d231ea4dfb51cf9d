//! The file: lines of JSON. A head; each table's name and columns, then its rows; an end with the number of rows and
//! the digest of all that stands before it. It does not know what the tables hold.

use crate::digest::hexadecimal;
use crate::store::sql::{AnyRow, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::time::Instant;
use std::io::{self, BufRead, Write};

/// The form that this program writes, and the newest that it reads.
const FORM: u32 = 1;

/// Why a file is no backup, or no longer; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupFileError {
    /// The disk, or the file's place.
    #[error("it cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// Something else, or the beginning is gone.
    #[error("it is no backup of this program")]
    NoBackup,
    /// A newer program has made it.
    #[error("a newer version of this program has made it; restore it with that version")]
    Newer,
    /// The end is missing.
    #[error("it was cut off: its end is missing; use another backup")]
    CutOff,
    /// Something in it has changed.
    #[error("it is damaged: it does not match its digest; use another backup")]
    Damaged,
}

/// What a backup says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Head {
    /// The form of the file.
    pub(super) stegvis_backup: u32,
    /// The version of the tables.
    pub(super) schema: i64,
    /// When it was begun.
    pub(super) made_at: Instant,
}

impl Head {
    pub(super) fn new(schema: i64, made_at: Instant) -> Self {
        Self { stegvis_backup: FORM, schema, made_at }
    }
}

/// A table, and the columns of the rows that follow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TableHead {
    /// Its name.
    pub(super) table: String,
    /// Its columns and their types.
    pub(super) columns: Vec<(String, Type)>,
}

/// The types that columns have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    /// `TEXT`.
    Text,
    /// `BIGINT`.
    Number,
}

impl Type {
    fn of(value: &Value) -> Self {
        match value {
            Value::Text(_) => Self::Text,
            Value::Number(_) => Self::Number,
        }
    }
}

impl TableHead {
    pub(super) fn of(table: &str, row: &AnyRow) -> Self {
        let columns = row.0.iter().map(|(name, value)| (name.clone(), Type::of(value))).collect();
        Self { table: table.to_owned(), columns }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct End {
    rows: u64,
    sha256: String,
}

/// A value as it stands in a row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Nothing(()),
    Number(i64),
    Text(String),
}

/// Writes a backup line by line.
pub(super) struct BackupWriter<W> {
    out: W,
    digest: Sha256,
    rows: u64,
}

impl<W: Write> BackupWriter<W> {
    pub(super) fn begin(out: W, head: &Head) -> Result<Self, BackupFileError> {
        let mut writer = Self { out, digest: Sha256::new(), rows: 0 };
        writer.line(head)?;
        Ok(writer)
    }

    pub(super) fn table(&mut self, head: &TableHead) -> Result<(), BackupFileError> {
        self.line(head)
    }

    pub(super) fn row(&mut self, row: AnyRow) -> Result<(), BackupFileError> {
        let cell = |(_, value)| match value {
            Value::Text(Some(text)) => Cell::Text(text),
            Value::Number(Some(number)) => Cell::Number(number),
            Value::Text(None) | Value::Number(None) => Cell::Nothing(()),
        };
        self.rows += 1;
        self.line(&row.0.into_iter().map(cell).collect::<Vec<_>>())
    }

    /// Writes the end, and says how many rows there are.
    pub(super) fn end(mut self) -> Result<(W, u64), BackupFileError> {
        let end = End { rows: self.rows, sha256: hexadecimal(&self.digest.clone().finalize()) };
        self.line(&end)?;
        self.out.flush()?;
        Ok((self.out, self.rows))
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), BackupFileError> {
        let mut text = serde_json::to_vec(line).map_err(io::Error::other)?;
        text.push(b'\n');
        self.digest.update(&text);
        Ok(self.out.write_all(&text)?)
    }
}

/// Reads a backup line by line. What it gave out is to be trusted when it has given out the end.
pub(super) struct BackupReader<R> {
    lines: R,
    digest: Sha256,
    rows: u64,
    /// What it says of itself.
    pub(super) head: Head,
    columns: Vec<(String, Type)>,
}

/// What comes next in a backup.
pub(super) enum Item {
    /// The rows of another table follow.
    Table(TableHead),
    /// A row of the table before.
    Row(Vec<Value>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Row(Vec<Cell>),
    Table(TableHead),
    End(End),
}

impl<R: BufRead> BackupReader<R> {
    pub(super) fn begin(mut lines: R) -> Result<Self, BackupFileError> {
        // A head is short, and what is no backup may have no lines at all.
        let mut first = Vec::new();
        io::Read::take(&mut lines, 1024).read_until(b'\n', &mut first)?;
        let head: Head = serde_json::from_slice(&first).map_err(|_| BackupFileError::NoBackup)?;
        if head.stegvis_backup > FORM {
            return Err(BackupFileError::Newer);
        }
        let digest = Sha256::new_with_prefix(&first);
        Ok(Self { lines, digest, rows: 0, head, columns: Vec::new() })
    }

    /// The next item; `None` at an end that agrees with all that came before.
    pub(super) fn next(&mut self) -> Result<Option<Item>, BackupFileError> {
        let mut text = Vec::new();
        self.lines.read_until(b'\n', &mut text)?;
        if text.last() != Some(&b'\n') {
            return Err(BackupFileError::CutOff);
        }
        let item = match serde_json::from_slice(&text).map_err(|_| BackupFileError::Damaged)? {
            Line::End(end) => return self.check(&end).map(|()| None),
            Line::Table(table) => {
                self.columns.clone_from(&table.columns);
                Item::Table(table)
            }
            Line::Row(cells) => {
                self.rows += 1;
                Item::Row(self.values(cells)?)
            }
        };
        self.digest.update(&text);
        Ok(Some(item))
    }

    fn values(&self, cells: Vec<Cell>) -> Result<Vec<Value>, BackupFileError> {
        if cells.len() != self.columns.len() {
            return Err(BackupFileError::Damaged);
        }
        let value = |(cell, (_, kind)): (Cell, &(String, Type))| match (cell, kind) {
            (Cell::Nothing(()), Type::Text) => Ok(Value::Text(None)),
            (Cell::Nothing(()), Type::Number) => Ok(Value::Number(None)),
            (Cell::Text(text), Type::Text) => Ok(Value::Text(Some(text))),
            (Cell::Number(number), Type::Number) => Ok(Value::Number(Some(number))),
            _ => Err(BackupFileError::Damaged),
        };
        cells.into_iter().zip(&self.columns).map(value).collect()
    }

    fn check(&mut self, end: &End) -> Result<(), BackupFileError> {
        let same = end.rows == self.rows && end.sha256 == hexadecimal(&self.digest.clone().finalize());
        let nothing_follows = self.lines.fill_buf()?.is_empty();
        if same && nothing_follows { Ok(()) } else { Err(BackupFileError::Damaged) }
    }
}

/// Reads a whole backup, and says what it says of itself if nothing in it has changed.
pub(super) fn verify(lines: impl BufRead) -> Result<(Head, u64), BackupFileError> {
    let mut reader = BackupReader::begin(lines)?;
    while reader.next()?.is_some() {}
    Ok((reader.head, reader.rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup() -> Result<Vec<u8>, BackupFileError> {
        let row = |number: i64, text: Option<&str>| {
            AnyRow(vec![("id".into(), Value::from(number)), ("name".into(), Value::from(text))])
        };
        let mut writer = BackupWriter::begin(Vec::new(), &Head::new(11, Instant(5)))?;
        writer.table(&TableHead::of("people", &row(1, None)))?;
        writer.row(row(1, Some("Björk\n")))?;
        writer.row(row(-2, None))?;
        Ok(writer.end()?.0)
    }

    #[test]
    fn what_was_written_is_read() -> Result<(), BackupFileError> {
        let file = backup()?;
        let (head, rows) = verify(&*file)?;
        assert_eq!((head.schema, rows), (11, 2));
        Ok(())
    }

    #[test]
    fn a_backup_cut_at_any_byte_is_refused() -> Result<(), BackupFileError> {
        let file = backup()?;
        for length in 0..file.len() {
            assert!(verify(&file[..length]).is_err(), "cut after {length}");
        }
        Ok(())
    }

    #[test]
    fn a_backup_with_any_bit_flipped_is_refused() -> Result<(), BackupFileError> {
        let file = backup()?;
        for bit in 0..file.len() * 8 {
            let mut flipped = file.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(verify(&*flipped).is_err(), "bit {bit} in {}", String::from_utf8_lossy(&flipped));
        }
        Ok(())
    }

    #[test]
    fn something_else_is_no_backup() {
        for other in [&b""[..], b"SQLite format 3\0", b"{}\n", b"[1]\n"] {
            assert!(matches!(verify(other), Err(BackupFileError::NoBackup)));
        }
        let newer = b"{\"stegvis_backup\":2,\"schema\":99,\"made_at\":0}\n";
        assert!(matches!(verify(&newer[..]), Err(BackupFileError::Newer)));
    }
}
