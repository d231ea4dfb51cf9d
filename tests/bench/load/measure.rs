//! What is measured in a page, the same way on both sides: when words and the first thing to press are there, and how
//! long it takes from a tap until the answer is on the disk, and to the next question, which both show only then.

use crate::driving::{Browser, until, until_calmly};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

/// Answers of each side in a turn and on each processor.
pub(crate) const TAPS: usize = 110;

/// Slow 4G as Chromium's developer tools know it, in bytes a second, and a processor so many times slower.
const BYTES_A_SECOND: f64 = 1_600_000.0 / 8.0;
const LATENCY: u32 = 150;
const SLOWER: u32 = 4;

/// When a page was there, in milliseconds from the start of the navigation.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Loaded {
    /// The first words were painted.
    pub(crate) words: f64,
    /// The largest paint.
    pub(crate) largest: f64,
    /// There was something to press or to write into.
    pub(crate) usable: f64,
}

/// How long taps took, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taps {
    /// Until the browser said that what was written is on the disk.
    pub(crate) durable: Middle,
    /// Until the next question stood there.
    pub(crate) drawn: Middle,
}

/// What half of the times and all but a hundredth are below.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Middle {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Middle {
    fn of(mut times: Vec<f64>) -> Result<Self> {
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied();
        Ok(Self { p50: at(50).context("no taps")?, p99: at(99).context("no taps")? })
    }
}

/// How a new version came, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Update {
    /// From a start of the old version until the new one is kept whole.
    pub(crate) kept: f64,
    /// From the next start until the new version can be used, whatever is loaded in between.
    pub(crate) usable: f64,
}

/// One side in one turn.
pub(crate) struct Side {
    pub(crate) first: Loaded,
    pub(crate) second: Loaded,
    pub(crate) update: Update,
    pub(crate) offline: Loaded,
    pub(crate) taps: Taps,
    pub(crate) quick_taps: Taps,
}

/// The app is usable when a screen of its own has something to press in it; the static first screens have nothing.
const WATCH: &str = "
    window.largest = 0;
    new PerformanceObserver((list) => { for (const paint of list.getEntries()) window.largest = paint.startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });
    const look = () => {
        if (!document.querySelector('main button, main a, main input')) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => { window.usable ??= performance.now(); }));
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { childList: true, subtree: true });";

/// Notes when a worker of another version has kept all its files.
const WATCH_UPDATES: &str = "
    const note = (worker) => worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') window.kept ??= performance.now();
    });
    navigator.serviceWorker?.getRegistration().then((own) => {
        note(own?.installing);
        own?.addEventListener('updatefound', () => note(own.installing));
    });";

/// Notes when the last of what was to be written is on the disk, and which transactions promised that.
const WATCH_WRITES: &str = "
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...asked) {
        const begun = Reflect.apply(transaction, this, asked);
        if (begun.mode === 'readwrite' && begun.durability === 'strict') {
            begun.addEventListener('complete', () => { window.durable = performance.now(); });
        }
        return begun;
    };";

const KEPT: &str = "return window.kept ?? null;";

/// When this was usable by the clock, in milliseconds, if it is of the version that is looked for.
const USABLE_AT: &str = "
    const [old, version] = [arguments[0], document.querySelector(arguments[1])?.getAttribute(arguments[2])];
    return version && version !== old && window.usable ? performance.timeOrigin + window.usable : null;";

const LOADED: &str = "
    const words = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    return window.usable && words ? { words, largest: window.largest, usable: window.usable } : null;";

/// Answers as often as asked, going back to the first question by what the last screen has for that.
const TAP: &str = "
    const [count, again] = arguments;
    const heading = () => document.querySelector('main h1')?.textContent;
    const frame = () => new Promise((then) => requestAnimationFrame(then));
    const another = async (before) => {
        const end = performance.now() + 20000;
        while (heading() === before) {
            if (performance.now() > end) throw new Error('nothing came after ' + before);
            await frame();
        }
    };
    const times = [];
    while (times.length < count) {
        const before = heading();
        const choices = document.querySelectorAll('main button[aria-pressed]');
        if (choices.length === 0) {
            document.querySelector(again).click();
            await another(before);
            continue;
        }
        const start = performance.now();
        choices[times.length % 4].click();
        await another(before);
        if (!(window.durable > start)) throw new Error('nothing was written before ' + heading());
        times.push([window.durable - start, performance.now() - start]);
    }
    return times;";

impl Browser {
    /// Notes in every page from now on when it is painted and usable, and when what it writes is on the disk.
    pub(crate) async fn watch_paints(&self) -> Result<()> {
        self.before_every_page(WATCH).await?;
        self.before_every_page(WATCH_UPDATES).await?;
        self.before_every_page(WATCH_WRITES).await
    }

    /// A slow network and a slow processor from now on.
    pub(crate) async fn be_slow(&self) -> Result<()> {
        self.be_like(BYTES_A_SECOND, LATENCY, SLOWER).await
    }

    /// The machine's own.
    pub(crate) async fn be_usual(&self) -> Result<()> {
        self.be_like(-1.0, 0, 1).await
    }

    async fn be_like(&self, bytes_a_second: f64, latency: u32, slower: u32) -> Result<()> {
        self.developer_tool("Network.enable", json!({})).await?;
        let network = json!({"offline": false, "latency": latency, "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second});
        self.developer_tool("Network.emulateNetworkConditions", network).await?;
        self.developer_tool("Emulation.setCPUThrottlingRate", json!({"rate": slower})).await
    }

    /// Opens an address, and says when it was there.
    pub(crate) async fn load(&self, address: &str) -> Result<Loaded> {
        self.open("about:blank").await?;
        self.open(address).await?;
        until("the page to be usable", async || self.ask::<Option<Loaded>>(LOADED, vec![]).await).await
    }

    /// Opens an address whose server has a new version, and again when that is kept. `marked` is where a page says by which
    /// attribute of which element of what version it is.
    pub(crate) async fn update(&self, address: &str, marked: [&str; 2]) -> Result<Update> {
        let [element, attribute] = marked;
        self.load(address).await?;
        let version = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]);";
        let old: String = self.ask(version, vec![json!(element), json!(attribute)]).await?;
        let kept = until("the new version to be kept", async || self.ask::<Option<f64>>(KEPT, vec![]).await).await?;
        self.open("about:blank").await?;
        let start: f64 = self.ask("return Date.now();", vec![]).await?;
        self.open(address).await?;
        let asked = || vec![json!(old), json!(element), json!(attribute)];
        let at = until_calmly("the new version to start", async || self.ask::<Option<f64>>(USABLE_AT, asked()).await);
        Ok(Update { kept, usable: at.await? - start })
    }

    /// Answers the questions again and again.
    pub(crate) async fn tap_through(&self, again: &str) -> Result<Taps> {
        // Chromium takes no more than 200 new addresses from a page in ten seconds.
        tokio::time::sleep(Duration::from_secs(11)).await;
        let call = format!("return (async function () {{ {TAP} }})({TAPS}, {});", json!(again));
        let times: Vec<(f64, f64)> = self.ask_later(&call).await?;
        ensure!(times.len() == TAPS, "{} taps were timed", times.len());
        let (durable, drawn) = times.into_iter().unzip();
        Ok(Taps { durable: Middle::of(durable)?, drawn: Middle::of(drawn)? })
    }

    /// Presses what a selector finds.
    pub(crate) async fn press_css(&self, selector: &str) -> Result<()> {
        let press = "const found = document.querySelector(arguments[0]); found?.click(); return found !== null;";
        until(selector, async || Ok(self.ask::<bool>(press, vec![json!(selector)]).await?.then_some(()))).await
    }

    /// Waits until Workbox has kept every file and has this page.
    pub(crate) async fn is_kept_by_workbox(&self) -> Result<()> {
        let is_kept = "return navigator.serviceWorker.controller?.state === 'activated';";
        until("Workbox to keep the page", async || Ok(self.ask::<bool>(is_kept, vec![]).await?.then_some(()))).await
    }
}
