//! The peer's built page, served from memory as our own server serves the app: compressed with Brotli beforehand.

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A server of the peer's page. Dropped, it ends.
pub(crate) struct Peer {
    child: Child,
    /// Where it is.
    pub(crate) origin: String,
}

impl Peer {
    /// Serves what `cargo xtask bench load` has built.
    pub(crate) async fn start() -> Result<Self> {
        let built = std::env::var_os("STEGVIS_LOAD_PEER").map(PathBuf::from);
        let built =
            built.context("STEGVIS_LOAD_PEER does not name the peer; run this with `cargo xtask bench load`")?;
        let server = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/load/peer/server.js");
        let mut child = Command::new("node")
            .arg(server)
            .arg(built)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("node cannot be run")?;
        let stdout = child.stdout.take().context("node says nothing")?;
        let origin = BufReader::new(stdout).lines().next_line().await?.context("the peer did not start")?;
        Ok(Self { child, origin })
    }

    /// Ends it.
    pub(crate) async fn stop(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}
