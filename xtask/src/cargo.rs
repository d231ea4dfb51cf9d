//! Cargo's command lines. The packages are named the same way each time, so that Cargo unites the
//! same features and compiles no dependency twice.

use std::process::Command;

use crate::workspace;

/// What runs on the developer's own machine, but for these commands: they share hardly a dependency
/// with the rest and are compiled before it.
const HOST_PACKAGES: [&str; 8] = ["-p", "shared", "-p", "backend", "-p", "simulation", "-p", "tests"];

/// The Cargo that started this command, at the root of the workspace.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).arg(subcommand);
    command
}

/// A Cargo command over the packages of the host.
pub(crate) fn on_host(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args(HOST_PACKAGES);
    command
}

/// A Cargo command over the package of these commands.
pub(crate) fn on_xtask(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args(["-p", "xtask"]);
    command
}

/// Builds the server with the development profile, quick to build again.
pub(crate) fn build_server() -> Command {
    let mut command = on_host("build");
    command.args(["--quiet", "--bin", "stegvis"]);
    command
}
