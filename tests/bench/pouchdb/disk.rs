//! A folder on a real disk, where a flush means something, and what lies under it.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use tests::place::Place;
use tests::server::Server;

/// The folder that everything measured lies in.
fn parent() -> Result<PathBuf> {
    let parent = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"));
    std::fs::create_dir_all(parent)?;
    Ok(parent.canonicalize()?)
}

/// An empty folder on the disk, gone with this value.
pub(crate) fn folder() -> Result<tempfile::TempDir> {
    Ok(tempfile::tempdir_in(parent()?)?)
}

/// A demonstration whose store lies on the disk.
pub(crate) async fn server() -> Result<Server> {
    Server::demo_at(Place::in_a_folder_of(&parent()?)?).await
}

/// The kind of file system; without flushes that reach a disk nothing here would mean anything.
pub(crate) fn file_system() -> Result<String> {
    let folder = parent()?;
    let mounts = std::fs::read_to_string("/proc/self/mounts").context("the list of mounted file systems")?;
    let under = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        let (place, kind) = (fields.next()?, fields.next()?);
        folder.starts_with(place).then_some((place.len(), kind))
    });
    Ok(under.max_by_key(|(length, _)| *length).map_or("an unknown file system", |(_, kind)| kind).into())
}
