//! `faults [--kills N] [--seed S] [--allow-missing] [ROW …]`: breaks network, server, disk and phones under load, and
//! prints a line for each row of what was injected. A program of its own and not a test, since it takes arguments, runs
//! for minutes in its long form, and says more than whether it passed.

#[macro_use]
mod app;
mod app_clock;
mod app_killed;
mod app_rivals;
mod app_session;
mod app_store;
mod bench;
mod crew;
mod damage;
mod disk;
mod disks;
#[path = "../browser/driving/mod.rs"]
#[allow(dead_code, reason = "the browser tests drive more than this")]
mod driving;
mod guests;
mod history;
#[path = "../browser/house.rs"]
#[allow(dead_code, reason = "the browser tests look at more than this")]
mod house;
mod kills;
mod mounted;
mod network;
mod operation;
mod pages;
#[path = "../sync/people.rs"]
#[allow(dead_code, reason = "the tests of sync kill the server as well")]
mod participant;
#[path = "../browser/people/mod.rs"]
#[allow(dead_code, reason = "the browser tests are about more people")]
mod people;
mod postgres;
mod power;
mod row;
mod server_clock;

use anyhow::{Context, Result, ensure};
use row::{Outcome, Row, Setting};
use std::process::ExitCode;
use std::time::Instant;

/// What the command line says.
struct Wishes {
    setting: Setting,
    allow_missing: bool,
    rows: Vec<String>,
}

const USAGE: &str = "usage: faults [--kills N] [--seed S] [--allow-missing] [ROW …]";
const KILLS: u64 = 50;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Every row, what fails soonest first.
fn rows() -> impl Iterator<Item = Row> {
    let network = network::ROWS.into_iter().chain(pages::ROWS);
    let killed = kills::ROWS.into_iter().chain(postgres::ROWS);
    let server = killed.chain(operation::ROWS).chain(guests::ROWS).chain(server_clock::ROWS);
    let disk = power::ROWS.into_iter().chain(disks::ROWS).chain(damage::ROWS);
    let store = app_store::ROWS.into_iter().chain(app_killed::ROWS).chain(app_session::ROWS);
    let app = store.chain(app_rivals::ROWS).chain(app_clock::ROWS);
    network.chain(server).chain(disk).chain(app)
}

/// Runs the rows, and says whether all went well.
async fn run() -> Result<bool> {
    let wishes = wishes(std::env::args().skip(1))?;
    println!("seed {}", wishes.setting.seed);
    println!("| row | injected | times | lost | doubled | untold |");
    println!("|---|---|---|---|---|---|");
    let mut well = true;
    for row in rows().filter(|row| wishes.rows.is_empty() || wishes.rows.iter().any(|one| one == row.number)) {
        let started = Instant::now();
        let outcome = (row.run)(wishes.setting).await;
        let words = in_words(&row, &outcome);
        println!("{words}");
        eprintln!("{}: {:.1} s", row.number, started.elapsed().as_secs_f64());
        well &= is_well(&outcome, wishes.allow_missing);
    }
    println!(
        "{}",
        if well { "nothing lost, nothing doubled, nothing untold" } else { "NOT WELL: see the lines above" }
    );
    Ok(well)
}

fn in_words(row: &Row, outcome: &Result<Outcome>) -> String {
    let Row { number, injected, .. } = row;
    match outcome {
        Ok(Outcome::Ran(tally)) => {
            format!(
                "| {number} | {injected} | {} | {} | {} | {} |",
                tally.times, tally.lost, tally.doubled, tally.untold
            )
        }
        Ok(Outcome::Found(tally)) if tally.lost > 0 => {
            format!("| {number} | {injected} | {} | found: {} | | |", tally.times, tally.lost)
        }
        Ok(Outcome::Found(tally)) => format!("| {number} | {injected} | {} | NOT FOUND | | |", tally.times),
        Ok(Outcome::NotRun(why)) => format!("| {number} | {injected} | not run: {why} | | | |"),
        Err(error) => format!("| {number} | {injected} | FAILED: {error:#} | | | |"),
    }
}

fn is_well(outcome: &Result<Outcome>, allow_missing: bool) -> bool {
    match outcome {
        Ok(Outcome::Ran(tally)) => tally.is_clean(),
        Ok(Outcome::Found(tally)) => tally.lost > 0,
        Ok(Outcome::NotRun(_)) => allow_missing,
        Err(_) => false,
    }
}

fn wishes(mut arguments: impl Iterator<Item = String>) -> Result<Wishes> {
    let setting = Setting { kills: KILLS, seed: tests::random::number() };
    let mut wishes = Wishes { setting, allow_missing: false, rows: Vec::new() };
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse().ok()).context(USAGE);
        match argument.as_str() {
            "--kills" => wishes.setting.kills = number()?,
            "--seed" => wishes.setting.seed = number()?,
            "--allow-missing" => wishes.allow_missing = true,
            other => {
                ensure!(rows().any(|row| row.number == other), "there is no row {other}; {USAGE}");
                wishes.rows.push(other.to_owned());
            }
        }
    }
    ensure!(wishes.setting.kills > 0, "{USAGE}");
    Ok(wishes)
}
