//! PostgreSQL, of which the tests start a private cluster.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process;

/// Where Debian puts the programs of each version, of which only some are on the `PATH`.
const VERSIONS: &str = "/usr/lib/postgresql";

/// The program that starts a server, installed when missing.
pub(crate) fn ensure() -> Result<PathBuf> {
    if find().is_none() {
        apt::install(&["postgresql"]).context("the tests need PostgreSQL 15 or later")?;
    }
    find().context("PostgreSQL was installed, and initdb is not there")
}

fn find() -> Option<PathBuf> {
    let versions = std::fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let programs = versions.map(|version| version.path().join("bin/initdb"));
    programs.chain(process::find_on_path("initdb")).filter(|program| program.is_file()).max()
}
