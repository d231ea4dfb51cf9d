//! A connection to either database, whoever it belongs to: a pool or a transaction.

use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Database, Executor, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};
use std::ops::DerefMut;

/// A connection that goes back to where it came from when it is dropped; a transaction is rolled back then.
pub(in crate::store) enum Connection {
    /// To a file.
    Sqlite(Box<dyn Held<SqliteConnection>>),
    /// To a server.
    Postgres(Box<dyn Held<PgConnection>>),
}

impl Connection {
    /// Runs a statement that has no values and no rows, such as a savepoint.
    pub(in crate::store) async fn execute(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => (&mut ***connection).execute(statement).await.map(drop),
            Self::Postgres(connection) => (&mut ***connection).execute(statement).await.map(drop),
        }
    }

    /// Begins a transaction that is as if it were the only one. SQLite lets one writer in at a time; PostgreSQL lets
    /// several try, and takes those back that would notice each other.
    pub(in crate::store) async fn begin_alone(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(_) => self.execute(SQLITE_ALONE).await,
            Self::Postgres(_) => self.execute(POSTGRES_ALONE).await,
        }
    }

    /// Ends the transaction that it was begun with.
    pub(super) async fn end(self, end: End) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => connection.end(end).await,
            Self::Postgres(connection) => connection.end(end).await,
        }
    }
}

pub(super) const SQLITE_ALONE: &str = "BEGIN IMMEDIATE";
pub(super) const POSTGRES_ALONE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// How a transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum End {
    /// What it did is kept.
    Commit,
    /// What it did is taken back.
    RollBack,
}

/// Something that a connection is borrowed from.
pub(in crate::store) trait Held<C>: DerefMut<Target = C> + Send {
    /// Ends the transaction, where it is one.
    fn end(self: Box<Self>, end: End) -> BoxFuture<'static, Result<(), sqlx::Error>>;
}

impl<DB: Database> Held<DB::Connection> for PoolConnection<DB>
where
    DB::Connection: Send,
{
    fn end(self: Box<Self>, _end: End) -> BoxFuture<'static, Result<(), sqlx::Error>> {
        Box::pin(async { Ok(()) })
    }
}

impl Held<SqliteConnection> for Transaction<'static, Sqlite> {
    fn end(self: Box<Self>, end: End) -> BoxFuture<'static, Result<(), sqlx::Error>> {
        match end {
            End::Commit => Box::pin(self.commit()),
            End::RollBack => Box::pin(self.rollback()),
        }
    }
}

impl Held<PgConnection> for Transaction<'static, Postgres> {
    fn end(self: Box<Self>, end: End) -> BoxFuture<'static, Result<(), sqlx::Error>> {
        match end {
            End::Commit => Box::pin(self.commit()),
            End::RollBack => Box::pin(self.rollback()),
        }
    }
}
