//! Rows 18 and 19: a disk without room, and one whose sync fails. The server must not acknowledge what is not kept, must
//! say what is wrong, and must be right after a start, also when the power is cut after that.

use crate::bench::Bench;
use crate::crew::Crew;
use crate::disk::Loss;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use simulation::Dice;
use std::time::Duration;

/// For each so many kills of the server, one failing disk.
const SHARE: u64 = 25;
/// How long a server with a broken disk is given to notice.
const NOTICE: Duration = Duration::from_secs(2);
const LOOK_AGAIN: Duration = Duration::from_millis(5);
/// The most syncs that succeed before one fails.
const SYNCS: u64 = 40;
/// The most room that is left, in bytes.
const ROOM: u64 = 600_000;

pub(crate) const ROWS: [Row; 2] = [
    Row {
        number: "18",
        injected: "the disk full under load, then the power cut",
        run: |setting| Box::pin(with_a_bench(setting, full)),
    },
    Row {
        number: "19",
        injected: "a sync that fails (EIO) under load, then the power cut",
        run: |setting| Box::pin(with_a_bench(setting, failing_sync)),
    },
];

async fn with_a_bench(
    setting: Setting,
    fault: impl AsyncFn(&mut Bench, &mut Crew, &mut Dice) -> Result<Tally>,
) -> Result<Outcome> {
    let mut bench = match Bench::new(&[]).await? {
        Ok(bench) => bench,
        Err(why) => return Ok(Outcome::NotRun(why)),
    };
    let mut dice = Dice::new(setting.seed);
    let mut crew = Crew::at(&bench.server, setting.seed).await?;
    let mut tally = Tally::default();
    for _ in 0..(setting.kills / SHARE).max(5) {
        crew.receive_more(10).await?;
        tally += fault(&mut bench, &mut crew, &mut dice).await?;
        crew.receive_more(10).await?;
        bench.cut(Loss::Everything, &mut dice).await?;
        tally += crew.look().await?;
        tally.times += 1;
    }
    crew.receive_more(10).await?;
    tally += crew.judge(&mut bench.server).await?;
    Ok(Outcome::Ran(tally))
}

/// Nothing more can be written: what is received then is a lie.
async fn full(bench: &mut Bench, crew: &mut Crew, dice: &mut Dice) -> Result<Tally> {
    let mut tally = Tally::default();
    bench.mounted.disk().leave_room(usize::try_from(dice.below(ROOM))?);
    let ended = settles(bench, async |_| Ok(false)).await?;
    let said = bench.said()?;
    tally.expect(said.contains("disk is full") || !ended);
    bench.mounted.disk().turn_on();
    if ended {
        bench.server.start_again().await?;
    }
    tally += crew.look().await?;
    Ok(tally)
}

/// What the failed sync should have kept is on no disk, whatever the system's memory shows.
async fn failing_sync(bench: &mut Bench, crew: &mut Crew, dice: &mut Dice) -> Result<Tally> {
    let mut tally = Tally::default();
    bench.mounted.disk().fail_sync_after(dice.below(SYNCS));
    let ended = settles(bench, async |bench| Ok(bench.mounted.disk().has_failed())).await?;
    if ended {
        tally.expect(bench.said()?.contains("stopping, since a restart is always right"));
        bench.server.start_again().await?;
    }
    tally += crew.look().await?;
    Ok(tally)
}

/// Waits until the server has ended, or goes on although it has met the fault. Says whether it has ended.
async fn settles(bench: &mut Bench, has_come: impl AsyncFn(&Bench) -> Result<bool>) -> Result<bool> {
    let mut left = NOTICE;
    while left > Duration::ZERO {
        if bench.server.has_ended()? {
            return Ok(true);
        }
        // Time is only short for a fault that has come.
        if has_come(bench).await? {
            left = left.min(NOTICE / 4);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
        left = left.saturating_sub(LOOK_AGAIN);
    }
    bench.server.has_ended()
}
