//! Where the store is, as every command that opens it is told.

use crate::store::{Location, PostgresAddress};
use clap::Args;
use std::path::{Path, PathBuf};

/// Where the database is when nothing else is said: a folder in the one that the program is called from.
const DATA_FOLDER: &str = "stegvis-data";

/// Where the store is.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// The folder of the database.
    #[arg(long, env = "STEGVIS_DATA", default_value = DATA_FOLDER)]
    data: PathBuf,
    /// A PostgreSQL database instead of the folder, as postgres://USER@HOST/DATABASE. Others on this machine can read
    /// flags: an address with a password is better put into the environment.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database: Option<PostgresAddress>,
}

impl Place {
    /// The folder for what is not in the database.
    pub(crate) fn data_folder(&self) -> &Path {
        &self.data
    }

    /// The database, if one is named; else the folder.
    pub(crate) fn location(&self) -> Location {
        match &self.database {
            Some(address) => Location::Postgres(address.clone()),
            None => Location::Folder(self.data.clone()),
        }
    }
}
