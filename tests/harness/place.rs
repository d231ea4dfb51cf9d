//! A place for a store: a folder of its own, and a PostgreSQL database of its own where the tests run on that
//! (`STEGVIS_TEST_DATABASE=postgres`). Both are gone with this value.

use crate::postgres::{Cluster, PostgresDatabase, cluster};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The file of an SQLite database.
pub const FILE: &str = "stegvis.sqlite3";

/// What a server keeps beside its database.
const BESIDE: [&str; 2] = ["audit.key", "audit.heads"];

/// Which database the tests run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file in the folder.
    Sqlite,
    /// A server beside it.
    Postgres,
}

impl Kind {
    /// What the environment says.
    pub fn chosen() -> Result<Self> {
        match std::env::var("STEGVIS_TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Ok(Self::Sqlite),
            Ok("postgres") => Ok(Self::Postgres),
            Ok(other) => bail!("STEGVIS_TEST_DATABASE is {other}; it is sqlite or postgres"),
        }
    }
}

/// A place for a store.
pub struct Place {
    folder: Folder,
    database: Option<PostgresDatabase>,
}

/// A folder that goes with the place, or one that somebody else looks after.
enum Folder {
    Own(TempDir),
    Elsewhere(PathBuf),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Own(folder) => folder.path(),
            Self::Elsewhere(path) => path,
        }
    }
}

impl Place {
    /// An empty one, of the kind that the environment says.
    pub fn empty() -> Result<Self> {
        match Kind::chosen()? {
            Kind::Sqlite => Self::in_a_folder(),
            Kind::Postgres => Self::on(cluster()?),
        }
    }

    /// An empty folder.
    pub fn in_a_folder() -> Result<Self> {
        Ok(Self { folder: Folder::Own(folder()?), database: None })
    }

    /// A folder that somebody else looks after, such as one on a disk that breaks.
    pub const fn at(folder: PathBuf) -> Self {
        Self { folder: Folder::Elsewhere(folder), database: None }
    }

    /// An empty folder inside another, for what must lie on a real disk.
    pub fn in_a_folder_of(parent: &Path) -> Result<Self> {
        Ok(Self { folder: Folder::Own(tempfile::tempdir_in(parent)?), database: None })
    }

    /// An empty database in a cluster.
    pub fn on(cluster: &Cluster) -> Result<Self> {
        Ok(Self { folder: Folder::Own(folder()?), database: Some(cluster.database(None)?) })
    }

    /// A place of the same kind with the same store, which nobody uses.
    pub fn copy(&self) -> Result<Self> {
        let folder = folder()?;
        let database = match &self.database {
            Some(database) => Some(cluster()?.database(Some(database))?),
            None => {
                std::fs::copy(self.folder().join(FILE), folder.path().join(FILE))?;
                None
            }
        };
        for beside in BESIDE {
            let (from, to) = (self.folder().join(beside), folder.path().join(beside));
            if from.exists() {
                std::fs::copy(from, to)?;
            }
        }
        Ok(Self { folder: Folder::Own(folder), database })
    }

    /// Its folder, for other files as well.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The PostgreSQL database, where it is one.
    pub fn database(&self) -> Result<&PostgresDatabase> {
        self.database.as_ref().context("the store is in a folder")
    }

    /// The flags by which a command is told of it.
    pub fn flags(&self) -> Vec<OsString> {
        match &self.database {
            // The folder is for what is not in the database.
            Some(database) => {
                vec!["--database".into(), database.url().into(), "--data".into(), self.folder().into()]
            }
            None => vec!["--data".into(), self.folder().into()],
        }
    }
}

/// A folder of its own: in memory where the system has such, since nothing here outlives the machine.
pub fn folder() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? })
}
