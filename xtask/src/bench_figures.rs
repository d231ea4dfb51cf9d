//! `cargo xtask bench figures`: the dashboard's figures beside DuckDB and Polars, in one run.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cargo, process, workspace};

/// The peers, as PyPI has them.
const PEERS: [&str; 2] = ["duckdb==2.0.0", "polars==2.1.0"];

/// Times the dashboard's figures.
#[derive(clap::Args)]
pub(crate) struct Figures {
    /// How many ratings; several numbers make several rows.
    #[arg(default_values = ["1e5", "1e6", "1e7"])]
    ratings: Vec<String>,
}

impl Figures {
    /// Prints a row for each number of ratings.
    pub(crate) fn run(&self) -> Result<()> {
        let python = python_with_peers()?;
        let mut bench = cargo::cargo("run");
        bench.args(["--quiet", "--release", "-p", "tests", "--bin", "bench-figures", "--"]);
        bench.args(&self.ratings).env("STEGVIS_PYTHON", python);
        process::run(&mut bench, "timing the figures")
    }
}

/// A Python of the project's own that has the peers.
fn python_with_peers() -> Result<PathBuf> {
    let folder = workspace::target("tools").join("figures-venv");
    let python = folder.join("bin").join("python3");
    if !folder.join("complete").exists() {
        let mut venv = Command::new("python3");
        process::run(venv.args(["-m", "venv"]).arg(&folder), "making a Python environment")
            .context("install Python 3.11 or newer with venv: on Debian, python3-venv")?;
        let mut pip = Command::new(&python);
        process::run(pip.args(["-m", "pip", "install", "--quiet"]).args(PEERS), "installing DuckDB and Polars")?;
        std::fs::write(folder.join("complete"), PEERS.join("\n"))?;
    }
    Ok(python)
}
