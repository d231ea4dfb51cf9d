//! Restoring a backup: all of it or nothing, in one transaction, into a place that nobody uses. The store begins a new
//! life, so that devices send again what the backup lacks.

use super::file::{BackupFileError, BackupReader, Item, TableHead, Type, verify};
use crate::store::audit::note;
use crate::store::forget::drop_tables;
use crate::store::location::{Location, PROGRAM};
use crate::store::migrate::{MIGRATIONS, migrate_to, take_turn};
use crate::store::open::check;
use crate::store::peek::{Found, what_is_in};
use crate::store::sql::{Connection, Life, Pool, Value, foreign_sessions, query};
use crate::store::{OpenError, OperatorRight, StoreError};
use shared::audit::{Entry, Scope, What, Who};
use shared::id::EpochId;
use shared::time::Instant;
use sqlx::AssertSqlSafe;
use sqlx::migrate::MigrateError;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many rows go into one statement.
const TOGETHER: usize = 100;

/// Whether what is there may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replace {
    /// Nothing may be.
    Nothing,
    /// Everything is replaced.
    Everything,
}

/// Why nothing was restored, and nothing changed; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RestoreError {
    /// The file.
    #[error("{} cannot be restored: {}", .0.display(), .1)]
    File(PathBuf, BackupFileError),
    /// Data are there.
    #[error("there are data in {0} already; restore into another place, or add --replace to lose what is there")]
    NotEmpty(Location),
    /// A server is at work there.
    #[error("{0} is in use; stop every stegvis that uses it first")]
    InUse(Location),
    /// The place.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The tables.
    #[error("the tables cannot be made: {0}")]
    Tables(#[from] MigrateError),
    /// The database.
    #[error("the backup cannot be put into the database: {0}")]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for RestoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Restored {
    /// How many rows.
    pub(crate) rows: u64,
    /// When the backup was made.
    pub(crate) made_at: Instant,
}

/// Puts a backup into a place. Links and invitations are left out: one that was used since must not work again.
pub(crate) async fn restore(
    _right: OperatorRight,
    from: &Path,
    location: &Location,
    replace: Replace,
    new_epoch: EpochId,
    now: Instant,
) -> Result<Restored, RestoreError> {
    let unreadable = |error| RestoreError::File(from.into(), error);
    let open = || File::open(from).map(BufReader::new).map_err(|error| unreadable(error.into()));
    let (head, rows) = verify(open()?).map_err(unreadable)?;
    if !MIGRATIONS.version_exists(head.schema) {
        return Err(unreadable(BackupFileError::Newer));
    }
    check(location).await?;
    let pool = Pool::writing(location, &Life::default());
    let work = async |connection: &mut Connection| {
        take_turn(connection).await?;
        nobody_uses(connection, location).await?;
        if replace == Replace::Nothing && what_is_in(connection).await? != Found::Nothing {
            return Err(RestoreError::NotEmpty(location.clone()));
        }
        drop_tables(connection).await?;
        migrate_to(connection, Some(head.schema)).await?;
        let reader = BackupReader::begin(open()?).map_err(unreadable)?;
        fill(connection, reader).await?.map_err(unreadable)?;
        migrate_to(connection, None).await?;
        begin_a_new_life(connection, new_epoch).await?;
        note(connection, Entry::new(Scope::Installation, Who::CommandLine, What::Restored), now).await?;
        // Whoever came while this was under way read of the old life.
        nobody_uses(connection, location).await
    };
    let outcome = pool.alone(work).await;
    pool.close().await;
    outcome.map(|()| Restored { rows, made_at: head.made_at })
}

/// How often it is looked whether a session has ended that was closed a moment ago, such as that of the look before a
/// restore: the database counts it until it has noticed.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

async fn nobody_uses(connection: &mut Connection, location: &Location) -> Result<(), RestoreError> {
    for _ in 0..LOOKS {
        if foreign_sessions(connection, PROGRAM).await? == 0 {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Err(RestoreError::InUse(location.clone()))
}

async fn fill(
    connection: &mut Connection,
    mut reader: BackupReader<BufReader<File>>,
) -> Result<Result<(), BackupFileError>, StoreError> {
    let mut table: Option<TableHead> = None;
    let mut waiting: Vec<Vec<Value>> = Vec::new();
    loop {
        let item = match reader.next() {
            Ok(item) => item,
            Err(error) => return Ok(Err(error)),
        };
        let is_row = matches!(item, Some(Item::Row(_)));
        if let Some(table) = &table
            && (!is_row || waiting.len() == TOGETHER)
        {
            insert(connection, table, std::mem::take(&mut waiting)).await?;
        }
        match item {
            Some(Item::Row(values)) => waiting.push(values),
            Some(Item::Table(next)) if is_sound(&next) => table = Some(next),
            Some(Item::Table(_)) => return Ok(Err(BackupFileError::Damaged)),
            None => return Ok(Ok(())),
        }
    }
}

/// Whether the names are names, and nothing that a database would take for a command.
fn is_sound(table: &TableHead) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|one| one == b'_' || one.is_ascii_alphanumeric());
    is_name(&table.table) && table.columns.iter().all(|(name, _): &(String, Type)| is_name(name))
}

async fn insert(connection: &mut Connection, table: &TableHead, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let row = |first: usize| {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${}", first + place)).collect();
        format!("({})", places.join(", "))
    };
    let places: Vec<String> = (0..rows.len()).map(|number| row(number * columns.len())).collect();
    let statement = format!("INSERT INTO {} ({}) VALUES {}", table.table, columns.join(", "), places.join(", "));
    let insert = rows.into_iter().flatten().fold(query(AssertSqlSafe(statement)), |insert, value| insert.bind(value));
    Ok(insert.execute(connection).await?)
}

async fn begin_a_new_life(connection: &mut Connection, epoch: EpochId) -> Result<(), StoreError> {
    query("UPDATE store SET epoch = $1").bind(epoch.to_string()).execute(connection).await?;
    for used_since in
        ["DELETE FROM links", "DELETE FROM invitations", "DELETE FROM staff_invitations", "DELETE FROM arrivals"]
    {
        query(used_since).execute(connection).await?;
    }
    Ok(())
}
