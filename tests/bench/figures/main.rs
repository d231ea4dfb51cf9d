//! `cargo xtask bench figures`: the dashboard's figures over made-up participations, beside DuckDB and Polars on the
//! same data in the same run, in turn. It checks that all three give the same before it says how long they took. Then how
//! long the first release of each report of a large association takes, and each of its dashboards on the server and in a
//! browser.

mod association;
mod dashboard;
#[path = "../../browser/driving/mod.rs"]
#[allow(dead_code, reason = "the browser tests drive more than this")]
mod driving;
#[path = "../../browser/house.rs"]
#[allow(dead_code, reason = "the browser tests look at more than this")]
mod house;
mod invented;
mod loading;
mod looks;
mod pages;
mod peers;
#[path = "../../browser/people/mod.rs"]
#[allow(dead_code, reason = "the browser tests are about more people")]
mod people;
mod releases;
mod stored;

use anyhow::{Context, Result, ensure};
use association::Association;
use dashboard::Answer;
use peers::Peers;
use std::path::Path;
use std::time::{Duration, Instant};

/// How far two answers may lie apart.
const TOLERANCE: f64 = 1e-9;
/// Turns of each contender; the first is not counted.
const TURNS: usize = 12;

fn main() -> Result<()> {
    let sizes = std::env::args().skip(1).map(|text| text.parse::<f64>().context("sizes are numbers, such as 1e6"));
    let sizes = sizes.collect::<Result<Vec<_>>>()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of ratings")]
    let sizes: Vec<usize> = sizes.into_iter().map(|size| size as usize).collect();
    if !sizes.is_empty() {
        beside_peers(&sizes)?;
    }
    let Ok(stays) = std::env::var("STEGVIS_BENCH_STAYS") else { return Ok(()) };
    let stays = stays.parse().context("STEGVIS_BENCH_STAYS says how many stays")?;
    releases::measure(stays)?;
    dashboards(stays)
}

fn beside_peers(sizes: &[usize]) -> Result<()> {
    println!("medians of {} turns each, in turn; milliseconds", TURNS - 1);
    println!(
        "{:>9} {:>9} {:>10} {:>10} {:>9} {:>9} {:>12} {:>8}",
        "ratings", "ours", "DuckDB", "Polars", "x DuckDB", "x Polars", "one more", "B/rating"
    );
    sizes.iter().try_for_each(|size| measure(*size))?;
    loading::measure(sizes)
}

/// The dashboards of an association of so many stays, in a folder that the environment names.
fn dashboards(stays: u64) -> Result<()> {
    let Some(folder) = std::env::var_os("STEGVIS_BENCH_STORES") else { return Ok(()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let app = house::app().ok();
        let mut association = Association::of(stays, Path::new(&folder), app.as_deref()).await?;
        println!(
            "\ndashboards of {stays} stays with {} records; milliseconds over HTTP on loopback",
            association.records
        );
        looks::measure(&mut association).await?;
        if app.is_some() { pages::measure(&association).await } else { Ok(()) }
    })
}

fn measure(ratings: usize) -> Result<()> {
    let mut cohort = invented::cohort(ratings);
    let folder = tempfile::tempdir()?;
    invented::write_tables(ratings, folder.path())?;
    let mut peers = Peers::start(folder.path())?;
    let (mut ours, mut duckdb, mut polars, mut one_more) = (vec![], vec![], vec![], vec![]);
    let mut expected = None;
    for _ in 0..TURNS {
        let (answer, time) = timed(|| dashboard::answer(&dashboard::count(&cohort)));
        ours.push(time);
        for (peer, times) in [("duckdb", &mut duckdb), ("polars", &mut polars)] {
            let (theirs, time) = peers.ask(peer)?;
            answer.same_as(&theirs, TOLERANCE).with_context(|| format!("{peer} answers otherwise"))?;
            times.push(time);
        }
        expected = Some(answer);
    }
    let mut tally = dashboard::count(&cohort);
    let same_again = |answer: &Answer| expected.as_ref().is_some_and(|expected| answer.same_as(expected, 0.0).is_ok());
    for _ in 0..TURNS {
        let row = invented::row(0, ratings);
        let (answer, time) = timed(|| {
            tally.put(&mut cohort, row);
            dashboard::answer(&tally)
        });
        ensure!(same_again(&answer), "a row put again changes the answer");
        one_more.push(time);
    }
    let [ours, duckdb, polars, one_more] = [ours, duckdb, polars, one_more].map(median);
    #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
    let bytes = cohort.bytes() as f64 / invented::ratings_in(&cohort) as f64;
    println!(
        "{ratings:>9} {ours:>9.2} {duckdb:>10.2} {polars:>10.2} {:>9.1} {:>9.1} {one_more:>12.2} {bytes:>8.1}",
        duckdb / ours,
        polars / ours
    );
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// The median in milliseconds, without the first.
fn median(mut times: Vec<Duration>) -> f64 {
    times.remove(0);
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
