//! What the fault runner breaks things with: a library that tells a program another time, and FUSE, by which a disk of
//! its own is mounted. An administrator mounts without help; others need a program.

use anyhow::{Context, Result};

use super::apt;
use crate::process;

/// Each package and a program that it brings.
const PACKAGES: [(&str, &str); 2] = [("faketime", "faketime"), ("fuse3", "fusermount3")];

/// Installs what is missing.
pub(crate) fn ensure() -> Result<()> {
    let needed = if process::is_root() { &PACKAGES[..1] } else { &PACKAGES };
    apt::ensure_programs(needed).context("the faults need a clock that can be set, and a disk that breaks")
}
