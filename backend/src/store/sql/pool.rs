//! Connections to either database: one to write with, a few to read with.

use super::Connection;
use super::connection::{End, POSTGRES_ALONE, SQLITE_ALONE};
use super::database::PATIENCE;
use crate::store::location::Location;
use futures::future::BoxFuture;
use shared::id::EpochId;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Executor, PgConnection, PgPool, SqlitePool};
use std::sync::{Arc, OnceLock};

/// Connections that read beside the writer.
const READERS: u32 = 4;

/// The life of the store that this process knows. A server whose store was restored meanwhile must not go on: every
/// new connection compares.
pub(in crate::store) type Life = Arc<OnceLock<EpochId>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Writing,
    Reading,
}

/// Connections to one database.
#[derive(Clone)]
pub(in crate::store) enum Pool {
    /// To a file.
    Sqlite(SqlitePool),
    /// To a server.
    Postgres(PgPool),
}

impl Pool {
    /// The one connection to write with.
    pub(in crate::store) fn writing(location: &Location, life: &Life) -> Self {
        match location {
            Location::Folder(folder) => Self::Sqlite(sqlite(1).connect_lazy_with(super::database::options(folder))),
            Location::Postgres(address) => {
                Self::Postgres(postgres(1, life, Use::Writing).connect_lazy_with(address.options()))
            }
        }
    }

    /// Connections that cannot write.
    pub(in crate::store) fn reading(location: &Location, life: &Life) -> Self {
        match location {
            Location::Folder(folder) => {
                let options = super::database::options(folder).pragma("query_only", "ON");
                Self::Sqlite(sqlite(READERS).connect_lazy_with(options))
            }
            Location::Postgres(address) => {
                Self::Postgres(postgres(READERS, life, Use::Reading).connect_lazy_with(address.options()))
            }
        }
    }

    /// A connection, for statements that each stand by themselves.
    pub(in crate::store) async fn acquire(&self) -> Result<Connection, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Connection::Sqlite(Box::new(pool.acquire().await?)),
            Self::Postgres(pool) => Connection::Postgres(Box::new(pool.acquire().await?)),
        })
    }

    /// A connection to which the database stands still until it is dropped.
    pub(in crate::store) async fn snapshot(&self) -> Result<Connection, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Connection::Sqlite(Box::new(pool.begin().await?)),
            Self::Postgres(pool) => {
                let snapshot = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                Connection::Postgres(Box::new(snapshot))
            }
        })
    }

    /// Does the work in a transaction that is as if it were the only one, and keeps what it did if it succeeds.
    pub(in crate::store) async fn alone<T, E: From<sqlx::Error>>(
        &self,
        work: impl AsyncFnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = match self {
            Self::Sqlite(pool) => Connection::Sqlite(Box::new(pool.begin_with(SQLITE_ALONE).await?)),
            Self::Postgres(pool) => Connection::Postgres(Box::new(pool.begin_with(POSTGRES_ALONE).await?)),
        };
        let result = work(&mut connection).await;
        connection.end(if result.is_ok() { End::Commit } else { End::RollBack }).await?;
        result
    }

    /// Closes every connection.
    pub(in crate::store) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A file does not go away as a network does, so connections need no trial before use and no renewal.
fn sqlite(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// A server that was restarted leaves dead connections behind, so each is tried before use.
fn postgres(connections: u32, life: &Life, using: Use) -> PgPoolOptions {
    let life = life.clone();
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| greet(connection, life.clone(), using))
}

/// Sees to it that a commit is on the disk when it is acknowledged, and that the store is still the one it was.
fn greet<'c>(connection: &'c mut PgConnection, life: Life, using: Use) -> BoxFuture<'c, Result<(), sqlx::Error>> {
    Box::pin(async move {
        super::database::acknowledge_after_flush(connection).await?;
        if let Some(epoch) = life.get() {
            let current: String = sqlx::query_scalar("SELECT epoch FROM store").fetch_one(&mut *connection).await?;
            if current != epoch.to_string() {
                super::failure::end_the_process("the store was restored from a backup meanwhile");
            }
        }
        if using == Use::Reading {
            connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY").await?;
        }
        Ok(())
    })
}
