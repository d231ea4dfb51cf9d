//! A statement with its values, run on whichever database a connection leads to. The names are those of sqlx, and mean
//! the same.

use super::{Connection, Value};
use futures::TryStreamExt;
use futures::stream::BoxStream;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Database, Encode, Executor, FromRow, SqlSafeStr, SqlStr, Type};
use std::marker::PhantomData;

/// A row that both databases can give.
pub(in crate::store) trait Rowed:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> Rowed for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A statement, its values, and what its rows are read as.
pub(in crate::store) struct Query<T> {
    text: SqlStr,
    values: Vec<Value>,
    rows: PhantomData<fn() -> T>,
}

/// A statement whose rows, if any, are not read.
pub(in crate::store) fn query(text: impl SqlSafeStr) -> Query<()> {
    query_as(text)
}

/// A statement whose rows are tuples of their columns.
pub(in crate::store) fn query_as<T>(text: impl SqlSafeStr) -> Query<T> {
    Query { text: text.into_sql_str(), values: Vec::new(), rows: PhantomData }
}

/// A statement whose rows have one column.
pub(in crate::store) fn query_scalar<T>(text: impl SqlSafeStr) -> Scalar<T> {
    Scalar(query_as(text))
}

/// A statement whose rows have one column.
pub(in crate::store) struct Scalar<T>(Query<(T,)>);

impl<T> Query<T> {
    /// Gives the next placeholder its value.
    pub(in crate::store) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

/// Runs a statement on either database: the same call, after the values were bound in the database's own way.
macro_rules! on {
    ($connection:ident, $query:ident, $call:ident) => {
        match $connection {
            Connection::Sqlite(connection) => $query.bound().$call(&mut ***connection).await,
            Connection::Postgres(connection) => $query.bound().$call(&mut ***connection).await,
        }
    };
}

impl Query<()> {
    /// Runs it.
    pub(in crate::store) async fn execute(self, connection: &mut Connection) -> Result<(), sqlx::Error> {
        match connection {
            Connection::Sqlite(connection) => (&mut ***connection).execute(self.bound()).await.map(drop),
            Connection::Postgres(connection) => (&mut ***connection).execute(self.bound()).await.map(drop),
        }
    }
}

impl<T: Rowed + 'static> Query<T> {
    /// The one row that there is.
    pub(in crate::store) async fn fetch_one(self, connection: &mut Connection) -> Result<T, sqlx::Error> {
        on!(connection, self, fetch_one)
    }

    /// The row, if there is one.
    pub(in crate::store) async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>, sqlx::Error> {
        on!(connection, self, fetch_optional)
    }

    /// Every row.
    pub(in crate::store) async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>, sqlx::Error> {
        on!(connection, self, fetch_all)
    }

    /// Row by row, so that memory holds one at a time.
    pub(in crate::store) fn fetch(self, connection: &mut Connection) -> BoxStream<'_, Result<T, sqlx::Error>> {
        match connection {
            Connection::Sqlite(connection) => self.bound().fetch(&mut ***connection),
            Connection::Postgres(connection) => self.bound().fetch(&mut ***connection),
        }
    }

    fn bound<DB: Database>(self) -> sqlx::query::QueryAs<'static, DB, T, DB::Arguments>
    where
        T: for<'r> FromRow<'r, DB::Row>,
        Option<String>: Encode<'static, DB> + Type<DB>,
        Option<i64>: Encode<'static, DB> + Type<DB>,
    {
        self.values.into_iter().fold(sqlx::query_as(self.text), |query, value| match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
        })
    }
}

impl<T> Scalar<T>
where
    (T,): Rowed + 'static,
{
    /// Gives the next placeholder its value.
    pub(in crate::store) fn bind(self, value: impl Into<Value>) -> Self {
        Self(self.0.bind(value))
    }

    /// The one value that there is.
    pub(in crate::store) async fn fetch_one(self, connection: &mut Connection) -> Result<T, sqlx::Error> {
        self.0.fetch_one(connection).await.map(|(value,)| value)
    }

    /// The value, if there is one.
    pub(in crate::store) async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>, sqlx::Error> {
        self.0.fetch_optional(connection).await.map(|row| row.map(|(value,)| value))
    }

    /// Every value.
    pub(in crate::store) async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>, sqlx::Error> {
        self.0.fetch(connection).map_ok(|(value,)| value).try_collect().await
    }
}
