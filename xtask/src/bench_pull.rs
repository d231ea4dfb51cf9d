//! `cargo xtask bench pull`: a device's first fetch, beside PouchDB's replication, in one run.

use anyhow::Result;

use crate::tools::pouchdb;
use crate::{bench_server, process};

/// Times a device's first fetch.
#[derive(clap::Args)]
pub(crate) struct Pull {
    /// How many records; several numbers make several rows.
    #[arg(default_values = ["2e3", "1e4"])]
    records: Vec<String>,
}

impl Pull {
    /// Prints a row for each number of records.
    pub(crate) fn run(&self) -> Result<()> {
        let packages = pouchdb::ensure()?;
        let mut bench = bench_server::prepare("bench-pull", Some(&packages))?;
        process::run(bench.args(&self.records), "timing a device's first fetch")
    }
}
