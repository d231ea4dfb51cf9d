//! Row 16: the power cut under load, on a disk that loses what was not synced; and the proof that the loss would be
//! found, on a server that does not sync.

use crate::bench::Bench;
use crate::crew::Crew;
use crate::disk::Loss;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use simulation::Dice;
use std::time::Duration;

/// How often the power is cut for each so many kills of the server; a cut takes longer.
const SHARE: u64 = 4;
/// How often it is cut from a server that does not sync.
const SABOTAGED: u64 = 4;
/// The longest time between two cuts, in milliseconds from when the server answers.
const LONGEST_LIFE: i64 = 200;

pub(crate) const ROWS: [Row; 2] = [
    Row {
        number: "16",
        injected: "power cut under load: what was not synced is gone, all of it or any sectors",
        run: |setting| Box::pin(cut_often(setting)),
    },
    Row {
        number: "16s",
        injected: "the same on a server that does not sync (synchronous=OFF)",
        run: |setting| Box::pin(sabotaged(setting)),
    },
];

async fn cut_often(setting: Setting) -> Result<Outcome> {
    let mut bench = match Bench::new(&[]).await? {
        Ok(bench) => bench,
        Err(why) => return Ok(Outcome::NotRun(why)),
    };
    let mut dice = Dice::new(setting.seed);
    let mut crew = Crew::at(&bench.server, setting.seed).await?;
    let mut tally = Tally::default();
    for _ in 0..(setting.kills / SHARE).max(1) {
        tally += cut(&mut bench, &mut crew, &mut dice).await?;
    }
    crew.receive_more(10).await?;
    tally += crew.judge(&mut bench.server).await?;
    Ok(Outcome::Ran(tally))
}

async fn sabotaged(setting: Setting) -> Result<Outcome> {
    let mut bench = match Bench::new(&[("STEGVIS_SABOTAGE", "synchronous-off")]).await? {
        Ok(bench) => bench,
        Err(why) => return Ok(Outcome::NotRun(why)),
    };
    let mut dice = Dice::new(setting.seed);
    let mut crew = Crew::at(&bench.server, setting.seed).await?;
    let mut tally = Tally::default();
    for _ in 0..SABOTAGED {
        crew.receive_more(20).await?;
        match cut(&mut bench, &mut crew, &mut dice).await {
            Ok(found) => tally += found,
            // Without syncs the database may not even be one afterwards: nothing of it is there any more.
            Err(_) => {
                tally += Tally { times: 1, lost: u64::try_from(crew.received())?, ..Tally::default() };
                break;
            }
        }
    }
    Ok(Outcome::Found(tally))
}

/// Cuts the power after a while, starts the machine and the server again, and looks what is there.
async fn cut(bench: &mut Bench, crew: &mut Crew, dice: &mut Dice) -> Result<Tally> {
    let life = u64::try_from(dice.span(0, LONGEST_LIFE)).unwrap_or(0);
    tokio::time::sleep(Duration::from_millis(life)).await;
    let loss = if dice.percent(50) { Loss::Everything } else { Loss::AnyPart };
    bench.cut(loss, dice).await?;
    let mut tally = crew.look().await?;
    crew.still_works()?;
    tally.times += 1;
    Ok(tally)
}
