//! Looking at what a place holds before anything in it is touched.

use super::location::{Location, database_file};
use super::migrate::OWN_TABLES;
use super::open::check;
use super::sql::{Connection, Life, Pool, query_scalar, tables};
use super::{OpenError, StoreError};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

/// What a place holds.
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
pub(crate) async fn peek(location: &Location) -> Result<Found, OpenError> {
    let Some(pool) = pool(location).await? else { return Ok(Found::Nothing) };
    let found = async { what_is_in(&mut pool.snapshot().await?).await }.await;
    pool.close().await;
    found.map_err(|cause| OpenError::Unusable { location: location.clone(), cause })
}

/// Whether a store was ever made there, with or without data.
pub(crate) async fn exists(location: &Location) -> Result<bool, OpenError> {
    let Some(pool) = pool(location).await? else { return Ok(false) };
    let tables = async { tables(&mut pool.acquire().await?).await }.await;
    pool.close().await;
    let unusable = |cause: sqlx::Error| OpenError::Unusable { location: location.clone(), cause: cause.into() };
    Ok(tables.map_err(unusable)?.iter().any(|table| table == "store"))
}

/// Connections that change nothing, if there is anything to connect to.
async fn pool(location: &Location) -> Result<Option<Pool>, OpenError> {
    let Location::Folder(folder) = location else {
        check(location).await?;
        return Ok(Some(Pool::reading(location, &Life::default())));
    };
    let file = database_file(folder);
    let options = SqliteConnectOptions::new().filename(&file).read_only(true);
    Ok(file.exists().then(|| Pool::Sqlite(SqlitePool::connect_lazy_with(options))))
}

/// What a database holds.
pub(super) async fn what_is_in(connection: &mut Connection) -> Result<Found, StoreError> {
    let mut tables = tables(connection).await?;
    tables.retain(|table| !OWN_TABLES.contains(&table.as_str()));
    let has = |name: &str| tables.iter().any(|table| table == name);
    match (tables.is_empty(), has("store") && has("associations")) {
        (true, _) => Ok(Found::Nothing),
        (false, false) => Ok(Found::Real),
        (false, true) => in_a_store(connection).await,
    }
}

async fn in_a_store(connection: &mut Connection) -> Result<Found, StoreError> {
    let until: Option<Option<String>> =
        query_scalar("SELECT demonstration_until FROM store").fetch_optional(connection).await?;
    let associations: i64 = query_scalar("SELECT COUNT(*) FROM associations").fetch_one(connection).await?;
    Ok(match (until.flatten(), associations) {
        (Some(_), _) => Found::Demonstration,
        (None, 0) => Found::Nothing,
        (None, _) => Found::Real,
    })
}
