//! The same figures from an SQLite file, cold: reading the records into columns and computing everything, beside DuckDB
//! reading the same file.

use crate::dashboard::{self, Answer};
use crate::stored;
use crate::{TOLERANCE, invented, median};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Turns of each contender; the first is not counted.
const TURNS: usize = 6;
/// Beyond this many ratings the file takes minutes to make.
const MOST_RATINGS: usize = 1_000_000;

/// Prints a row for each size that is not too large.
pub(crate) fn measure(sizes: &[usize]) -> Result<()> {
    let Some(python) = std::env::var_os("STEGVIS_PYTHON_LOADING") else {
        println!("loading from the database is not measured: STEGVIS_PYTHON_LOADING names no Python");
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("\nfrom the same SQLite file, cold; medians of {} turns each, in turn; milliseconds", TURNS - 1);
    println!("{:>9} {:>9} {:>9} {:>12} {:>12} {:>9}", "ratings", "MB", "ours", "DuckDB load", "DuckDB all", "x DuckDB");
    for ratings in sizes.iter().copied().filter(|ratings| *ratings <= MOST_RATINGS) {
        runtime.block_on(measure_one(ratings, Path::new(&python)))?;
    }
    Ok(())
}

async fn measure_one(ratings: usize, python: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("store.sqlite3");
    stored::write(ratings, &file).await?;
    let expected = dashboard::answer(&dashboard::count(&invented::cohort(ratings)));
    let mut peer = Peer::start(python, &file)?;
    let (mut ours, mut loads, mut theirs) = (vec![], vec![], vec![]);
    for _ in 0..TURNS {
        let start = Instant::now();
        let cohort = stored::load(&file).await?;
        let answer = dashboard::answer(&dashboard::count(&cohort));
        ours.push(start.elapsed());
        answer.same_as(&expected, TOLERANCE).context("what was stored is read otherwise")?;
        let told = peer.ask()?;
        expected.same_as(&told.numbers, TOLERANCE).context("DuckDB answers otherwise")?;
        loads.push(Duration::from_secs_f64(told.loaded));
        theirs.push(Duration::from_secs_f64(told.seconds));
    }
    let [ours, loads, theirs] = [ours, loads, theirs].map(median);
    #[expect(clippy::cast_precision_loss, reason = "some megabytes")]
    let megabytes = std::fs::metadata(&file)?.len() as f64 / 1e6;
    println!("{ratings:>9} {megabytes:>9.0} {ours:>9.0} {loads:>12.0} {theirs:>12.0} {:>9.1}", theirs / ours);
    Ok(())
}

/// DuckDB, in a Python process of its own that keeps nothing between two questions.
struct Peer {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Told {
    loaded: f64,
    seconds: f64,
    numbers: Answer,
}

impl Peer {
    fn start(python: &Path, file: &Path) -> Result<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/figures/loading.py");
        let mut command = Command::new(python);
        command.arg("-B").arg(script).arg(file).arg(stored::items().join(","));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("starting Python")?;
        let questions = child.stdin.take().context("no way to ask Python")?;
        let answers = BufReader::new(child.stdout.take().context("no way to hear Python")?);
        Ok(Self { child, questions, answers })
    }

    fn ask(&mut self) -> Result<Told> {
        writeln!(self.questions, "again")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        serde_json::from_str(&line).with_context(|| format!("DuckDB gave no answer: {line}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
