//! One server for each data folder. The lock is the operating system's, and goes with the process however it ends.

use crate::store::Location;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Why the folder cannot be had alone.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    /// Somebody else has it.
    #[error("another stegvis serves from {}; stop that, or choose another folder with --data", .0.display())]
    Taken(PathBuf),
    /// It cannot be written.
    #[error("the data folder {} cannot be written ({}); choose another with --data, or change its permissions", .0.display(), .1)]
    Unwritable(PathBuf, io::Error),
}

/// The folder, for as long as this value lives.
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder that a store is in. A PostgreSQL database may be served by several.
    pub(crate) fn of(location: &Location) -> Result<Option<Self>, LockError> {
        location.folder().map(Self::take).transpose()
    }

    /// Takes the folder, which is made where it is missing.
    fn take(folder: &Path) -> Result<Self, LockError> {
        let unwritable = |error| LockError::Unwritable(folder.into(), error);
        std::fs::create_dir_all(folder).map_err(unwritable)?;
        let file = File::create(folder.join("stegvis.lock")).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Taken(folder.into())),
            Err(TryLockError::Error(error)) => Err(unwritable(error)),
        }
    }
}
