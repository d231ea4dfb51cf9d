//! `cargo xtask bench load`: how soon a page is there, and how soon a tap is on the disk, on a slow network and a slow
//! phone, beside a page of React, Dexie and Workbox that asks the same number of questions. The two take turns in one
//! Chromium each, with the developer tools' slow 4G (1.6 Mbit/s, 150 ms) and a fourfold slower processor. The peer signs
//! nobody in, encrypts nothing and syncs nothing; ours does all of that.

#[path = "../../browser/driving/mod.rs"]
#[allow(dead_code, reason = "the browser tests drive more than this")]
mod driving;
#[path = "../../browser/editions.rs"]
#[allow(dead_code, reason = "the browser tests spoil editions as well")]
mod editions;
#[path = "../../browser/house.rs"]
#[allow(dead_code, reason = "the browser tests look at more than this")]
mod house;
mod measure;
mod peer;
#[path = "../../browser/people/mod.rs"]
#[allow(dead_code, reason = "the browser tests are about more people")]
mod people;

use anyhow::{Context, Result};
use driving::{Browser, Engine, Window};
use editions::Editions;
use measure::{Loaded, Side, TAPS};
use peer::Peer;
use tests::server::Server;

/// What is shown of a side.
type Shown = fn(&Side) -> f64;

/// Turns of each side.
const TURNS: usize = 5;

#[tokio::main]
async fn main() -> Result<()> {
    println!("medians of {TURNS} turns each, in turn; milliseconds; slow 4G and a processor four times slower");
    println!("{:<34} {:>10} {:>10} {:>8}", "", "ours", "React page", "ours x");
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        turns.push((ours().await?, theirs().await?));
    }
    let rows: [(&str, Shown); 16] = [
        ("first load, first words", |side| side.first.words),
        ("first load, largest paint", |side| side.first.largest),
        ("first load, usable", |side| side.first.usable),
        ("second load, usable", |side| side.second.usable),
        ("update, kept beside the old version", |side| side.update.kept),
        ("update, usable at the next start", |side| side.update.usable),
        ("without a server, first words", |side| side.offline.words),
        ("without a server, usable", |side| side.offline.usable),
        ("tap to durable, p50", |side| side.taps.durable.p50),
        ("tap to durable, p99", |side| side.taps.durable.p99),
        ("tap to the next question, p50", |side| side.taps.drawn.p50),
        ("tap to the next question, p99", |side| side.taps.drawn.p99),
        ("whole processor: to durable, p50", |side| side.quick_taps.durable.p50),
        ("whole processor: to durable, p99", |side| side.quick_taps.durable.p99),
        ("whole processor: to the next, p50", |side| side.quick_taps.drawn.p50),
        ("whole processor: to the next, p99", |side| side.quick_taps.drawn.p99),
    ];
    for (name, of) in rows {
        let [ours, theirs] =
            [median(turns.iter().map(|(ours, _)| of(ours))), median(turns.iter().map(|(_, theirs)| of(theirs)))];
        println!("{name:<34} {ours:>10.1} {theirs:>10.1} {:>8.2}", ours / theirs);
    }
    println!("taps of each side in a turn: {TAPS}");
    Ok(())
}

async fn ours() -> Result<Side> {
    let editions = Editions::of_built_app()?;
    let changed = Editions::copy_of(&peer::folder("STEGVIS_APP_CHANGED")?)?;
    let mut server = Server::demo_with_app(editions.folder()).await?;
    let browser = slow_phone().await?;
    // Somebody who has never been here sees the way in.
    let first = browser.load(server.origin()).await?;
    browser.be_usual().await?;
    browser.sign_in_as_participant(&server).await?;
    browser.is_kept_for_offline_use().await?;
    browser.be_slow().await?;
    let second = browser.load(server.origin()).await?;
    let taps = taps(&browser, &server, true).await?;
    let quick_taps = taps_again(&browser).await?;
    server.kill().await?;
    editions.put(&changed)?;
    server.start_again().await?;
    browser.be_slow().await?;
    let update = browser.update(server.origin(), ["meta[name='app-version']", "content"]).await?;
    server.kill().await?;
    let offline = browser.load(server.origin()).await?;
    Ok(Side { first, second, update, offline, taps, quick_taps })
}

async fn taps(browser: &Browser, server: &Server, unlock: bool) -> Result<measure::Taps> {
    browser.be_usual().await?;
    if unlock {
        browser.open(server.origin()).await?;
        browser.unlock().await?;
    }
    browser.see("Det tar ungefär tre minuter").await?;
    browser.be_slow().await?;
    browser.press("Börja").await?;
    browser.tap_through("a[href$='/question/1']").await
}

async fn taps_again(browser: &Browser) -> Result<measure::Taps> {
    browser.be_usual().await?;
    browser.press_css("a[href$='/question/1']").await?;
    browser.tap_through("a[href$='/question/1']").await
}

async fn theirs() -> Result<Side> {
    let mut peer = Peer::start().await?;
    let browser = slow_phone().await?;
    let first = browser.load(&peer.origin).await?;
    browser.be_usual().await?;
    browser.is_kept_by_workbox().await?;
    browser.be_slow().await?;
    let second = browser.load(&peer.origin).await?;
    browser.press_css("button.go").await?;
    let taps = browser.tap_through("button.again").await?;
    browser.be_usual().await?;
    browser.press_css("button.again").await?;
    let quick_taps = browser.tap_through("button.again").await?;
    peer.publish().await?;
    browser.be_slow().await?;
    let update = browser.update(&peer.origin, ["main[data-edition]", "data-edition"]).await?;
    peer.stop().await?;
    let offline: Loaded = browser.load(&peer.origin).await?;
    Ok(Side { first, second, update, offline, taps, quick_taps })
}

async fn slow_phone() -> Result<Browser> {
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.watch_paints().await?;
    browser.be_slow().await.context("the browser cannot be slowed down")?;
    Ok(browser)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
