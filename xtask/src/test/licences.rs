//! The step `licences`: every dependency is free to use and comes from the registry (`deny.toml`).

use std::process::Command;

use anyhow::Result;

use crate::tools::cargo_deny;
use crate::{process, workspace};

/// Checks licences, banned crates and sources. Known vulnerabilities are not: their list is elsewhere.
pub(crate) fn run() -> Result<()> {
    let mut command = Command::new(cargo_deny::ensure()?);
    command.current_dir(workspace::root()).args(["--log-level", "warn", "check", "licenses", "bans", "sources"]);
    process::run(&mut command, "checking licences and sources")
}
