//! Row 16: the power cut under load, on a disk that loses what was not synced; and the proof that the loss would be
//! found, on a server that does not sync.

use crate::crew::Crew;
use crate::disk::{Disk, Loss};
use crate::mounted::Mounted;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use simulation::Dice;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tests::place::{FILE, Place, folder};
use tests::server::{Server, Surroundings};

/// How often the power is cut for each so many kills of the server; a cut takes longer.
const SHARE: u64 = 3;
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
        tally += bench.cut(&mut crew, &mut dice).await?;
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
        match bench.cut(&mut crew, &mut dice).await {
            Ok(cut) => tally += cut,
            // Without syncs the database may not even be one afterwards: nothing of it is there any more.
            Err(_) => {
                tally += Tally { times: 1, lost: u64::try_from(crew.received())?, ..Tally::default() };
                break;
            }
        }
    }
    Ok(Outcome::Found(tally))
}

/// A server on a disk that loses what was not synced.
pub(crate) struct Bench {
    pub(crate) server: Server,
    pub(crate) mounted: Mounted,
    /// Where its log goes.
    pub(crate) log: PathBuf,
    _beside: TempDir,
}

impl Bench {
    /// Starts a server on such a disk, with these variables in its environment. The inner error says why this machine
    /// cannot have one.
    pub(crate) async fn new(environment: &[(&str, &str)]) -> Result<Result<Self, String>> {
        let loaded = Server::loaded_in_a_folder().await?;
        let disk = Disk::with(FILE, std::fs::read(loaded.folder().join(FILE))?);
        let mounted = match Mounted::new(disk) {
            Ok(mounted) => mounted,
            Err(error) => return Ok(Err(format!("{error:#}"))),
        };
        let beside = folder()?;
        let app = beside.path().join("app");
        tests::server::write_app(&app)?;
        let log = beside.path().join("log");
        let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let surroundings = Surroundings { environment, log: Some(log.clone()) };
        let server = Server::within(Place::at(mounted.path().into()), &app, surroundings).await?;
        Ok(Ok(Self { server, mounted, log, _beside: beside }))
    }

    /// Cuts the power after a while, starts the machine and the server again, and looks what is there.
    async fn cut(&mut self, crew: &mut Crew, dice: &mut Dice) -> Result<Tally> {
        let life = u64::try_from(dice.span(0, LONGEST_LIFE)).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(life)).await;
        let loss = if dice.percent(50) { Loss::Everything } else { Loss::AnyPart };
        self.mounted.cut(loss, dice);
        self.server.kill().await?;
        self.start_again().await?;
        let mut tally = crew.look().await?;
        crew.still_works()?;
        tally.times += 1;
        Ok(tally)
    }

    /// Starts the machine and the server again.
    pub(crate) async fn start_again(&mut self) -> Result<()> {
        self.mounted.turn_on()?;
        self.server.start_again().await
    }
}
