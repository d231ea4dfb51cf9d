//! Row 17: a bit that flips in the database file, or a page of which half is gone, while nobody looks. The server must
//! refuse or say so, rather than hand out a record that nobody wrote; or else the next backup must.

use crate::crew::{Crew, by_id};
use crate::history::There;
use crate::row::{Outcome, Row, Setting};
use anyhow::{Context, Result};
use shared::account::Role;
use simulation::Dice;
use std::path::Path;
use std::time::Duration;
use tests::client::Client;
use tests::place::{FILE, Place, folder};
use tests::program::run;
use tests::server::{Server, Surroundings, write_app};

/// For each so many kills of the server, one damage of either kind.
const SHARE: u64 = 4;
const PAGE: usize = 4096;
/// How long a server with a damaged database may take to start.
const START: Duration = Duration::from_secs(20);

pub(crate) const ROWS: [Row; 2] = [
    Row {
        number: "17",
        injected: "a flipped bit in the database file",
        run: |setting| Box::pin(damaged(setting, flip)),
    },
    Row {
        number: "17t",
        injected: "a torn page in the database file",
        run: |setting| Box::pin(damaged(setting, tear)),
    },
];

fn flip(content: &mut [u8], dice: &mut Dice) {
    let place = dice.place(content.len());
    content[place] ^= 1 << dice.below(8);
}

fn tear(content: &mut [u8], dice: &mut Dice) {
    let page = dice.place(content.len() / PAGE) * PAGE;
    content[page + PAGE / 2..page + PAGE].fill(0);
}

async fn damaged(setting: Setting, damage: fn(&mut [u8], &mut Dice)) -> Result<Outcome> {
    let mut server = Server::on_a_folder().await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    crew.receive_more(200).await?;
    let mut tally = crew.judge(&mut server).await?;
    let reader = Client::sign_in(&server, Role::Supervisor).await?;
    let whole = by_id(reader.everything(500).await?)?;
    server.stop().await?;
    let content = std::fs::read(server.data().join(FILE))?;
    let mut dice = Dice::new(setting.seed);
    for _ in 0..(setting.kills / SHARE).max(5) {
        let mut content = content.clone();
        damage(&mut content, &mut dice);
        tally.expect(is_harmless_or_told(&content, &whole, &reader).await?);
        tally.times += 1;
    }
    Ok(Outcome::Ran(tally))
}

/// Serves a damaged database.
async fn is_harmless_or_told(content: &[u8], whole: &There, reader: &Client) -> Result<bool> {
    let (place, beside) = (Place::in_a_folder()?, folder()?);
    std::fs::write(place.folder().join(FILE), content)?;
    let app = beside.path().join("app");
    write_app(&app)?;
    let surroundings = Surroundings { environment: Vec::new(), log: Some(beside.path().join("log")) };
    let started = tokio::time::timeout(START, Server::within(place, &app, surroundings)).await;
    let Ok(server) = started.context("a damaged database must not keep the server from saying so")? else {
        return Ok(true);
    };
    let reader = reader.by_way_of(server.origin());
    let Ok(handed_out) = reader.everything(500).await else { return Ok(true) };
    Ok(by_id(handed_out)? == *whole || !is_backed_up(&server, beside.path()).await?)
}

async fn is_backed_up(server: &Server, beside: &Path) -> Result<bool> {
    let mut words = vec!["backup".into(), beside.join("backup").into_os_string()];
    words.extend(server.place().flags());
    Ok(run(&words).await?.status.success())
}
