//! `cargo xtask bench pull`: the first fetch of a supervisor's device, beside a PouchDB client that replicates the same
//! records, in turn. Both must hold every record, equal to what was sent, before a time is printed.

#[path = "../pouchdb/connection.rs"]
mod connection;
#[path = "../pouchdb/disk.rs"]
mod disk;
mod ours;
mod peer;
#[expect(dead_code, reason = "flushes are counted in the other benchmark")]
#[path = "../pouchdb/mod.rs"]
mod pouchdb;
#[expect(dead_code, reason = "rows are bound in the other benchmark")]
#[path = "../pouchdb/texts.rs"]
mod texts;

use anyhow::{Context, Result};
use ours::Ours;
use peer::Peer;
use std::time::Duration;

/// Turns of each contender; the first is not counted.
const TURNS: usize = 6;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let sizes = std::env::args().skip(1).map(|text| text.parse::<f64>().context("sizes are numbers, such as 2e3"));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of records")]
    let mut sizes: Vec<usize> = sizes.map(|size| Ok(size? as usize)).collect::<Result<_>>()?;
    // The same log is filled further and further.
    sizes.sort_unstable();
    let kept = disk::file_system()?;
    println!("medians of {} turns each, in turn, from {kept} into memory; milliseconds", TURNS - 1);
    println!("{:>8} {:>9} {:>9} {:>10}", "records", "ours", "PouchDB", "x PouchDB");
    let mut ours = Ours::start().await?;
    for size in sizes {
        measure(&mut ours, size).await?;
    }
    Ok(())
}

async fn measure(ours: &mut Ours, size: usize) -> Result<()> {
    let records = ours.fill(size).await?;
    let mut peer = Peer::start(&records).await?;
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        our_times.push(ours.fetch(&records).await?);
        their_times.push(peer.fetch(&records).await?);
    }
    let [ours, theirs] = [our_times, their_times].map(median);
    println!("{size:>8} {ours:>9.1} {theirs:>9.1} {:>10.1}", theirs / ours);
    Ok(())
}

/// The median in milliseconds, without the first.
fn median(mut times: Vec<Duration>) -> f64 {
    times.remove(0);
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
