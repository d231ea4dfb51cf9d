//! The program between a test and a browser: one for each browser, at a port of its own.

use super::engine::Engine;
use super::process_group::ProcessGroup;
use super::waiting::until;
use super::window::Window;
use super::x_server::XServer;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A running driver. Dropped, it and its browser are gone.
pub(super) struct Driver {
    address: String,
    log: PathBuf,
    process: ProcessGroup,
    _x_server: Option<XServer>,
}

/// The folder in a home where its browser keeps what it is given.
pub(super) fn profile_in(home: &Path) -> PathBuf {
    home.join("profile")
}

impl Driver {
    /// Starts the driver of an engine, with `home` as the only folder that anything writes to.
    pub(super) async fn start(engine: Engine, window: Window, home: &Path) -> Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let log = home.join("driver.log");
        let written = File::create(&log)?;
        let mut command = engine.driver(port, &profile_in(home), window)?;
        command.stdin(Stdio::null()).stdout(written.try_clone()?).stderr(written);
        command.env("HOME", home).env("TMPDIR", home).env("NO_AT_BRIDGE", "1").env("LC_ALL", "C.UTF-8");
        let x_server = if engine.needs_x_server() { Some(XServer::start()?) } else { None };
        if let Some(x_server) = &x_server {
            command.env("DISPLAY", x_server.display());
        }
        let process = ProcessGroup::start(&mut command)?;
        let mut driver = Self { address: format!("http://127.0.0.1:{port}"), log, process, _x_server: x_server };
        driver.answers().await.with_context(|| driver.said())?;
        Ok(driver)
    }

    /// Where it listens.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// What it has written, for the one who has to find out why it failed.
    pub(super) fn said(&self) -> String {
        format!("the driver said:\n{}", std::fs::read_to_string(&self.log).unwrap_or_default())
    }

    async fn answers(&mut self) -> Result<()> {
        let status = format!("{}/status", self.address);
        until("the driver to answer", async || {
            if self.process.has_ended()? {
                bail!("the driver has ended");
            }
            Ok(reqwest::get(&status).await.ok().filter(|answer| answer.status().is_success()))
        })
        .await?;
        Ok(())
    }
}
