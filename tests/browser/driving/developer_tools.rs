//! What only Chromium's developer tools can do: another size, another colour scheme, a full disk, a script before
//! any of the page's own, and what the console has said.

use super::browser::Browser;
use super::window::Window;
use anyhow::{Context, Result};
use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};

/// No picture is higher than this.
const HIGHEST: u32 = 2000;

const FAST_CLOCK: &str = "
    const usual = window.setTimeout;
    window.setTimeout = (then, after, ...rest) => usual(then, after / 20, ...rest);";

impl Browser {
    /// Gives the page a size, whatever the window's frame.
    pub(crate) async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.developer_tool("Emulation.setDeviceMetricsOverride", metrics).await
    }

    /// The whole page from top to bottom, as a PNG, in a window that is as high as the page, within reason.
    #[allow(dead_code, reason = "only the browser tests take pictures")]
    pub(crate) async fn whole_picture(&self, window: Window) -> Result<Vec<u8>> {
        // A page that is higher than the picture has no bar to scroll it by: nobody scrolls a picture.
        self.developer_tool("Emulation.setScrollbarsHidden", json!({"hidden": true})).await?;
        let height: u32 = self.ask("return document.documentElement.scrollHeight;", vec![]).await?;
        self.resize(window.width, height.clamp(window.height, HIGHEST)).await?;
        // Two frames later everything is drawn in its place.
        self.ask_later::<()>("await new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));")
            .await?;
        let picture = self.picture().await?;
        self.resize(window.width, window.height).await?;
        Ok(picture)
    }

    /// The page as it is printed, as a PDF.
    #[allow(dead_code, reason = "only the browser tests take pictures")]
    pub(crate) async fn printed(&self) -> Result<Vec<u8>> {
        let paper = json!({"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": false});
        let made = self.vendor_command("goog/cdp/execute", json!({"cmd": "Page.printToPDF", "params": paper})).await?;
        let text = made["data"].as_str().context("the browser printed nothing")?;
        Base64::decode_vec(text).map_err(|error| anyhow::anyhow!("the print is no Base64: {error}"))
    }

    /// Prefers a colour scheme, `light` or `dark`, and no motion, so that no colour is on its way to another.
    pub(crate) async fn prefer_colours(&self, scheme: &str) -> Result<()> {
        let colours = json!({"name": "prefers-color-scheme", "value": scheme});
        let motion = json!({"name": "prefers-reduced-motion", "value": "reduce"});
        self.developer_tool("Emulation.setEmulatedMedia", json!({"features": [colours, motion]})).await
    }

    /// Lays the page out as it would be printed.
    pub(crate) async fn lay_out_for_paper(&self) -> Result<()> {
        self.developer_tool("Emulation.setEmulatedMedia", json!({"media": "print"})).await
    }

    /// Runs a script in every page from now on, before any of the page's own.
    pub(crate) async fn before_every_page(&self, script: &str) -> Result<()> {
        self.developer_tool("Page.addScriptToEvaluateOnNewDocument", json!({"source": script})).await
    }

    /// Runs none of the pages' own scripts from now on, as some browsers do.
    pub(crate) async fn run_no_scripts(&self) -> Result<()> {
        self.developer_tool("Emulation.setScriptExecutionDisabled", json!({"value": true})).await
    }

    /// Lets timers run twenty times as fast, for those who wait for the app to lose patience.
    pub(crate) async fn run_fast_clock(&self) -> Result<()> {
        self.before_every_page(FAST_CLOCK).await
    }

    /// Lets an origin store so many bytes; as many as usual with `None`.
    pub(crate) async fn limit_storage(&self, origin: &str, bytes: Option<u64>) -> Result<()> {
        let limit = match bytes {
            Some(bytes) => json!({"origin": origin, "quotaSize": bytes}),
            None => json!({"origin": origin}),
        };
        self.developer_tool("Storage.overrideQuotaForOrigin", limit).await
    }

    /// Empties all that an origin has stored, as some browsers do to sites that nobody uses.
    #[allow(dead_code, reason = "the fault runner does this")]
    pub(crate) async fn empty_storage(&self, origin: &str) -> Result<()> {
        self.developer_tool("Storage.clearDataForOrigin", json!({"origin": origin, "storageTypes": "all"})).await
    }

    /// Lets an origin show notifications, as somebody does who is asked and says yes.
    #[allow(dead_code, reason = "the fault runner does without")]
    pub(crate) async fn let_notify(&self, origin: &str) -> Result<()> {
        let permissions = json!({"origin": origin, "permissions": ["notifications"]});
        self.developer_tool("Browser.grantPermissions", permissions).await
    }

    /// Delivers an empty push to the first service worker of a profile that nobody has used.
    #[allow(dead_code, reason = "the fault runner does without")]
    pub(crate) async fn deliver_push(&self, origin: &str) -> Result<()> {
        self.developer_tool("ServiceWorker.enable", json!({})).await?;
        let push = json!({"origin": origin, "registrationId": "0", "data": ""});
        self.developer_tool("ServiceWorker.deliverPushMessage", push).await
    }

    /// Lets nothing through to addresses of that pattern.
    pub(crate) async fn block(&self, pattern: &str) -> Result<()> {
        self.developer_tool("Network.enable", json!({})).await?;
        self.developer_tool("Network.setBlockedURLs", json!({"urls": [pattern]})).await
    }

    /// What the console has said since it was last asked.
    pub(crate) async fn console(&self) -> Result<Vec<String>> {
        let entries = self.vendor_command("se/log", json!({"type": "browser"})).await?;
        let entries = entries.as_array().context("the console is no list")?;
        Ok(entries.iter().filter_map(|entry| entry["message"].as_str()).map(String::from).collect())
    }

    /// Has the developer tools do something.
    pub(crate) async fn developer_tool(&self, command: &str, parameters: Value) -> Result<()> {
        self.vendor_command("goog/cdp/execute", json!({"cmd": command, "params": parameters})).await.map(drop)
    }
}
