//! The server's program, as it was built: run to its end, or told to stop.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Output;
use tokio::process::Command;

/// Where the program is: `STEGVIS_BIN`, else where Cargo puts it.
pub fn path() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/stegvis");
    std::env::var_os("STEGVIS_BIN").map_or(built, PathBuf::from)
}

/// What the program would take from the environment of the tests.
const SURROUNDING: [&str; 11] = [
    "STEGVIS_DATA",
    "DATABASE_URL",
    "STEGVIS_APP",
    "STEGVIS_LISTEN",
    "STEGVIS_ORIGIN",
    "STEGVIS_LOG",
    "STEGVIS_SERVICE_WORKER",
    "STEGVIS_IDENTITY_PROVIDERS",
    "STEGVIS_AUDIT_KEY",
    "STEGVIS_PUSH_SERVICES",
    "STEGVIS_REQUESTS_A_MINUTE",
];

/// A command of the program that sees nothing of the surrounding configuration.
pub fn command() -> Command {
    let mut command = Command::new(path());
    for name in SURROUNDING {
        command.env_remove(name);
    }
    command.kill_on_drop(true);
    command
}

/// Runs the program to its end.
pub async fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Result<Output> {
    let output = command().args(arguments).output().await;
    output.with_context(|| format!("{} cannot be run; build it with `cargo build -p backend`", path().display()))
}

/// Sends a process a signal, such as `TERM`.
pub async fn signal(process: u32, name: &str) -> Result<()> {
    let status = Command::new("kill").args([format!("-{name}"), process.to_string()]).status().await?;
    ensure!(status.success(), "process {process} did not take the signal {name}");
    Ok(())
}
