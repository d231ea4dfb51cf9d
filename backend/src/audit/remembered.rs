//! The latest head of each scope, in a file beside the key. Whoever can write the database can cut a log off together with
//! the heads in it, and put back an earlier whole; this file remembers how far it went.

use crate::store::SignedHead;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why what is remembered cannot be had; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RememberedError {
    /// The file.
    #[error("the heads of the audit log in {} cannot be read or written: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// Its content.
    #[error("line {line} of {} is no head of an audit log: the file was altered", path.display())]
    NoHead {
        /// The file.
        path: PathBuf,
        /// Which line.
        line: usize,
    },
}

/// The file.
#[derive(Debug, Clone)]
pub(crate) struct Remembered(PathBuf);

impl Remembered {
    /// The one that belongs to a key.
    pub(crate) fn beside(key: &Path) -> Self {
        Self(key.with_extension("heads"))
    }

    /// What it says; nothing before anything was signed.
    pub(crate) fn read(&self) -> Result<Vec<SignedHead>, RememberedError> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(RememberedError::File(self.0.clone(), error)),
        };
        let head = |(number, line): (usize, &str)| {
            let no_head = || RememberedError::NoHead { path: self.0.clone(), line: number + 1 };
            SignedHead::read(line).ok_or_else(no_head)
        };
        text.lines().enumerate().map(head).collect()
    }

    /// Takes note of newer heads; others stay.
    pub(crate) fn add(&self, newer: &[SignedHead]) -> Result<(), RememberedError> {
        let mut heads = self.read()?;
        heads.retain(|old| !newer.iter().any(|new| new.scope == old.scope));
        heads.extend(newer.iter().cloned());
        heads.sort_by(|one, other| one.scope.cmp(&other.scope));
        self.write(&heads).map_err(|error| RememberedError::File(self.0.clone(), error))
    }

    /// Puts it aside, since the store was replaced by a backup; says where it is now.
    pub(crate) fn put_aside(&self, at: i64) -> Result<Option<PathBuf>, RememberedError> {
        let aside = self.0.with_extension(format!("heads-until-{at}"));
        match std::fs::rename(&self.0, &aside) {
            Ok(()) => Ok(Some(aside)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(RememberedError::File(self.0.clone(), error)),
        }
    }

    fn write(&self, heads: &[SignedHead]) -> io::Result<()> {
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        for head in heads {
            writeln!(file, "{head}")?;
        }
        file.as_file().sync_all()?;
        file.persist(&self.0).map(drop).map_err(|error| error.error)
    }
}
