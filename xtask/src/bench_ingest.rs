//! `cargo xtask bench ingest`: records a second, beside a PouchDB server and a bare loop of inserts, in one run.

use anyhow::{Result, bail};

use crate::tools::pouchdb;
use crate::{bench_server, process};

/// Times how fast records are taken in.
#[derive(clap::Args)]
pub(crate) struct Ingest {
    /// How many records, as a share of the full run's.
    #[arg(default_value_t = 1.0)]
    size: f64,
}

impl Ingest {
    /// Prints a row for each number of writers and records in a request.
    pub(crate) fn run(&self) -> Result<()> {
        if process::find_on_path("strace").is_none() {
            bail!("there is no strace, by which flushes are counted: install it (on Debian, the package strace)");
        }
        let packages = pouchdb::ensure()?;
        let mut bench = bench_server::prepare("bench-ingest", Some(&packages))?;
        process::run(bench.arg(self.size.to_string()), "timing how fast records are taken in")
    }
}
