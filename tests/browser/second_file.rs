//! The program's second file: it comes by itself while the first is used, is kept with the rest, and where it could not come its
//! pages say so.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use anyhow::{Result, ensure};

/// Where the page says that the second file is.
const NAMED: &str = "return document.querySelector('meta[name=\"file:participant-later.wasm\"]')?.content ?? null;";

const SETTINGS: &str = "Inställningar";

#[tokio::test]
async fn a_page_of_the_second_file_opens_without_a_server_though_nobody_has_opened_it_before_in_chromium() -> Result<()>
{
    opens_without_a_server(Engine::Chromium).await
}

#[tokio::test]
async fn a_page_of_the_second_file_opens_without_a_server_though_nobody_has_opened_it_before_in_firefox() -> Result<()>
{
    opens_without_a_server(Engine::Firefox).await
}

#[tokio::test]
async fn a_page_of_the_second_file_opens_without_a_server_though_nobody_has_opened_it_before_in_webkit() -> Result<()> {
    opens_without_a_server(Engine::WebKit).await
}

async fn opens_without_a_server(engine: Engine) -> Result<()> {
    let mut server = house::open().await?;
    let browser = Browser::fresh(engine, Window::PHONE).await?;
    let month = browser.sign_in_as_participant(&server).await?;
    second_file(&browser).await?;
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;

    browser.open(server.origin()).await?;
    browser.unlock().await?;
    browser.arrive_at(&month).await?;
    browser.press(SETTINGS).await?;
    browser.arrive_at(SETTINGS).await?;
    // What is unlocked stays so.
    browser.press("Tillbaka").await?;
    browser.arrive_at(&month).await
}

#[tokio::test]
async fn a_page_that_has_not_come_says_so_and_comes_when_tried_again_while_answers_are_given_as_usual() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.block("*/files/participant-later-*").await?;
    let month = browser.sign_in_as_participant(&server).await?;
    second_file(&browser).await?;
    browser.press(SETTINGS).await?;
    browser.arrive_at("Sidan är inte hämtad än").await?;
    browser.see("Det du har sparat finns kvar").await?;
    let found = browser.inspect_with_axe().await?;
    ensure!(found.is_empty(), "{found:?}");
    browser.press("Försök igen").await?;
    browser.arrive_at("Sidan är inte hämtad än").await?;

    browser.press("Tillbaka").await?;
    browser.arrive_at(&month).await?;
    browser.press("Börja").await?;
    browser.answer_highest_from(1).await?;
    browser.press("Skicka").await?;
    browser.see("Mottaget").await?;

    browser.open(&format!("{}/settings", server.origin())).await?;
    browser.unlock().await?;
    browser.arrive_at("Sidan är inte hämtad än").await?;
    browser.block("*/files/nothing-*").await?;
    browser.press("Försök igen").await?;
    browser.arrive_at(SETTINGS).await
}

#[tokio::test]
async fn the_second_file_comes_before_anybody_asks_for_a_page_of_it() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open(server.origin()).await?;
    let address = second_file(&browser).await?;
    let script = "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith(arguments[0]));";
    until("the second file to be fetched", async || {
        Ok(browser.ask::<bool>(script, vec![address.clone().into()]).await?.then_some(()))
    })
    .await
}

/// Its address.
async fn second_file(browser: &Browser) -> Result<String> {
    let named: Option<String> = browser.ask(NAMED, vec![]).await?;
    named.ok_or_else(|| anyhow::anyhow!("this app is in one file: build it without --fast"))
}
