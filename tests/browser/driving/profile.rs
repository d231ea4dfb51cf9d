//! What a browser leaves on the disk. It outlives the browser, so that the browser can be started again.

use super::browser::Browser;
use super::driver::{Driver, profile_in};
use super::engine::Engine;
use super::window::Window;
use anyhow::{Context, Result};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder of its own for one person's browser, removed with the test.
pub(crate) struct Profile {
    pub(super) engine: Engine,
    pub(super) window: Window,
    folder: TempDir,
}

impl Profile {
    /// A browser as it comes out of the box.
    pub(crate) fn new(engine: Engine, window: Window) -> Result<Self> {
        let folder = TempDir::with_prefix("stegvis-browser-")?;
        std::fs::create_dir(profile_in(folder.path()))?;
        Ok(Self { engine, window, folder })
    }

    /// Where the browser's files are.
    pub(crate) fn folder(&self) -> PathBuf {
        profile_in(self.folder.path())
    }

    /// Starts the browser.
    pub(crate) async fn start(self) -> Result<Browser> {
        let driver = Driver::start(self.engine, self.window, self.folder.path()).await?;
        let capabilities = self.engine.capabilities(&profile_in(self.folder.path()), self.window)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(driver.address())
            .await
            .with_context(|| format!("{:?} did not start; {}", self.engine, driver.said()))?;
        let browser = Browser::new(client, driver, self);
        browser.fit().await?;
        Ok(browser)
    }
}
