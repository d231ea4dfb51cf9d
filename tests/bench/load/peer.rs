//! The peer's built page, served from memory as our own server serves the app: compressed with Brotli beforehand. Of the
//! page there are two versions, the second to be published while a browser has the first.

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// A server of the peer's page. Dropped, it ends.
pub(crate) struct Peer {
    child: Child,
    told: ChildStdin,
    says: Lines<BufReader<ChildStdout>>,
    /// Where it is.
    pub(crate) origin: String,
}

impl Peer {
    /// Serves what `cargo xtask bench load` has built.
    pub(crate) async fn start() -> Result<Self> {
        let server = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/load/peer/server.js");
        let mut child = Command::new("node")
            .arg(server)
            .args([folder("STEGVIS_LOAD_PEER")?, folder("STEGVIS_LOAD_PEER_CHANGED")?])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("node cannot be run")?;
        let told = child.stdin.take().context("node hears nothing")?;
        let mut says = BufReader::new(child.stdout.take().context("node says nothing")?).lines();
        let origin = says.next_line().await?.context("the peer did not start")?;
        Ok(Self { child, told, says, origin })
    }

    /// Serves the second version from now on.
    pub(crate) async fn publish(&mut self) -> Result<()> {
        self.told.write_all(b"publish\n").await?;
        self.says.next_line().await?.context("the peer published nothing").map(drop)
    }

    /// Ends it.
    pub(crate) async fn stop(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}

/// A folder that `cargo xtask bench load` names.
pub(crate) fn folder(variable: &str) -> Result<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named.with_context(|| format!("{variable} names no folder; run this with `cargo xtask bench load`"))
}
