//! `cargo xtask bench figures`: the dashboard's figures beside DuckDB and Polars, in one run.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cargo, process, workspace};

/// The peers, as PyPI has them.
const PEERS: [&str; 2] = ["duckdb==2.0.0", "polars==2.1.0"];
/// DuckDB with its reader of SQLite files, which it would otherwise download from a server of its own. PyPI has the
/// reader for this version.
const LOADING_PEERS: [&str; 3] =
    ["duckdb==1.5.5", "duckdb-extensions==1.5.5", "duckdb-extension-sqlite-scanner==1.5.5"];

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
        let python = python_with("figures-venv", &PEERS)?;
        let python_loading = python_with("figures-loading-venv", &LOADING_PEERS)?;
        let mut bench = cargo::cargo("run");
        bench.args(["--quiet", "--release", "-p", "tests", "--bin", "bench-figures", "--"]);
        bench.args(&self.ratings).env("STEGVIS_PYTHON", python).env("STEGVIS_PYTHON_LOADING", python_loading);
        process::run(&mut bench, "timing the figures")
    }
}

/// A Python of the project's own that has these packages.
fn python_with(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = workspace::target("tools").join(name);
    let python = folder.join("bin").join("python3");
    if !folder.join("complete").exists() {
        let mut venv = Command::new("python3");
        process::run(venv.args(["-m", "venv"]).arg(&folder), "making a Python environment")
            .context("install Python 3.11 or newer with venv: on Debian, python3-venv")?;
        let mut pip = Command::new(&python);
        process::run(pip.args(["-m", "pip", "install", "--quiet"]).args(packages), "installing the peers")?;
        std::fs::write(folder.join("complete"), packages.join("\n"))?;
    }
    Ok(python)
}
