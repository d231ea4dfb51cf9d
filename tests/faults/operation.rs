//! Rows 21 and 41: what an operator does to a server under load. It is told to stop, or restored from a backup.

use crate::crew::Crew;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::{Result, ensure};
use std::ffi::OsString;
use std::path::Path;
use tests::place::{FILE, Place};
use tests::program::run;
use tests::server::Server;

/// For each so many kills of the server, one stop.
const STOPS: u64 = 5;
/// For each so many kills of the server, one restore.
const RESTORES: u64 = 25;

pub(crate) const ROWS: [Row; 2] = [
    Row { number: "21", injected: "restore of an older backup under load", run: |setting| Box::pin(restore(setting)) },
    Row { number: "41", injected: "SIGTERM under load", run: |setting| Box::pin(stop(setting)) },
];

/// Phones that were told “received” by the life that is given up send again to the next.
async fn restore(setting: Setting) -> Result<Outcome> {
    let mut server = Server::on_a_folder().await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    let mut tally = Tally::default();
    for number in 0..(setting.kills / RESTORES).max(2) {
        crew.receive_more(20).await?;
        let file = server.data().join(format!("backup-{number}"));
        command("backup", &file, server.place(), &[]).await?;
        crew.receive_more(40).await?;
        server.stop().await?;
        command("restore", &file, server.place(), &["--replace"]).await?;
        server.start_again().await?;
        crew.still_works()?;
        tally.times += 1;
    }
    crew.receive_more(10).await?;
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}

async fn command(name: &str, file: &Path, place: &Place, more: &[&str]) -> Result<()> {
    let words = [OsString::from(name), file.into()].into_iter().chain(place.flags());
    let output = run(&words.chain(more.iter().map(OsString::from)).collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

async fn stop(setting: Setting) -> Result<Outcome> {
    let mut server = Server::on_a_folder().await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    let mut tally = Tally::default();
    for _ in 0..(setting.kills / STOPS).max(5) {
        crew.receive_more(10).await?;
        let status = server.stop().await?;
        let log = server.data().join(format!("{FILE}-wal"));
        tally.expect(status.success() && !log.exists());
        server.start_again().await?;
        tally += crew.look().await?;
        tally.times += 1;
    }
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}
