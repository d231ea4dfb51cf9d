//! Row 14: the server killed at any time under load, on either database.

use crate::crew::Crew;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use simulation::Dice;
use std::time::Duration;
use tests::place::Place;
use tests::postgres::Cluster;
use tests::server::Server;

/// Every kill but one of so many is on SQLite, which is inside the process that is killed.
const ON_POSTGRES: u64 = 10;
/// The longest time that a server lives, in milliseconds from when it answers.
const LONGEST_LIFE: i64 = 120;

pub(crate) const ROWS: [Row; 2] = [
    Row {
        number: "14",
        injected: "SIGKILL at any time under load, on SQLite",
        run: |setting| Box::pin(on_sqlite(setting)),
    },
    Row {
        number: "14p",
        injected: "SIGKILL at any time under load, on PostgreSQL",
        run: |setting| Box::pin(on_postgres(setting)),
    },
];

async fn on_sqlite(setting: Setting) -> Result<Outcome> {
    let server = Server::on_a_folder().await?;
    kill(server, setting.kills - setting.kills / ON_POSTGRES, setting.seed).await
}

async fn on_postgres(setting: Setting) -> Result<Outcome> {
    let cluster = match Cluster::start() {
        Ok(cluster) => cluster,
        Err(error) => return Ok(Outcome::NotRun(format!("{error:#}"))),
    };
    let server = Server::on_a_folder().await?.move_to(Place::on(&cluster)?).await?;
    kill(server, (setting.kills / ON_POSTGRES).max(1), setting.seed).await
}

async fn kill(mut server: Server, times: u64, seed: u64) -> Result<Outcome> {
    let mut dice = Dice::new(seed);
    let mut crew = Crew::at(&server, seed).await?;
    let mut tally = Tally::default();
    for _ in 0..times {
        let life = u64::try_from(dice.span(0, LONGEST_LIFE)).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(life)).await;
        server.kill().await?;
        server.start_again().await?;
        tally += crew.look().await?;
        crew.still_works()?;
        tally.times += 1;
    }
    crew.receive_more(10).await?;
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}
