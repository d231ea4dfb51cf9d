//! Opening the store: the database's version and settings, its migrations, its own row.

use super::column::read;
use super::writer::Writer;
use super::{Store, StoreError};
use shared::id::EpochId;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection};
use std::path::{Path, PathBuf};
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Older ones have faults in the write-ahead log that lose data.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
/// How long to wait for another process, such as an import, to finish its transaction.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many rows the database's thread reads before they are taken from it.
const ROWS_AHEAD: usize = 1024;
/// Connections that read beside the writer.
const READERS: u32 = 4;

/// Why the store cannot be opened; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The folder is missing and cannot be made, or cannot be written.
    #[error("the data folder {} cannot be written ({cause}); choose another with --data, or change its permissions", folder.display())]
    Folder {
        /// Which one.
        folder: PathBuf,
        /// Why.
        cause: String,
    },
    /// The SQLite inside the program is too old.
    #[error("this program was built with SQLite {found}, which can lose data; build it with 3.51.3 or later")]
    OldSqlite {
        /// Its version.
        found: String,
    },
    /// A newer program has used the store.
    #[error("the database in {} is newer than this program; start the version that last used it, or a later one", folder.display())]
    NewerDatabase {
        /// Where it is.
        folder: PathBuf,
    },
    /// Its tables are not those that this program made.
    #[error("the database in {} was made by another build of this program ({cause}); use that build, or another folder", folder.display())]
    OtherDatabase {
        /// Where it is.
        folder: PathBuf,
        /// What does not fit.
        cause: MigrateError,
    },
    /// Anything else.
    #[error("the database in {} cannot be opened: {cause}", folder.display())]
    Unusable {
        /// Where it is.
        folder: PathBuf,
        /// Why.
        cause: StoreError,
    },
}

/// The store's file in a data folder.
pub(crate) fn database_file(folder: &Path) -> PathBuf {
    folder.join("stegvis.sqlite3")
}

impl Store {
    /// Opens the store in a folder, makes it where there is none, and brings its tables up to date. A store that is
    /// made now begins its life as `new_epoch`.
    pub(crate) async fn open(folder: &Path, new_epoch: EpochId) -> Result<Self, OpenError> {
        writable(folder)?;
        let options = options(folder);
        let unusable = |cause: StoreError| OpenError::Unusable { folder: folder.into(), cause };
        let mut connection = options.connect().await.map_err(|error| unusable(error.into()))?;
        check_version(&mut connection, folder).await?;
        MIGRATIONS.run(&mut connection).await.map_err(|cause| not_migrated(cause, folder))?;
        let epoch = ensure_epoch(&mut connection, new_epoch).await.map_err(unusable)?;
        // A file does not go away as a network does, so connections need no trial before use.
        let readers = SqlitePoolOptions::new().max_connections(READERS).test_before_acquire(false);
        let readers = readers.connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { readers, writer: Writer::start(connection), epoch })
    }
}

impl Store {
    /// Opens the store in a folder to read from it, and changes nothing, unless its tables have to be brought up to
    /// date first. What is written to a store that is open to be read is refused.
    pub(crate) async fn open_to_read(folder: &Path, new_epoch: EpochId) -> Result<Self, OpenError> {
        let options = options(folder).create_if_missing(false).read_only(true);
        let unusable = |cause: StoreError| OpenError::Unusable { folder: folder.into(), cause };
        let mut connection = options.connect().await.map_err(|error| unusable(error.into()))?;
        check_version(&mut connection, folder).await?;
        if !is_up_to_date(&mut connection).await {
            return Self::open(folder, new_epoch).await;
        }
        let epoch = epoch(&mut connection).await.map_err(unusable)?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).test_before_acquire(false);
        Ok(Self { readers: readers.connect_lazy_with(options), writer: Writer::start(connection), epoch })
    }
}

/// Whether the migrations that this program knows are those that were made. Where that cannot be told, they are not.
async fn is_up_to_date(connection: &mut SqliteConnection) -> bool {
    let made: Result<Vec<(i64, Vec<u8>)>, sqlx::Error> =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
            .fetch_all(connection)
            .await;
    let known = MIGRATIONS.iter().map(|one| (one.version, one.checksum.to_vec()));
    made.is_ok_and(|made| made.into_iter().eq(known))
}

fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database_file(folder))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .row_buffer_size(ROWS_AHEAD)
}

/// Makes the folder, and tries it with a file, since a database says less clearly what is wrong.
fn writable(folder: &Path) -> Result<(), OpenError> {
    let trial = folder.join(".writable");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&trial, []))
        .and_then(|()| std::fs::remove_file(&trial))
        .map_err(|error| OpenError::Folder { folder: folder.into(), cause: error.to_string() })
}

async fn check_version(connection: &mut SqliteConnection, folder: &Path) -> Result<(), OpenError> {
    let found: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(connection)
        .await
        .map_err(|error| OpenError::Unusable { folder: folder.into(), cause: error.into() })?;
    if is_recent(&found) { Ok(()) } else { Err(OpenError::OldSqlite { found }) }
}

fn is_recent(version: &str) -> bool {
    let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    numbers.as_slice() >= OLDEST_SQLITE.as_slice()
}

fn not_migrated(cause: MigrateError, folder: &Path) -> OpenError {
    let folder = folder.into();
    match cause {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => OpenError::NewerDatabase { folder },
        cause => OpenError::OtherDatabase { folder, cause },
    }
}

async fn ensure_epoch(connection: &mut SqliteConnection, new: EpochId) -> Result<EpochId, StoreError> {
    sqlx::query("INSERT INTO store (only_row, epoch) VALUES (1, $1) ON CONFLICT (only_row) DO NOTHING")
        .bind(new.to_string())
        .execute(&mut *connection)
        .await?;
    epoch(connection).await
}

async fn epoch(connection: &mut SqliteConnection) -> Result<EpochId, StoreError> {
    let epoch: String = sqlx::query_scalar("SELECT epoch FROM store").fetch_one(connection).await?;
    read("store.epoch", &epoch, EpochId::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_sqlite_is_known_by_its_numbers_not_its_letters() {
        assert!(!is_recent("3.51.2"));
        assert!(!is_recent("3.9.9"));
        assert!(is_recent("3.51.3"));
        assert!(is_recent("3.100.0"));
    }
}
