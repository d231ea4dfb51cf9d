//! Backups: one file with everything in it, whichever database it comes from and whichever it goes to. A backup is one
//! snapshot, is read back before it counts, and tells by its digest when a bit of it has changed.

mod file;
mod restore;
mod save;

pub(crate) use restore::{Replace, RestoreError, restore};
pub(crate) use save::BackupError;
