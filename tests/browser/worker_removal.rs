//! The operator's switch: a broken service worker goes, also one behind which no page loads, and what people wrote stays.

use crate::driving::{Browser, Engine, Window, until, until_calmly};
use crate::editions::Editions;
use crate::house;
use anyhow::{Result, ensure};
use tests::server::Server;

const OFF: [&str; 2] = ["--service-worker", "off"];
const DRAFT: &str = "har svarat på 1 av 11. Svaren finns kvar.";

#[tokio::test]
async fn the_switch_removes_the_worker_and_nothing_that_people_wrote_in_chromium() -> Result<()> {
    remove_the_worker(Engine::Chromium).await
}

#[tokio::test]
async fn the_switch_removes_the_worker_and_nothing_that_people_wrote_in_firefox() -> Result<()> {
    remove_the_worker(Engine::Firefox).await
}

#[tokio::test]
async fn the_switch_removes_the_worker_and_nothing_that_people_wrote_in_webkit() -> Result<()> {
    remove_the_worker(Engine::WebKit).await
}

async fn remove_the_worker(engine: Engine) -> Result<()> {
    let mut server = house::open().await?;
    let browser = with_a_draft(&server, engine).await?;
    let written = browser.written_on_the_device().await?;
    ensure!(written.to_string().contains(" drafts\":[[\""), "there is no draft: {written}");

    server.stop().await?;
    server.start_again_with(&OFF).await?;
    browser.come_back().await?;
    browser.see(DRAFT).await?;
    browser.is_without_worker().await?;
    ensure!(browser.written_on_the_device().await? == written, "what was written is not what it was");
    browser.come_back().await?;
    browser.see(DRAFT).await?;
    browser.is_without_worker().await?;

    server.stop().await?;
    server.start_again().await?;
    browser.come_back().await?;
    browser.see(DRAFT).await?;
    browser.is_kept_for_offline_use().await
}

#[tokio::test]
async fn a_worker_behind_which_no_page_loads_is_removed() -> Result<()> {
    let editions = Editions::of_built_app()?;
    let mut server = Server::demo_with_app(editions.folder()).await?;
    let browser = with_a_draft(&server, Engine::Chromium).await?;
    let written = browser.written_on_the_device().await?;
    editions.break_worker()?;
    server.stop().await?;
    server.start_again().await?;
    browser.look_for_update().await?;
    until("no page to load", async || Ok((!loads(&browser, &server).await).then_some(()))).await?;

    server.stop().await?;
    server.start_again_with(&OFF).await?;
    // The browser itself asks for the worker, a moment after somebody has tried in vain.
    until_calmly("a page to load again", async || Ok(loads(&browser, &server).await.then_some(()))).await?;
    browser.unlock().await?;
    browser.see(DRAFT).await?;
    browser.is_without_worker().await?;
    ensure!(browser.written_on_the_device().await? == written, "what was written is not what it was");
    Ok(())
}

/// Whether the app's page comes when it is opened.
async fn loads(browser: &Browser, server: &Server) -> bool {
    browser.open(server.origin()).await.is_ok() && browser.version().await.is_ok_and(|version| !version.is_empty())
}

/// A phone on which the app is kept, with the first question answered, on the first screen, at rest.
async fn with_a_draft(server: &Server, engine: Engine) -> Result<Browser> {
    let browser = Browser::fresh(engine, Window::PHONE).await?;
    browser.sign_in_as_participant(server).await?;
    browser.is_kept_for_offline_use().await?;
    browser.press("Börja").await?;
    browser.answer(1, 3).await?;
    browser.open(server.origin()).await?;
    browser.unlock().await?;
    browser.see(DRAFT).await?;
    browser.see("Allt är mottaget.").await?;
    Ok(browser)
}
