//! The developer's commands, as `cargo xtask <command>`.
//!
//! Promises that each command prepares what it needs, and says what to do where it cannot. Knows how
//! the parts of the project are built, not what they do.

mod app;
mod bench_figures;
mod bench_ingest;
mod bench_load;
mod bench_pull;
mod bench_server;
mod bench_size;
mod build;
mod cargo;
mod demo;
mod dist;
mod process;
mod sbom;
mod screens;
mod test;
mod tools;
mod wasm_target;
mod wasm_test_runner;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The developer's commands of Stegvis.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything and starts the demonstration on this machine.
    Demo(demo::Demo),
    /// Builds the app into `target/app`.
    Build(build::Build),
    /// Runs every check that a change must pass.
    Test(test::Test),
    /// Measures what the budgets limit.
    #[command(subcommand)]
    Bench(Bench),
    /// Takes pictures of every screen into `docs/screens`.
    Screens(screens::Screens),
    /// Builds the one file that a server needs: the program with the app inside it.
    Dist,
    /// Runs one wasm test program in a browser; called by Cargo, not by hand.
    #[command(hide = true)]
    WasmTestRunner(wasm_test_runner::WasmTestRunner),
}

#[derive(Subcommand)]
enum Bench {
    /// Counts the bytes of an app's first load.
    Size(bench_size::Size),
    /// Times the dashboard's figures beside DuckDB and Polars, and how long each dashboard takes to open.
    Figures(bench_figures::Figures),
    /// Times how fast records are taken in, beside a PouchDB server and a bare loop of inserts.
    Ingest(bench_ingest::Ingest),
    /// Times loads, starts without a server and taps, beside a page of React, Dexie and Workbox.
    Load(bench_load::Load),
    /// Times a device's first fetch beside PouchDB's replication.
    Pull(bench_pull::Pull),
}

fn main() -> ExitCode {
    let outcome = match CommandLine::parse().command {
        Command::Demo(demo) => demo.run(),
        Command::Build(build) => build.run(),
        Command::Test(test) => test.run(),
        Command::Bench(Bench::Size(size)) => size.run(),
        Command::Bench(Bench::Figures(figures)) => figures.run(),
        Command::Bench(Bench::Ingest(ingest)) => ingest.run(),
        Command::Bench(Bench::Load(load)) => load.run(),
        Command::Bench(Bench::Pull(pull)) => pull.run(),
        Command::Screens(screens) => screens.run(),
        Command::Dist => dist::run(),
        Command::WasmTestRunner(runner) => runner.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
