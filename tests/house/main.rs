//! How the house stands: what a crate may depend on, what SQL may ask for, and where words for people are.

mod sql;
mod sql_sources;
mod sql_tables;
mod words;

use anyhow::{Context, Result, ensure};
use std::process::Command;

/// Crates that do IO, or bring the clock or randomness in. A generator that is given its seed is a calculation, and
/// may be there; `getrandom` is what would ask the system.
const NOT_IN_THE_CORE: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "csv",
    "fastrand",
    "getrandom",
    "gloo-net",
    "gloo-storage",
    "gloo-timers",
    "h2",
    "hyper",
    "indexed_db_futures",
    "js-sys",
    "mio",
    "reqwest",
    "rusqlite",
    "rustls",
    "socket2",
    "sqlx",
    "tokio",
    "wasm-bindgen",
    "web-sys",
    "yew",
];

/// What `shared` depends on when it is built for a target, name by name.
fn dependencies(target: Option<&str>) -> Result<Vec<String>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--package", "shared", "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    if let Some(target) = target {
        cargo.args(["--target", target]);
    }
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().context("cargo runs")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

#[test]
fn the_core_depends_on_nothing_that_does_io() -> Result<()> {
    for target in [None, Some("wasm32-unknown-unknown")] {
        let names = dependencies(target)?;
        ensure!(names.iter().any(|name| name == "serde"), "the tree is read: {names:?}");
        for name in NOT_IN_THE_CORE {
            ensure!(!names.iter().any(|one| one == name), "shared depends on {name} for {target:?}");
        }
    }
    Ok(())
}

#[test]
fn the_phones_core_does_not_carry_the_servers_description() -> Result<()> {
    let names = dependencies(Some("wasm32-unknown-unknown"))?;
    ensure!(!names.iter().any(|name| name.starts_with("utoipa")), "{names:?}");
    Ok(())
}
