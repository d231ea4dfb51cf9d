//! Forgetting an earlier demonstration, and nothing else: whoever calls this has looked first.

use super::location::{Location, database_file};
use super::migrate::{LIST_OF_MIGRATIONS, our_tables};
use super::peek::{Found, what_is_in};
use super::sql::{self, Connection, Life, Pool, tables};
use sqlx::AssertSqlSafe;
use std::io;
use std::path::{Path, PathBuf};

/// Why it is still there; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ForgetError {
    /// Its file.
    #[error("an earlier demonstration's file {} cannot be deleted: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// Its tables.
    #[error("an earlier demonstration's tables cannot be dropped: {0}")]
    Tables(#[from] super::StoreError),
}

impl From<sqlx::Error> for ForgetError {
    fn from(error: sqlx::Error) -> Self {
        Self::Tables(error.into())
    }
}

/// Deletes a demonstration's database file, or drops its tables.
pub(crate) async fn forget_demonstration(location: &Location) -> Result<(), ForgetError> {
    let Location::Folder(folder) = location else {
        let pool = Pool::writing(location, &Life::default());
        let forgotten = pool.alone(drop_a_demonstration).await;
        pool.close().await;
        return forgotten;
    };
    delete_files(folder)
}

pub(super) fn delete_files(folder: &Path) -> Result<(), ForgetError> {
    for ending in ["", "-wal", "-shm"] {
        let mut file = database_file(folder).into_os_string();
        file.push(ending);
        let file = PathBuf::from(file);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(ForgetError::File(file, error)),
            _ => {}
        }
    }
    Ok(())
}

async fn drop_a_demonstration(connection: &mut Connection) -> Result<(), ForgetError> {
    match what_is_in(connection).await? {
        Found::Demonstration => Ok(drop_tables(connection).await?),
        Found::Nothing | Found::Real => Ok(()),
    }
}

/// Drops this program's tables; others that share the database are left alone.
pub(super) async fn drop_tables(connection: &mut Connection) -> Result<(), sqlx::Error> {
    let ours: Vec<String> = our_tables().into_iter().chain([LIST_OF_MIGRATIONS.to_owned()]).collect();
    let tables = tables(connection).await?.into_iter().filter(|table| ours.contains(table));
    if let Connection::Sqlite(_) = connection {
        // The checks wait until the transaction ends, when there is nothing left to check.
        connection.execute("PRAGMA defer_foreign_keys = ON").await?;
    }
    for table in tables {
        let statement = match connection {
            Connection::Sqlite(_) => format!("DROP TABLE \"{table}\""),
            Connection::Postgres(_) => format!("DROP TABLE \"{table}\" CASCADE"),
        };
        sql::query(AssertSqlSafe(statement)).execute(connection).await?;
    }
    Ok(())
}
