//! What took time to make, kept in `target/app-cache` by the content that it was made from. Losing
//! any of it costs only time.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use super::hashed_file::sha256;
use crate::workspace;

const KEPT_FOR: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The result of one kind of work on one content.
pub(crate) struct Remembered {
    path: PathBuf,
}

impl Remembered {
    /// What `work` made of `source`. The name of the work changes whenever its result would.
    pub(crate) fn of(source: &[u8], work: &str) -> Self {
        let path = folder().join(format!("{}.{work}", sha256(source)));
        Self { path }
    }

    /// The result of an earlier time.
    pub(crate) fn recall(&self) -> Option<Vec<u8>> {
        fs::read(&self.path).ok()
    }

    /// Keeps `result`, written aside and renamed: a build that is stopped leaves no half of it.
    pub(crate) fn keep(&self, result: &[u8]) -> Result<()> {
        let mut unfinished = self.path.clone().into_os_string();
        unfinished.push(format!(".unfinished-{}", std::process::id()));
        fs::create_dir_all(folder())
            .and_then(|()| fs::write(&unfinished, result))
            .and_then(|()| fs::rename(&unfinished, &self.path))
            .with_context(|| format!("could not write {}", workspace::shown(&self.path)))
    }
}

/// Forgets what was made more than a week ago, so that the folder does not grow with every change.
pub(crate) fn forget_old() -> Result<()> {
    if !folder().is_dir() {
        return Ok(());
    }
    for entry in folder().read_dir().context("could not list target/app-cache")? {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age > KEPT_FOR {
            fs::remove_file(entry.path())
                .with_context(|| format!("could not remove {}", workspace::shown(&entry.path())))?;
        }
    }
    Ok(())
}

fn folder() -> PathBuf {
    workspace::target("app-cache")
}
