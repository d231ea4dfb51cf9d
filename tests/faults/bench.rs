//! A server on a disk that breaks when it is told to.

use crate::disk::{Disk, Loss};
use crate::mounted::Mounted;
use anyhow::Result;
use simulation::Dice;
use std::path::PathBuf;
use tempfile::TempDir;
use tests::place::{FILE, Place, folder};
use tests::server::{Server, Surroundings, write_app};

/// The server, its disk and its log.
pub(crate) struct Bench {
    pub(crate) server: Server,
    pub(crate) mounted: Mounted,
    log: PathBuf,
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
        write_app(&app)?;
        let log = beside.path().join("log");
        let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let surroundings = Surroundings { environment, log: Some(log.clone()) };
        let server = Server::within(Place::at(mounted.path().into()), &app, surroundings).await?;
        Ok(Ok(Self { server, mounted, log, _beside: beside }))
    }

    /// Starts the machine and the server again.
    pub(crate) async fn start_again(&mut self) -> Result<()> {
        self.mounted.turn_on()?;
        self.server.start_again().await
    }

    /// Cuts the power, kills what the cut would have ended, and starts everything again.
    pub(crate) async fn cut(&mut self, loss: Loss, dice: &mut Dice) -> Result<()> {
        self.mounted.cut(loss, dice);
        self.server.kill().await?;
        self.start_again().await
    }

    /// What the server has written to its log since the last call.
    pub(crate) fn said(&self) -> Result<String> {
        let said = std::fs::read_to_string(&self.log)?;
        std::fs::write(&self.log, "")?;
        Ok(said)
    }
}
