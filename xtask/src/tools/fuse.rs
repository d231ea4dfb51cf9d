//! FUSE, by which the fault runner has a disk of its own. An administrator mounts without help; others need a program.

use anyhow::{Context, Result};

use super::apt;
use crate::process;

/// Installs what mounts for those who may not, where it is missing.
pub(crate) fn ensure() -> Result<()> {
    if process::is_root() {
        return Ok(());
    }
    apt::ensure_programs(&[("fuse3", "fusermount3")]).context("a disk that breaks is mounted by FUSE")
}
