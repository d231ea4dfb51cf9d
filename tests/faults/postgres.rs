//! Row 15: a PostgreSQL killed and started again beside a server under load.

use crate::crew::Crew;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use tests::place::Place;
use tests::postgres::Cluster;
use tests::server::Server;

/// For each so many kills of the server, one of PostgreSQL.
const SHARE: u64 = 8;

pub(crate) const ROWS: [Row; 1] = [Row {
    number: "15",
    injected: "PostgreSQL killed -9 and started again under load",
    run: |setting| Box::pin(kill_postgres(setting)),
}];

async fn kill_postgres(setting: Setting) -> Result<Outcome> {
    let cluster = match Cluster::start() {
        Ok(cluster) => cluster,
        Err(error) => return Ok(Outcome::NotRun(format!("{error:#}"))),
    };
    let mut server = Server::on_a_folder().await?.move_to(Place::on(&cluster)?).await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    let mut tally = Tally::default();
    for _ in 0..(setting.kills / SHARE).max(3) {
        crew.receive_more(20).await?;
        cluster.kill()?;
        cluster.start_again()?;
        // It ends itself where it cannot know what became of a commit; whoever runs it starts it again.
        while crew.receive_more_soon(5).await.is_err() {
            if server.has_ended()? {
                server.start_again().await?;
            }
            crew.still_works()?;
        }
        tally += crew.look().await?;
        tally.times += 1;
    }
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}
