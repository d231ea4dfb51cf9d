//! `cargo xtask bench figures`: the dashboard's figures beside DuckDB and Polars, in one run; how long the first release of
//! each report of a large association takes; and how long each of its dashboards takes to open.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::app::{self, Effort};
use crate::tools::browsers;
use crate::{bench_server, process, workspace};

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
    /// How many participations the association has whose dashboards are opened.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    participations: u64,
    /// Leave the peers out: time the releases and open the dashboards only.
    #[arg(long)]
    dashboards: bool,
    /// Leave out the peers and the dashboards, and time the releases only.
    #[arg(long, conflicts_with = "dashboards")]
    releases: bool,
    /// Leave the browser out.
    #[arg(long)]
    no_browser: bool,
}

impl Figures {
    /// Prints a row for each number of ratings, and for each dashboard.
    pub(crate) fn run(&self) -> Result<()> {
        let mut bench = bench_server::prepare("bench-figures", None)?;
        if !self.dashboards && !self.releases {
            bench.env("STEGVIS_PYTHON", python_with("figures-venv", &PEERS)?);
            bench.env("STEGVIS_PYTHON_LOADING", python_with("figures-loading-venv", &LOADING_PEERS)?);
            bench.args(&self.ratings);
        }
        bench.env("STEGVIS_BENCH_STAYS", self.participations.to_string());
        if self.releases {
            return process::run(&mut bench, "timing the releases");
        }
        if !self.no_browser {
            browsers::ensure()?;
            app::bundle(Effort::Best)?;
            bench.env("STEGVIS_APP", workspace::app_folder());
        }
        // On a disk: what is large belongs there, and the file is read from the system's cache anyway.
        let stores = workspace::target("bench");
        std::fs::create_dir_all(&stores).context("could not make a folder for the store")?;
        bench.env("STEGVIS_BENCH_STORES", stores);
        bench.env("STEGVIS_TEST_DATABASE", "sqlite");
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
