//! Bringing the tables up to date: in one transaction, and one process at a time. It takes no advisory lock, which
//! distributed databases do not have, but a row's.

use super::StoreError;
use super::column::read;
use super::persons;
use super::sql::{Connection, Pool, Setback, query, query_scalar, setback};
use shared::id::EpochId;
use sqlx::migrate::{MigrateError, Migrator};
use std::sync::LazyLock;
use std::time::Duration;

/// The tables, step by step, on either database.
pub(super) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrations = sqlx::migrate!("../migrations");
    migrations.set_locking(false);
    migrations
});

/// The tables that hold nobody's data: the list of migrations, and the row whose lock is taken.
pub(super) const OWN_TABLES: [&str; 2] = [LIST_OF_MIGRATIONS, "migration_turn"];
/// The list.
pub(super) const LIST_OF_MIGRATIONS: &str = "_sqlx_migrations";

/// How often a process tries that lost against another one, and how long it waits in between.
const ATTEMPTS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);
/// What PostgreSQL says when two make the same table at once: that it is there by now.
const MADE_BY_ANOTHER: [&str; 3] = ["23505", "42P07", "42710"];

/// Why the tables are not up to date.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotMigrated {
    /// They do not fit.
    #[error(transparent)]
    Tables(#[from] MigrateError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for NotMigrated {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Makes or renews the tables, and says which life of the store this is: a new one, if it was made now.
pub(super) async fn bring_up_to_date(writing: &Pool, new_epoch: EpochId) -> Result<EpochId, NotMigrated> {
    for _ in 1..ATTEMPTS {
        match once(writing, new_epoch).await {
            Err(error) if another_came_first(&error) => tokio::time::sleep(PAUSE).await,
            outcome => return outcome,
        }
    }
    once(writing, new_epoch).await
}

async fn once(writing: &Pool, new_epoch: EpochId) -> Result<EpochId, NotMigrated> {
    let work = async |connection: &mut Connection| {
        take_turn(connection).await?;
        migrate_to(connection, None).await?;
        persons::fill(connection).await?;
        Ok(ensure_epoch(connection, new_epoch).await?)
    };
    writing.alone(work).await
}

/// The tables that the migrations make, each after those it refers to.
pub(super) fn our_tables() -> Vec<String> {
    let made = MIGRATIONS.iter().flat_map(|migration| migration.sql.as_str().lines());
    let name = |line: &str| {
        line.strip_prefix("CREATE TABLE ").and_then(|rest| rest.split([' ', '(']).next()).map(str::to_owned)
    };
    made.filter_map(name).collect()
}

/// Waits for other processes. SQLite lets one in anyway; on PostgreSQL a row's lock lasts until the transaction ends.
pub(super) async fn take_turn(connection: &mut Connection) -> Result<(), StoreError> {
    if let Connection::Postgres(_) = connection {
        connection.execute("CREATE TABLE IF NOT EXISTS migration_turn (only_row BIGINT PRIMARY KEY)").await?;
        query("INSERT INTO migration_turn (only_row) VALUES (1) ON CONFLICT (only_row) DO UPDATE SET only_row = 1")
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Runs the migrations up to a version, or all.
pub(super) async fn migrate_to(connection: &mut Connection, version: Option<i64>) -> Result<(), MigrateError> {
    let version = version.unwrap_or(i64::MAX);
    match connection {
        Connection::Sqlite(connection) => MIGRATIONS.run_to(version, &mut ***connection).await,
        Connection::Postgres(connection) => MIGRATIONS.run_to(version, &mut ***connection).await,
    }
}

/// Whether the migrations that this program knows are those that were made. Where that cannot be told, they are not.
pub(super) async fn is_up_to_date(readers: &Pool) -> bool {
    let Ok(mut connection) = readers.acquire().await else { return false };
    let made = query_scalar("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version");
    let made: Result<Vec<i64>, sqlx::Error> = made.fetch_all(&mut connection).await;
    made.is_ok_and(|made| made.into_iter().eq(MIGRATIONS.iter().map(|one| one.version)))
}

/// Which life of the store this is.
pub(super) async fn epoch(readers: &Pool) -> Result<EpochId, StoreError> {
    let epoch: String = query_scalar("SELECT epoch FROM store").fetch_one(&mut readers.acquire().await?).await?;
    read("store.epoch", &epoch, EpochId::parse)
}

async fn ensure_epoch(connection: &mut Connection, new: EpochId) -> Result<EpochId, StoreError> {
    query("INSERT INTO store (only_row, epoch) VALUES (1, $1) ON CONFLICT (only_row) DO NOTHING")
        .bind(new.to_string())
        .execute(connection)
        .await?;
    let epoch: String = query_scalar("SELECT epoch FROM store").fetch_one(connection).await?;
    read("store.epoch", &epoch, EpochId::parse)
}

fn another_came_first(error: &NotMigrated) -> bool {
    let error = match error {
        NotMigrated::Store(StoreError::Database(error)) => error,
        NotMigrated::Tables(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => error,
        _ => return false,
    };
    let made = matches!(error, sqlx::Error::Database(error)
        if error.code().is_some_and(|code| MADE_BY_ANOTHER.contains(&&*code)));
    made || setback(error) == Setback::LostToAnother
}
