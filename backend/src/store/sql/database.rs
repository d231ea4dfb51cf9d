//! What the two databases do not have in common: how a transaction begins, what is asked of their catalogues.

use super::{Connection, query, query_scalar};
use crate::store::location::database_file;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Executor, PgConnection};
use std::path::Path;
use std::time::Duration;

/// How long to wait for another process to finish its transaction, and for a database server that does not answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// The variable by which a test takes a safety away.
#[cfg(debug_assertions)]
const SABOTAGE: &str = "STEGVIS_SABOTAGE";

/// How many rows SQLite's thread reads before they are taken from it.
const ROWS_AHEAD: usize = 1024;

/// The names of the tables that there are, in no particular order.
pub(in crate::store) async fn tables(connection: &mut Connection) -> Result<Vec<String>, sqlx::Error> {
    let query = match connection {
        Connection::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Connection::Postgres(_) => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    };
    query_scalar(query).fetch_all(connection).await
}

/// How many other sessions of this program use the database, as far as the database can tell.
pub(in crate::store) async fn foreign_sessions(connection: &mut Connection, program: &str) -> Result<i64, sqlx::Error> {
    match connection {
        // Who holds the folder's lock is alone there.
        Connection::Sqlite(_) => Ok(0),
        Connection::Postgres(_) => {
            // Within a transaction the sessions are otherwise those of the first look, however often one looks.
            query("SELECT pg_stat_clear_snapshot()").execute(connection).await?;
            let sessions = query_scalar(
                "SELECT COUNT(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()",
            );
            sessions.bind(program).fetch_one(connection).await
        }
    }
}

/// The settings that an SQLite database is opened with.
pub(super) fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database_file(folder))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous())
        .foreign_keys(true)
        // A page whose cells do not fit is damaged, and is said to be so instead of being read.
        .pragma("cell_size_check", "ON")
        // What is erased is written over in the file, not only left unused.
        .pragma("secure_delete", "ON")
        .busy_timeout(PATIENCE)
        .row_buffer_size(ROWS_AHEAD)
}

/// A commit is on the disk when it returns.
#[cfg(not(debug_assertions))]
fn synchronous() -> SqliteSynchronous {
    SqliteSynchronous::Full
}

/// A commit is on the disk when it returns, unless a test has taken that away to see that the loss is found. A program
/// that was built to be used does not know how.
#[cfg(debug_assertions)]
fn synchronous() -> SqliteSynchronous {
    match std::env::var(SABOTAGE).as_deref() {
        Ok("synchronous-off") => SqliteSynchronous::Off,
        _ => SqliteSynchronous::Full,
    }
}

/// Lets PostgreSQL say that something is committed when it is on the disk, whatever its own default is.
pub(super) async fn acknowledge_after_flush(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let now: String =
        sqlx::query_scalar("SELECT current_setting('synchronous_commit')").fetch_one(&mut *connection).await?;
    // The other values wait for at least as much as `on` does here.
    if now == "off" {
        connection.execute("SET synchronous_commit = on").await?;
    }
    Ok(())
}
