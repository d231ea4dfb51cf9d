//! A running browser.

use super::driver::Driver;
use super::engine::Engine;
use super::profile::Profile;
use super::waiting::until;
use super::window::Window;
use anyhow::{Context, Result};
use fantoccini::Client;
use fantoccini::wd::WindowHandle;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A tab that is not in front.
#[allow(dead_code, reason = "the fault runner does this")]
pub(crate) struct Tab(WindowHandle);

/// A browser with one page open. Dropped, it is killed.
pub(crate) struct Browser {
    pub(super) client: Client,
    // The driver goes before the profile, whose folder it writes to.
    _driver: Driver,
    profile: Profile,
}

impl Browser {
    pub(super) fn new(client: Client, driver: Driver, profile: Profile) -> Self {
        Self { client, _driver: driver, profile }
    }

    /// Starts a browser that nobody has used.
    pub(crate) async fn fresh(engine: Engine, window: Window) -> Result<Self> {
        Profile::new(engine, window)?.start().await
    }

    /// Its engine.
    pub(crate) fn engine(&self) -> Engine {
        self.profile.engine
    }

    /// Goes to an address; once more where nothing came, as people do: a driven Chromium sometimes loses a page that a
    /// service worker has answered.
    pub(crate) async fn open(&self, address: &str) -> Result<()> {
        if let Err(error) = self.client.goto(address).await {
            println!("{address} was opened once more: {error}");
            self.client.goto(address).await.with_context(|| format!("could not open {address}"))?;
        }
        Ok(())
    }

    /// Shows the page that was opened first.
    pub(crate) async fn show_first_page(&self) -> Result<()> {
        let page = self.client.windows().await?.into_iter().next().context("there is no page")?;
        Ok(self.client.switch_to_window(page).await?)
    }

    /// Closes the page on the screen, and shows the one that was opened first of the others.
    pub(crate) async fn close_page(&self) -> Result<()> {
        self.client.close_window().await?;
        self.show_first_page().await
    }

    /// Loads the page again, as a person does. The drivers' own command is no use: Firefox's goes past the service
    /// worker.
    pub(crate) async fn reload(&self) -> Result<()> {
        self.ask::<()>("window.isOld = true; location.reload();", vec![]).await?;
        until("the page to be loaded again", async || {
            let is_new = "return !window.isOld && document.readyState === 'complete';";
            Ok(self.ask::<bool>(is_new, vec![]).await?.then_some(()))
        })
        .await
    }

    /// Quits the browser, as a person does. What it has on the disk stays.
    pub(crate) async fn quit(self) -> Result<Profile> {
        self.client.close().await.context("the browser did not quit")?;
        Ok(self.profile)
    }

    /// Has it forget its cookies, as a browser does when they are too old.
    pub(crate) async fn forget_cookies(&self) -> Result<()> {
        Ok(self.client.delete_all_cookies().await?)
    }

    /// The value of a cookie of the page's origin, whoever may read it.
    pub(crate) async fn cookie(&self, name: &str) -> Result<String> {
        Ok(self.client.get_named_cookie(name).await?.value().to_owned())
    }

    /// Kills the browser at this very moment. What it has on the disk stays.
    #[allow(dead_code, reason = "the fault runner does this")]
    pub(crate) fn kill(self) -> Profile {
        self.profile
    }

    /// Opens an address in a tab beside this one, and goes on there. Returns the way back.
    #[allow(dead_code, reason = "the fault runner does this")]
    pub(crate) async fn open_beside(&self, address: &str) -> Result<Tab> {
        let here = self.client.window().await?;
        let beside = self.client.new_window(true).await?.handle;
        self.client.switch_to_window(beside).await?;
        self.open(address).await?;
        Ok(Tab(here))
    }

    /// Goes to another tab. Returns the way back.
    #[allow(dead_code, reason = "the fault runner does this")]
    pub(crate) async fn go_to(&self, tab: Tab) -> Result<Tab> {
        let here = self.client.window().await?;
        self.client.switch_to_window(tab.0).await?;
        Ok(Tab(here))
    }

    /// What is on the screen, as a PNG.
    pub(crate) async fn picture(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// Runs a script in the page, which returns its answer.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> Result<T> {
        let answer = self.client.execute(script, arguments).await?;
        serde_json::from_value(answer).with_context(|| format!("an unexpected answer to {script}"))
    }

    /// Runs the body of an asynchronous function in the page, and waits for what it returns.
    pub(crate) async fn ask_later<T: DeserializeOwned>(&self, body: &str) -> Result<T> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            (async () => {{ {body} }})().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let mut answer = self.client.execute_async(&script, vec![]).await?;
        if let Some(error) = answer["error"].as_str() {
            anyhow::bail!("the page said: {error}");
        }
        serde_json::from_value(answer["value"].take()).with_context(|| format!("an unexpected answer to {body}"))
    }

    /// Gives the page the size of the profile's window.
    pub(super) async fn fit(&self) -> Result<()> {
        let Window { width, height, .. } = self.profile.window;
        match self.profile.engine {
            Engine::Chromium => self.resize(width, height).await,
            Engine::Firefox | Engine::WebKit => Ok(self.client.set_window_size(width, height).await?),
        }
    }
}
