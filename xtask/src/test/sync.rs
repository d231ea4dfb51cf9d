//! The step `sync`: devices and a server in simulated bad weather. By itself a bounded number of histories; with
//! `--histories` as many as wanted, optimised and on every core.

use std::hash::{BuildHasher, Hasher, RandomState};

use anyhow::Result;

use crate::{cargo, process};

/// How many histories are simulated where only a seed is given.
const HISTORIES: u64 = 2_000;

/// Tests the simulation, and sync by it: some histories are the same each time, and some are others.
pub(crate) fn run() -> Result<()> {
    let mut command = cargo::cargo("test");
    command.args(["--package", "simulation", "--", "--nocapture"]);
    process::run(&mut command, "testing sync in simulated bad weather")
}

/// Simulates histories. What it prints ends with what they came to.
pub(crate) fn simulate(histories: Option<u64>, seed: Option<u64>) -> Result<()> {
    let histories = histories.unwrap_or(HISTORIES);
    let seed = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("seed {seed}");
    let mut command = cargo::cargo("run");
    command.args(["--quiet", "--profile", "simulation", "--package", "simulation", "--"]);
    command.args([histories.to_string(), seed.to_string()]);
    process::run(&mut command, "simulating sync")
}
