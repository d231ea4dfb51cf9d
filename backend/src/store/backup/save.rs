//! Making a backup, while the store is in use. A file that is there already is never written over.

use super::file::{BackupFileError, BackupWriter, Head, TableHead, verify};
use crate::digest::sha256;
use crate::store::migrate::{MIGRATIONS, OWN_TABLES, our_tables};
use crate::store::sql::{AnyRow, Connection, query_as, query_scalar, tables};
use crate::store::{OperatorRight, Store, StoreError};
use futures::TryStreamExt;
use shared::audit::What;
use shared::time::Instant;
use sqlx::AssertSqlSafe;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Why there is no backup; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// The name is taken.
    #[error("{} is there already, and a backup is never written over; choose another name", .0.display())]
    Taken(PathBuf),
    /// The file.
    #[error("the backup {} cannot be made: {}", .0.display(), .1)]
    File(PathBuf, BackupFileError),
    /// The store.
    #[error("the store cannot be backed up: {0}")]
    Store(#[from] StoreError),
    /// The database file.
    #[error("the database is damaged, and a backup of it would be as well ({0}); restore an earlier backup")]
    DamagedDatabase(String),
    /// Tables that this program knows nothing of.
    #[error(
        "the database has tables that this program does not know ({0}); back it up with the program that made them"
    )]
    UnknownTables(String),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A backup that was made and read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Saved {
    /// How many rows it holds.
    pub(crate) rows: u64,
}

impl Store {
    /// Writes everything into a new file. When this succeeds, the file is on the disk and was read back.
    pub(crate) async fn back_up(&self, right: OperatorRight, to: &Path, now: Instant) -> Result<Saved, BackupError> {
        if to.exists() {
            return Err(BackupError::Taken(to.into()));
        }
        // Before the snapshot: a backup knows of itself.
        self.note_command(right, What::BackedUp, None, now).await?;
        let failed = |error: io::Error| BackupError::File(to.into(), error.into());
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Readable by its owner only, and gone if this does not go to its end.
        let file = NamedTempFile::new_in(folder).map_err(failed)?;
        let rows = self.write_into(file.as_file(), to, now).await?;
        file.as_file().sync_all().map_err(failed)?;
        read_back(file.path(), rows).map_err(|error| BackupError::File(to.into(), error))?;
        file.persist_noclobber(to).map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Taken(to.into()),
            _ => failed(error.error),
        })?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(Saved { rows })
    }

    async fn write_into(&self, file: &File, to: &Path, now: Instant) -> Result<u64, BackupError> {
        let failed = |error| BackupError::File(to.into(), error);
        let mut snapshot = self.readers.snapshot().await?;
        check(&mut snapshot).await?;
        check_records(&mut snapshot).await?;
        let head = Head::new(MIGRATIONS.iter().map(|one| one.version).max().unwrap_or(0), now);
        let mut writer = BackupWriter::begin(BufWriter::new(file), &head).map_err(failed)?;
        for table in tables_to_save(&mut snapshot).await? {
            write_table(&mut snapshot, &table, &mut writer).await?.map_err(failed)?;
        }
        Ok(writer.end().map_err(failed)?.1)
    }
}

/// Tables in the order in which they refer to each other. One that is in no migration would be left out in silence.
async fn tables_to_save(connection: &mut Connection) -> Result<Vec<String>, BackupError> {
    let (ours, there) = (our_tables(), tables(connection).await?);
    let unknown: Vec<&str> = there
        .iter()
        .map(String::as_str)
        .filter(|name| !ours.iter().any(|one| one == name) && !OWN_TABLES.contains(name))
        .collect();
    if !unknown.is_empty() {
        return Err(BackupError::UnknownTables(unknown.join(", ")));
    }
    Ok(ours.into_iter().filter(|table| there.contains(table)).collect())
}

async fn write_table(
    connection: &mut Connection,
    table: &str,
    writer: &mut BackupWriter<impl Write>,
) -> Result<Result<(), BackupFileError>, StoreError> {
    let mut rows = query_as::<AnyRow>(AssertSqlSafe(format!("SELECT * FROM {table}"))).fetch(connection);
    let mut begun = false;
    while let Some(row) = rows.try_next().await? {
        if !begun && let Err(error) = writer.table(&TableHead::of(table, &row)) {
            return Ok(Err(error));
        }
        begun = true;
        if let Err(error) = writer.row(row) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

/// SQLite can tell whether its file is whole; a PostgreSQL server looks after its own.
async fn check(connection: &mut Connection) -> Result<(), BackupError> {
    if let Connection::Postgres(_) = connection {
        return Ok(());
    }
    let found: Vec<String> = query_scalar("PRAGMA integrity_check(1)").fetch_all(connection).await?;
    match found.first().map(String::as_str) {
        Some("ok") => Ok(()),
        other => Err(BackupError::DamagedDatabase(other.unwrap_or("no answer").to_owned())),
    }
}

/// A database can be whole round a record in which a bit has flipped. Its digest tells.
async fn check_records(connection: &mut Connection) -> Result<(), BackupError> {
    let mut rows = query_as::<(String, String, String)>("SELECT id, text, digest FROM records").fetch(connection);
    while let Some((id, text, digest)) = rows.try_next().await.map_err(StoreError::from)? {
        if sha256(text.as_bytes()) != digest {
            return Err(BackupError::DamagedDatabase(format!("record {id} is not what was received")));
        }
    }
    Ok(())
}

fn read_back(file: &Path, rows: u64) -> Result<(), BackupFileError> {
    let (_, found) = verify(BufReader::new(File::open(file)?))?;
    if found == rows { Ok(()) } else { Err(BackupFileError::Damaged) }
}
