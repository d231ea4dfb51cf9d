//! Looking at what a data folder holds before anything in it is touched.

use super::{OpenError, StoreError, database_file};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::path::Path;

/// What a data folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// No store, or one in which nothing has happened.
    Nothing,
    /// A demonstration.
    Demonstration,
    /// Somebody's data.
    Real,
}

/// Looks, and changes nothing.
pub(crate) async fn peek(folder: &Path) -> Result<Found, OpenError> {
    let file = database_file(folder);
    if !file.exists() {
        return Ok(Found::Nothing);
    }
    look(SqliteConnectOptions::new().filename(file).read_only(true))
        .await
        .map_err(|cause| OpenError::Unusable { folder: folder.into(), cause })
}

async fn look(options: SqliteConnectOptions) -> Result<Found, StoreError> {
    let mut connection = options.connect().await?;
    let found = what_is_in(&mut connection).await;
    connection.close().await?;
    found
}

async fn what_is_in(connection: &mut SqliteConnection) -> Result<Found, StoreError> {
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'").fetch_all(&mut *connection).await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    match (tables.is_empty(), has("store") && has("associations")) {
        (true, _) => Ok(Found::Nothing),
        (false, false) => Ok(Found::Real),
        (false, true) => in_a_store(connection).await,
    }
}

async fn in_a_store(connection: &mut SqliteConnection) -> Result<Found, StoreError> {
    let until: Option<Option<String>> =
        sqlx::query_scalar("SELECT demonstration_until FROM store").fetch_optional(&mut *connection).await?;
    let associations: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM associations").fetch_one(connection).await?;
    Ok(match (until.flatten(), associations) {
        (Some(_), _) => Found::Demonstration,
        (None, 0) => Found::Nothing,
        (None, _) => Found::Real,
    })
}
