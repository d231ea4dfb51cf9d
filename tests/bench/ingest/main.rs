//! `cargo xtask bench ingest`: records a second into the server's own program, beside a PouchDB server and a bare loop of
//! inserts, in turn. Every record must be accepted by all three before a time is printed, and the flushes of both
//! servers are counted in rounds of their own, which are not timed.

mod bare;
#[path = "../pouchdb/connection.rs"]
mod connection;
#[path = "../pouchdb/disk.rs"]
mod disk;
mod flushes;
mod ours;
mod peer;
#[expect(dead_code, reason = "documents are put without a clock in the other benchmark")]
#[path = "../pouchdb/mod.rs"]
mod pouchdb;
#[path = "../pouchdb/texts.rs"]
mod texts;
mod turn;

use anyhow::{Context, Result, ensure};
use bare::Bare;
use flushes::Watch;
use ours::Ours;
use peer::Peer;
use std::time::Duration;
use texts::{Author, Text};
use turn::Turn;

/// Writers at once, the largest number last.
const WRITERS: [usize; 3] = [1, 8, 64];
/// Records in a request.
const BATCHES: [usize; 3] = [1, 10, 100];
/// Rounds of each contender at full size.
const ROUNDS: usize = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let size: f64 = std::env::args().nth(1).context("the size, such as 1 or 0.2")?.parse()?;
    ensure!(size > 0.0, "the size is above 0");
    let writers = WRITERS[WRITERS.len() - 1];
    let mut contenders = Contenders {
        ours: Ours::start(writers).await?,
        peer: Peer::start(writers).await?,
        bare: Bare::start().await?,
        sent: 0,
    };
    println!("medians of {ROUNDS} rounds in turn, on {}; waits in milliseconds over all rounds", disk::file_system()?);
    println!("{HEADINGS}");
    for batch in BATCHES {
        for writers in WRITERS {
            contenders.measure(Cell::of(batch, writers, size)).await?;
        }
    }
    contenders.finish().await
}

const HEADINGS: &str = "\
batch writers | ours/s    p50    p99 | PouchDB/s    p50    p99      x | bare/s  of it | records a flush: ours, PouchDB";

/// One row of the table: so many writers, each with so many requests of so many records.
#[derive(Clone, Copy)]
struct Cell {
    batch: usize,
    writers: usize,
    requests: usize,
}

impl Cell {
    /// As many requests as give a turn of a second or less on a machine of two cores, so that all of it takes minutes.
    fn of(batch: usize, writers: usize, size: f64) -> Self {
        let records = match (batch, writers) {
            (1, 1) => 250.0,
            (1, 8) => 1_000.0,
            (1, _) => 3_840.0,
            (10, 1) => 1_200.0,
            (10, 8) => 2_400.0,
            (10, _) => 7_680.0,
            (_, 1) => 3_600.0,
            (_, 8) => 4_800.0,
            _ => 12_800.0,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand")]
        let records = (records * size) as usize;
        Self { batch, writers, requests: (records / batch / writers).max(2) }
    }

    const fn records(self) -> usize {
        self.batch * self.writers * self.requests
    }
}

struct Contenders {
    ours: Ours,
    peer: Peer,
    bare: Bare,
    sent: usize,
}

impl Contenders {
    async fn measure(&mut self, cell: Cell) -> Result<()> {
        let (mut ours, mut peer, mut bare) = (Times::default(), Times::default(), Vec::new());
        for _ in 0..ROUNDS {
            let records = self.write(cell)?;
            ours.add(self.ours.take(&records).await?);
            peer.add(self.peer.take(&records).await?);
            // The best that any server could make of it: every writer waits for its answer, so no transaction can
            // hold more than one request of each.
            let author = Author::new(shared::id::AccountId::from_uuid(tests::random::uuid()), vec![])?;
            let all: Vec<&Text> = records.iter().flatten().flatten().collect();
            bare.push(self.bare.take(&all, &author, cell.batch * cell.writers).await?);
        }
        let (flushes, peers_flushes) = self.flushes(cell).await?;
        let per_second = |took: Duration| count(cell.records()) / took.as_secs_f64();
        let rates = [ours.median(), peer.median(), median(bare)].map(per_second);
        println!(
            "{:>5} {:>7} | {:>6.0} {} | {:>9.0} {} {:>6.1} | {:>6.0} {:>5.0}% | {:>6.1} {:>8}",
            cell.batch,
            cell.writers,
            rates[0],
            ours.waits(),
            rates[1],
            peer.waits(),
            rates[0] / rates[1],
            rates[2],
            100.0 * rates[0] / rates[2],
            count(cell.records()) / count(flushes),
            match peers_flushes {
                0 => "none".into(),
                flushes => format!("{:.1}", count(cell.records()) / count(flushes)),
            },
        );
        Ok(())
    }

    fn write(&mut self, cell: Cell) -> Result<Vec<Vec<Vec<Text>>>> {
        self.sent += cell.records();
        self.ours.write(cell.writers, cell.requests, cell.batch)
    }

    /// How often each server put something on the disk for one more turn of the cell.
    async fn flushes(&mut self, cell: Cell) -> Result<(usize, usize)> {
        let records = self.write(cell)?;
        let watch = Watch::over(self.ours.process()?).await?;
        self.ours.take(&records).await?;
        let ours = usize::try_from(watch.count().await?)?;
        let watch = Watch::over(self.peer.process()?).await?;
        self.peer.take(&records).await?;
        let peer = usize::try_from(watch.count().await?)?;
        // Whoever waits for an answer before the next request makes at least one flush necessary each time.
        ensure!(ours >= cell.requests, "{ours} flushes are too few for {} requests in a row", cell.requests);
        Ok((ours, peer))
    }

    /// Asks the server for everything, as a device would.
    async fn finish(self) -> Result<()> {
        let stored = self.ours.stored().await?;
        ensure!(stored == self.sent, "the log gives back {stored} records of {}", self.sent);
        println!("all {stored} records were accepted, and the log gives every one back");
        Ok(())
    }
}

/// What one contender needed, over all rounds.
#[derive(Default)]
struct Times {
    turns: Vec<Duration>,
    waits: Vec<Duration>,
}

impl Times {
    fn add(&mut self, turn: Turn) {
        self.turns.push(turn.took);
        self.waits.extend(turn.waits);
    }

    fn median(&self) -> Duration {
        median(self.turns.clone())
    }

    /// The median wait, and the one that only a hundredth of the requests exceed.
    fn waits(&self) -> String {
        let mut waits = self.waits.clone();
        waits.sort();
        let [half, most] = [waits.len() / 2, waits.len() * 99 / 100].map(|place| waits[place].as_secs_f64() * 1000.0);
        format!("{half:>6.1} {most:>6.1}")
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[expect(clippy::cast_precision_loss, reason = "counts of records")]
const fn count(number: usize) -> f64 {
    number as f64
}
