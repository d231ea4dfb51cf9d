//! The app folder on disk: written aside and put in place whole, so that a server beside it never
//! sees half a build.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::compress::{Coding, Effort, is_compressible};
use crate::workspace;

/// A file as it was written: what a browser downloads.
#[derive(Clone)]
pub(crate) struct Shipped {
    /// Its address on the server.
    pub(crate) url: String,
    /// Its bytes as they are.
    pub(crate) raw: usize,
    /// Its bytes with Brotli, or as they are where that is less.
    pub(crate) compressed: usize,
}

/// The folder while it is being filled.
pub(crate) struct AppFolder {
    /// Where it will lie when it is whole.
    place: PathBuf,
    unfinished: PathBuf,
    /// Held until the folder is in place, so that two builds follow each other.
    _lock: File,
    effort: Effort,
}

impl AppFolder {
    /// Starts an empty folder beside the one in use at `place`.
    pub(crate) fn start(place: PathBuf, effort: Effort) -> Result<Self> {
        let unfinished = workspace::target("app.unfinished");
        let lock = File::create(workspace::target("app.lock")).context("could not make target/app.lock")?;
        lock.lock().context("could not wait for another build of the app")?;
        remove(&unfinished)?;
        Ok(Self { place, unfinished, _lock: lock, effort })
    }

    /// Writes the file that answers `url`, and its smaller compressed copies.
    pub(crate) fn write(&self, url: &str, bytes: &[u8]) -> Result<Shipped> {
        let path = self.unfinished.join(file_of(url));
        write(&path, bytes)?;
        let mut compressed_size = bytes.len();
        if is_compressible(url) {
            for coding in Coding::ALL {
                let compressed = coding.compress(bytes, self.effort)?;
                if compressed.len() >= bytes.len() {
                    continue;
                }
                let mut name = path.clone().into_os_string();
                name.push(format!(".{}", coding.extension()));
                write(Path::new(&name), &compressed)?;
                if coding == Coding::Brotli {
                    compressed_size = compressed.len();
                }
            }
        }
        Ok(Shipped { url: url.to_owned(), raw: bytes.len(), compressed: compressed_size })
    }

    /// Puts the folder in the place of the one before.
    pub(crate) fn finish(self) -> Result<()> {
        let previous = workspace::target("app.previous");
        remove(&previous)?;
        if self.place.exists() {
            fs::rename(&self.place, &previous).context("could not set the old app folder aside")?;
        }
        fs::rename(&self.unfinished, &self.place).context("could not put the app folder in place")?;
        remove(&previous)
    }
}

/// The path, inside the folder, of the file that answers `url`.
fn file_of(url: &str) -> String {
    let path = url.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .with_context(|| format!("could not write {}", workspace::shown(path)))
}

fn remove(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).with_context(|| format!("could not remove {}", workspace::shown(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_ends_in_a_slash_is_a_page() {
        assert_eq!(file_of("/"), "index.html");
        assert_eq!(file_of("/staff/"), "staff/index.html");
        assert_eq!(file_of("/staff/sw.js"), "staff/sw.js");
    }
}
