//! What benchmarks of the server have in common: its program and the one that measures it, both built for release.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{cargo, process, workspace};

/// Builds both, and gives the measuring program with what it looks for in its environment.
pub(crate) fn prepare(bench: &str, node_modules: Option<&Path>) -> Result<Command> {
    let mut build = cargo::on_host("build");
    build.args(["--quiet", "--release", "--bin", "stegvis", "--bin", bench]);
    process::run(&mut build, "building the server and what measures it")?;
    let release = workspace::target("release");
    let mut command = Command::new(release.join(workspace::executable(bench)));
    command.current_dir(workspace::root());
    command.env("STEGVIS_BIN", release.join(workspace::executable("stegvis")));
    if let Some(folder) = node_modules {
        command.env("STEGVIS_NODE_MODULES", folder);
    }
    Ok(command)
}
