//! Opening the store: the database's version and settings, its tables, its own row.

use super::location::{Location, PostgresAddress};
use super::migrate::{self, NotMigrated};
use super::sql::{Life, Pool, query_scalar, write_again};
use super::writer::Writer;
use super::{Store, StoreError};
use shared::id::EpochId;
use sqlx::migrate::MigrateError;
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::Instant;

/// Older ones have faults in the write-ahead log that lose data.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
/// The oldest that the tests are run on, as PostgreSQL numbers it.
const OLDEST_POSTGRES: i32 = 150_000;
/// How often a PostgreSQL that is just starting is asked, and how long to wait in between.
const STARTING: (u32, Duration) = (40, Duration::from_millis(250));

/// How long others may take to begin a store in a folder.
const OTHERS_BEGIN: Duration = Duration::from_secs(10);
/// What SQLite says where another process holds the database.
const SQLITE_BUSY: u32 = 5;

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
    /// The PostgreSQL server is too old.
    #[error("{location} is of version {found}; use PostgreSQL 15 or later")]
    OldPostgres {
        /// Where it is.
        location: Location,
        /// Its version.
        found: String,
    },
    /// The PostgreSQL server is set up so that it loses or spoils data.
    #[error("{location} has {setting}, with which records can be lost or spoilt; {remedy}")]
    UnsafePostgres {
        /// Where it is.
        location: Location,
        /// The setting and its value.
        setting: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// Nobody answers there, or does not let this program in.
    #[error("{location} cannot be reached ({cause}); start it, or put --database right")]
    NotReached {
        /// Where it should be.
        location: Location,
        /// Why.
        cause: sqlx::Error,
    },
    /// A newer program has used the store.
    #[error(
        "the database in {location} is newer than this program; start the version that last used it, or a later one"
    )]
    NewerDatabase {
        /// Where it is.
        location: Location,
    },
    /// Its tables are not those that this program made.
    #[error(
        "the database in {location} was made by another build of this program ({cause}); use that build, or another place"
    )]
    OtherDatabase {
        /// Where it is.
        location: Location,
        /// What does not fit.
        cause: MigrateError,
    },
    /// Anything else.
    #[error("the database in {location} cannot be opened: {cause}")]
    Unusable {
        /// Where it is.
        location: Location,
        /// Why.
        cause: StoreError,
    },
}

impl Store {
    /// Opens the store, makes it where there is none, and brings its tables up to date. A store that is made now begins
    /// its life as `new_epoch`.
    pub(crate) async fn open(location: &Location, new_epoch: EpochId) -> Result<Self, OpenError> {
        check(location).await?;
        let until = Instant::now() + OTHERS_BEGIN;
        loop {
            let life = Life::default();
            let writing = Pool::writing(location, &life);
            match prepared(&writing, location, new_epoch).await {
                Ok(epoch) => {
                    let epoch = *life.get_or_init(|| epoch);
                    return Ok(Self::new(Pool::reading(location, &life), Writer::start(writing), epoch));
                }
                Err(error) => {
                    writing.close().await;
                    if !error.is_busy() || Instant::now() > until {
                        return Err(error);
                    }
                }
            }
            tokio::time::sleep(STARTING.1).await;
        }
    }
}

impl OpenError {
    /// Whether SQLite said at once that another process holds the database. Where several begin a new one at the same time,
    /// it does not wait for the one that sets up the write-ahead log.
    fn is_busy(&self) -> bool {
        let Self::Unusable { cause: StoreError::Database(sqlx::Error::Database(error)), .. } = self else {
            return false;
        };
        // The lowest byte is the code, those above it say more of it.
        let code = error.code().and_then(|code| code.parse::<u32>().ok());
        code.is_some_and(|code| code & 0xff == SQLITE_BUSY)
    }
}

impl Store {
    /// Opens the store to read from it, and changes nothing, unless its tables have to be brought up to date first. What
    /// is written to a store that is open to be read is refused.
    pub(crate) async fn open_to_read(location: &Location, new_epoch: EpochId) -> Result<Self, OpenError> {
        let unusable = |cause: StoreError| OpenError::Unusable { location: location.clone(), cause };
        let life = Life::default();
        let readers = Pool::reading(location, &life);
        if !migrate::is_up_to_date(&readers).await {
            readers.close().await;
            return Self::open(location, new_epoch).await;
        }
        let epoch = migrate::epoch(&readers).await.map_err(unusable)?;
        life.get_or_init(|| epoch);
        Ok(Self::new(readers, Writer::absent(), epoch))
    }
}

async fn prepared(writing: &Pool, location: &Location, new_epoch: EpochId) -> Result<EpochId, OpenError> {
    let unusable = |cause: StoreError| OpenError::Unusable { location: location.clone(), cause };
    if let Location::Folder(folder) = location {
        check_sqlite(writing).await.map_err(unusable)?.map_err(|found| OpenError::OldSqlite { found })?;
        write_again(writing, folder).await.map_err(|cause| unusable(cause.into()))?;
    }
    migrate::bring_up_to_date(writing, new_epoch).await.map_err(|cause| match cause {
        NotMigrated::Tables(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => {
            OpenError::NewerDatabase { location: location.clone() }
        }
        NotMigrated::Tables(MigrateError::Execute(cause)) => unusable(cause.into()),
        NotMigrated::Tables(cause) => OpenError::OtherDatabase { location: location.clone(), cause },
        NotMigrated::Store(cause) => unusable(cause),
    })
}

/// Looks whether the place is fit for a store, as long as nothing in it has changed.
pub(super) async fn check(location: &Location) -> Result<(), OpenError> {
    match location {
        Location::Folder(folder) => writable(folder),
        Location::Postgres(address) => {
            let not_reached = |cause| OpenError::NotReached { location: location.clone(), cause };
            let mut connection = connected(address).await.map_err(not_reached)?;
            let found = Settings::of(&mut connection).await.map_err(not_reached)?;
            connection.close().await.map_err(not_reached)?;
            found.check(location)
        }
    }
}

/// Makes the folder, and tries it with a file, since a database says less clearly what is wrong.
fn writable(folder: &Path) -> Result<(), OpenError> {
    let trial = folder.join(".writable");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&trial, []))
        .and_then(|()| std::fs::remove_file(&trial))
        .map_err(|error| OpenError::Folder { folder: folder.into(), cause: error.to_string() })
}

async fn check_sqlite(writing: &Pool) -> Result<Result<(), String>, StoreError> {
    let found: String = query_scalar("SELECT sqlite_version()").fetch_one(&mut writing.acquire().await?).await?;
    Ok(if is_recent(&found) { Ok(()) } else { Err(found) })
}

fn is_recent(version: &str) -> bool {
    let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    numbers.as_slice() >= OLDEST_SQLITE.as_slice()
}

/// Connects, with patience for a server that is starting or recovering.
async fn connected(address: &PostgresAddress) -> Result<PgConnection, sqlx::Error> {
    let (attempts, pause) = STARTING;
    for _ in 0..attempts {
        match address.options().connect().await {
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("57P03") => {
                tokio::time::sleep(pause).await;
            }
            outcome => return outcome,
        }
    }
    address.options().connect().await
}

/// What a PostgreSQL server says of itself.
#[derive(Debug, sqlx::FromRow)]
struct Settings {
    version: String,
    number: i32,
    fsync: String,
    full_page_writes: String,
    encoding: String,
}

impl Settings {
    async fn of(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        sqlx::query_as(
            "SELECT current_setting('server_version') AS version,
                CAST(current_setting('server_version_num') AS INTEGER) AS number,
                current_setting('fsync') AS fsync,
                current_setting('full_page_writes') AS full_page_writes,
                current_setting('server_encoding') AS encoding",
        )
        .fetch_one(connection)
        .await
    }

    fn check(&self, location: &Location) -> Result<(), OpenError> {
        let unsafe_because = |setting: &str, value: &str, remedy| OpenError::UnsafePostgres {
            location: location.clone(),
            setting: format!("{setting} = {value}"),
            remedy,
        };
        if self.number < OLDEST_POSTGRES {
            return Err(OpenError::OldPostgres { location: location.clone(), found: self.version.clone() });
        }
        if self.fsync == "off" {
            return Err(unsafe_because("fsync", "off", "set it to on and restart PostgreSQL"));
        }
        if self.full_page_writes == "off" {
            return Err(unsafe_because("full_page_writes", "off", "set it to on and restart PostgreSQL"));
        }
        if self.encoding != "UTF8" {
            return Err(unsafe_because("encoding", &self.encoding, "make the database with encoding UTF8"));
        }
        Ok(())
    }
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

    #[test]
    fn a_postgres_that_can_lose_data_is_refused_with_its_remedy() -> Result<(), String> {
        let location = Location::Postgres("postgres://localhost/stegvis".parse()?);
        let good = || Settings {
            version: "15.1".into(),
            number: 150_001,
            fsync: "on".into(),
            full_page_writes: "on".into(),
            encoding: "UTF8".into(),
        };
        assert!(good().check(&location).is_ok());
        let bad = [
            (Settings { number: 140_009, version: "14.9".into(), ..good() }, "PostgreSQL 15"),
            (Settings { fsync: "off".into(), ..good() }, "fsync"),
            (Settings { full_page_writes: "off".into(), ..good() }, "full_page_writes"),
            (Settings { encoding: "SQL_ASCII".into(), ..good() }, "UTF8"),
        ];
        for (settings, word) in bad {
            let said = settings.check(&location).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains(word), "{said}");
        }
        Ok(())
    }
}
