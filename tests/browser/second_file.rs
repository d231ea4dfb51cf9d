//! The program's second file: it comes by itself while the first screens are read, whoever was quicker waits for it and loses
//! nothing, it is kept with the rest, and where it could not come the app says so.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use crate::people::invited::Inviting;
use anyhow::{Result, ensure};
use std::fs;
use tests::proxy::Proxy;

/// Where the page says that the second file is.
const NAMED: &str = "return document.querySelector('meta[name=\"file:participant-later.wasm\"]')?.content ?? null;";

/// Holds the second file back until it is let through.
pub(crate) const HOLD: &str = "
    const usual = window.fetch;
    const held = new Promise((then) => { window.letThrough = then; });
    window.fetch = async (request, ...rest) => {
        if (String(request.url ?? request).includes('/files/participant-later-')) await held;
        return usual(request, ...rest);
    };";

/// What the second file is called by, whichever it is.
pub(crate) const ANY: &str = "*/files/participant-later-*";

/// Never lets the first file begin.
const HOLD_THE_FIRST: &str = "WebAssembly.instantiateStreaming = () => new Promise(() => {});";

/// More than all that is downloaded beside the program, and less than half of what is.
const BESIDE_THE_PROGRAM: usize = 60_000;

const FETCHING: &str = "Hämtar sidan …";
const NOT_HERE: &str = "Sidan är inte hämtad än";
const SETTINGS: &str = "Inställningar";
const WELCOME: &str = "Välkommen till Stegvis";
const HELP: &str = "Hjälp och kontakt";

#[tokio::test]
async fn a_page_that_nobody_has_opened_before_opens_without_a_server_in_chromium() -> Result<()> {
    opens_without_a_server(Engine::Chromium).await
}

#[tokio::test]
async fn a_page_that_nobody_has_opened_before_opens_without_a_server_in_firefox() -> Result<()> {
    opens_without_a_server(Engine::Firefox).await
}

#[tokio::test]
async fn a_page_that_nobody_has_opened_before_opens_without_a_server_in_webkit() -> Result<()> {
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
async fn who_presses_before_the_second_file_is_here_is_let_in_once_it_comes_and_has_lost_nothing() -> Result<()> {
    let server = house::open().await?;
    let link = Inviting::at(&server).await?.invite(0).await?.link;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page(HOLD).await?;
    browser.come_in(&link).await?;
    browser.see(FETCHING).await?;
    let found = browser.inspect_with_axe().await?;
    ensure!(found.is_empty(), "{found:?}");

    // Whoever loads the page again while waiting has the language and the invitation still.
    browser.reload().await?;
    browser.see("Du är inbjuden").await?;
    browser.press("Kom in").await?;
    browser.see(FETCHING).await?;
    browser.ask::<()>("window.letThrough();", vec![]).await?;
    browser.choose_pin().await?;
    browser.see("Det tar ungefär tre minuter").await?;
    let secret = link.rsplit('-').next().unwrap_or_default().to_owned();
    ensure!(!browser.ask::<String>("return location.href;", vec![]).await?.contains(&secret), "it is in the address");
    Ok(())
}

#[tokio::test]
async fn what_somebody_types_stays_and_keeps_the_focus_when_the_second_file_comes() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page(HOLD).await?;
    browser.open(&format!("{}/sign-in", server.origin())).await?;
    browser.choose("Svenska").await?;
    browser.arrive_at("Jag har en kod").await?;
    browser.write("Kod med nio tecken", "234 56").await?;
    browser.ask::<()>("document.querySelector('main form input').focus();", vec![]).await?;
    let_through(&browser).await?;
    ensure!(browser.written("Kod med nio tecken").await? == "234 56", "what was typed is gone");
    let has_focus = "return document.activeElement === document.querySelector('main form input');";
    ensure!(browser.ask::<bool>(has_focus, vec![]).await?, "the field has lost the focus");
    browser.write("Kod med nio tecken", "234 567 89A").await?;
    browser.press("Fortsätt").await?;
    browser.see("Det gick inte att komma in med den här inbjudan.").await
}

#[tokio::test]
async fn somebody_who_is_invited_is_told_that_there_is_no_way_in_yet_and_comes_in_later() -> Result<()> {
    let server = house::open().await?;
    let link = Inviting::at(&server).await?.invite(0).await?.link;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.block(ANY).await?;
    browser.come_in(&link).await?;
    browser.see("Inbjudan är kvar.").await?;
    let found = browser.inspect_with_axe().await?;
    ensure!(found.is_empty(), "{found:?}");
    browser.press("Kom in").await?;
    browser.see("Inbjudan är kvar.").await?;
    browser.block("*/files/nothing-*").await?;
    browser.press("Kom in").await?;
    browser.choose_pin().await?;
    browser.see("Det tar ungefär tre minuter").await
}

#[tokio::test]
async fn a_page_that_has_not_come_says_so_with_help_at_hand_and_comes_when_tried_again_or_when_there_is_a_network()
-> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.block(ANY).await?;
    browser.open(server.origin()).await?;
    browser.choose("Svenska").await?;
    browser.arrive_at(NOT_HERE).await?;
    browser.see("Det du har sparat finns kvar").await?;
    let found = browser.inspect_with_axe().await?;
    ensure!(found.is_empty(), "{found:?}");
    browser.press("Försök igen").await?;
    browser.arrive_at(NOT_HERE).await?;
    browser.press(HELP).await?;
    browser.arrive_at(HELP).await?;
    browser.see("112").await?;
    browser.press("Tillbaka").await?;
    browser.arrive_at(NOT_HERE).await?;
    browser.block("*/files/nothing-*").await?;
    browser.press("Försök igen").await?;
    browser.arrive_at(WELCOME).await?;

    // What a browser says when there is a network again.
    browser.block(ANY).await?;
    browser.open(&format!("{}/settings", server.origin())).await?;
    browser.arrive_at(NOT_HERE).await?;
    browser.block("*/files/nothing-*").await?;
    browser.ask::<()>("window.dispatchEvent(new Event('online'));", vec![]).await?;
    browser.arrive_at(WELCOME).await
}

#[tokio::test]
async fn the_second_file_comes_before_anybody_asks_for_a_page_of_it() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open(server.origin()).await?;
    let address = second_file(&browser).await?;
    is_fetched(&browser, &address).await
}

#[tokio::test]
async fn both_files_are_made_ready_at_once_where_the_app_is_kept_and_one_after_the_other_on_a_first_visit() -> Result<()>
{
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open(server.origin()).await?;
    browser.choose("Svenska").await?;
    browser.arrive_at(WELCOME).await?;
    browser.is_kept_for_offline_use().await?;
    browser.before_every_page(HOLD_THE_FIRST).await?;
    browser.open(server.origin()).await?;
    let address = second_file(&browser).await?;
    is_fetched(&browser, &address).await?;

    let first_visit = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    first_visit.before_every_page(HOLD_THE_FIRST).await?;
    first_visit.open(server.origin()).await?;
    is_fetched(&first_visit, "program-wasm").await?;
    ensure!(!has_fetched(&first_visit, &address).await?, "the second file takes the network from the first");
    Ok(())
}

#[tokio::test]
async fn a_first_visit_downloads_no_part_of_the_program_twice_in_chromium() -> Result<()> {
    downloads_nothing_twice(Engine::Chromium).await
}

#[tokio::test]
async fn a_first_visit_downloads_no_part_of_the_program_twice_in_firefox() -> Result<()> {
    downloads_nothing_twice(Engine::Firefox).await
}

#[tokio::test]
async fn a_first_visit_downloads_no_part_of_the_program_twice_in_webkit() -> Result<()> {
    downloads_nothing_twice(Engine::WebKit).await
}

/// Whoever pays for what comes pays once, though both the page and the worker that keeps the app need each file.
async fn downloads_nothing_twice(engine: Engine) -> Result<()> {
    let server = house::open().await?;
    let proxy = Proxy::before(server.address()).await?;
    let browser = Browser::fresh(engine, Window::PHONE).await?;
    browser.open(proxy.origin()).await?;
    browser.choose("Svenska").await?;
    browser.arrive_at(WELCOME).await?;
    let second = second_file(&browser).await?;
    let first = "return document.querySelector('meta[name=program-wasm]').content;";
    let first: String = browser.ask(first, vec![]).await?;
    browser.is_kept_for_offline_use().await?;
    drop(browser.quit().await?);
    // What went through a connection is known once it is closed.
    let mut closed = Vec::new();
    until("every connection to end", async || {
        closed.extend(proxy.traffic());
        Ok((u64::try_from(closed.len())? == proxy.connections()).then_some(()))
    })
    .await?;
    // An engine may ask for less than the best compression.
    let largest = |address: &str| -> Result<usize> {
        Ok(usize::try_from(fs::metadata(house::app()?.join(format!("{}.gz", address.trim_start_matches('/'))))?.len())?)
    };
    let program = largest(&first)? + largest(&second)?;
    let back: usize = closed.iter().map(|connection| connection.back).sum();
    ensure!(
        (program / 2..program + BESIDE_THE_PROGRAM).contains(&back),
        "{back} bytes came for a program of {program}"
    );
    Ok(())
}

/// Lets the second file through that was held, and waits until it is at work: it looks into the store who was here before.
async fn let_through(browser: &Browser) -> Result<()> {
    let is_at_work = async || browser.ask_later::<bool>("return (await indexedDB.databases()).length > 0;").await;
    ensure!(!is_at_work().await?, "the second file was not held");
    browser.ask::<()>("window.letThrough();", vec![]).await?;
    until("the second file to come", async || Ok(is_at_work().await?.then_some(()))).await
}

/// Its address.
async fn second_file(browser: &Browser) -> Result<String> {
    let named: Option<String> = browser.ask(NAMED, vec![]).await?;
    named.ok_or_else(|| anyhow::anyhow!("this app is in one file: build it without --fast"))
}

/// Waits until the page has fetched what is at an address, or what it names in its head.
async fn is_fetched(browser: &Browser, what: &str) -> Result<()> {
    until("a file to be fetched", async || Ok(has_fetched(browser, what).await?.then_some(()))).await
}

async fn has_fetched(browser: &Browser, what: &str) -> Result<bool> {
    let script = "
        const address = document.querySelector(`meta[name='${arguments[0]}']`)?.content ?? arguments[0];
        return performance.getEntriesByType('resource').some(({ name }) => name.endsWith(address));";
    browser.ask(script, vec![what.into()]).await
}
