//! What `stegvis backup` and `stegvis restore` are told.

use super::{KeyPlace, Place};
use clap::Args;
use std::path::PathBuf;

/// A backup.
#[derive(Debug, Clone, Args)]
pub(crate) struct Backup {
    /// The file to make; nothing is written over.
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// A restore.
#[derive(Debug, Clone, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    pub(crate) key: KeyPlace,
    /// The backup, from either kind of database.
    pub(crate) from: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
    /// Lose the data that are there now.
    #[arg(long)]
    pub(crate) replace: bool,
}
