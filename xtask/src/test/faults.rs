//! The step `faults`: network, server, disk and phones break under load, and a line for each fault says what was lost.
//! By itself in a short form; with `--kills` as long as wanted.

use std::process::Command;

use anyhow::Result;

use crate::app::{self, Effort};
use crate::{cargo, process, workspace};

/// How often the server is killed in the short form.
pub(crate) const SHORT: u64 = 50;

/// Builds the app and the server, and breaks things. What it prints is the table of `docs/reliability.md`.
pub(crate) fn run(kills: u64) -> Result<()> {
    app::bundle(Effort::Best)?;
    let mut build = cargo::on_host("build");
    process::run(build.args(["--quiet", "--bin", "stegvis", "--bin", "faults"]), "building the server and its faults")?;
    let mut faults = Command::new(workspace::target("debug").join(workspace::executable("faults")));
    faults
        .args(["--kills", &kills.to_string()])
        .env("STEGVIS_BIN", workspace::server())
        .env("STEGVIS_APP", workspace::app_folder());
    process::run(&mut faults, "breaking things under load")
}
