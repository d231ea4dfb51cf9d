//! Bad devices: full, forbidding the app to keep anything, or holding a link that is used up. It is told in words, and
//! what was answered stays.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::invited::Inviting;
use anyhow::{Result, ensure};
use shared::account::Role;
use tests::behind::run;
use tests::server::Server;

/// As browsers do that let nothing be stored in a private window.
const FORBIDDEN_STORE: &str =
    "IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); };";

const NO_STORE: &str = "Object.defineProperty(window, 'indexedDB', { value: undefined });";

const MAY_NOT_KEEP: &str = "Webbläsaren låter inte Stegvis spara på den här telefonen. Använd ett vanligt fönster";

const FULL: &str = "Telefonen är full. Svaret är inte sparat.";

#[tokio::test]
async fn a_browser_that_forbids_the_store_is_told_and_the_link_stays_good() -> Result<()> {
    told_that_nothing_can_be_kept(FORBIDDEN_STORE).await
}

#[tokio::test]
async fn a_browser_without_a_store_is_told_and_the_link_stays_good() -> Result<()> {
    told_that_nothing_can_be_kept(NO_STORE).await
}

async fn told_that_nothing_can_be_kept(script: &str) -> Result<()> {
    let server = house::open().await?;
    let link = server.link(Role::Participant).await?;
    let private = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    private.before_every_page(script).await?;
    private.open(&link).await?;
    private.knock_with_open_link().await?;
    private.see(MAY_NOT_KEEP).await?;
    drop(private);

    let usual = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    usual.open(&link).await?;
    usual.enter_with_open_link().await?;
    usual.see("Det tar ungefär tre minuter").await
}

#[tokio::test]
async fn a_store_that_is_forbidden_later_is_told() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_participant(&server).await?;
    browser.before_every_page(FORBIDDEN_STORE).await?;
    browser.reload().await?;
    browser.arrive_at("Det går inte att spara här").await?;
    browser.see(MAY_NOT_KEEP).await
}

/// Stops as the app's program does after a fault in it: by a trap.
const TRAP: &str = "
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
    setTimeout(instance.exports.f);";

#[tokio::test]
async fn a_program_that_stops_is_told_on_a_calm_page() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_participant(&server).await?;
    browser.ask_later::<()>(TRAP).await?;
    browser.see("Inget som du har sparat är borta.").await?;
    browser.reload().await?;
    browser.unlock().await?;
    browser.see("Det tar ungefär tre minuter").await
}

/// Holds every part of the store for as long as the page is open.
const HOLD_THE_STORE: &str = "
    const name = (await indexedDB.databases()).map((one) => one.name).find((name) => name.startsWith('stegvis-'));
    const database = await new Promise((then) => {
        indexedDB.open(name).onsuccess = (event) => then(event.target.result);
    });
    const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
    const hold = () => { transaction.objectStore('about').count().onsuccess = hold; };
    hold();";

#[tokio::test]
async fn a_store_that_something_holds_is_told_and_the_question_stays() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.run_fast_clock().await?;
    browser.sign_in_as_participant(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.press("Börja").await?;
    browser.see_question(1).await?;
    browser.ask_later::<()>(HOLD_THE_STORE).await?;
    browser.press_level(3).await?;
    browser.see("håller Stegvis låst. Inget nytt är sparat.").await?;
    browser.see_question(1).await
}

#[tokio::test]
async fn a_page_without_its_texts_says_that_it_cannot_start() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.block("*/files/en-*.json").await?;
    browser.open(&server.link(Role::Participant).await?).await?;
    browser.see("Det gick inte att starta").await?;
    browser.see_no("Startar…").await
}

#[tokio::test]
async fn a_full_phone_is_told_and_the_question_stays_until_there_is_room() -> Result<()> {
    let server = house::open().await?;
    let browser = with_answers(&server, 1).await?;
    let browser = start_again_full(browser, &server).await?;
    browser.see_question(2).await?;
    browser.press_level(3).await?;
    browser.see(FULL).await?;
    browser.see_question(2).await?;
    browser.limit_storage(server.origin(), None).await?;
    browser.answer(2, 3).await?;
    browser.see_no("Telefonen är full").await
}

#[tokio::test]
async fn a_full_phone_keeps_the_answers_on_the_screen_until_they_can_be_sent() -> Result<()> {
    let server = house::open().await?;
    let browser = with_answers(&server, 11).await?;
    let browser = start_again_full(browser, &server).await?;
    browser.press("Skicka").await?;
    browser.see(FULL).await?;
    browser.see("Ja, alltid").await?;
    browser.limit_storage(server.origin(), None).await?;
    browser.press("Skicka").await?;
    browser.see("Mottaget").await
}

/// Answers so many questions with the highest level.
async fn with_answers(server: &Server, count: usize) -> Result<Browser> {
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_participant(server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.press("Börja").await?;
    for number in 1..=count {
        browser.see_question(number).await?;
        browser.answer(number, browser.levels().await? - 1).await?;
    }
    Ok(browser)
}

/// Closes the browser and goes on where it was, with no room left. A browser that runs already has set some room aside.
async fn start_again_full(browser: Browser, server: &Server) -> Result<Browser> {
    let browser = browser.quit().await?.start().await?;
    browser.limit_storage(server.origin(), Some(1)).await?;
    browser.open(server.origin()).await?;
    browser.unlock().await?;
    browser.press("Fortsätt").await?;
    Ok(browser)
}

#[tokio::test]
async fn a_used_link_is_told() -> Result<()> {
    let server = house::open().await?;
    let link = server.link(Role::Participant).await?;
    for words in ["Det här är Stegvis", "Länken har använts eller är för gammal. Be om en ny."] {
        let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
        browser.open(&link).await?;
        browser.knock_with_open_link().await?;
        browser.see(words).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_invitation_that_is_too_old_is_told_and_says_what_to_do() -> Result<()> {
    let server = house::open().await?;
    let link = Inviting::at(&server).await?.invite(0).await?.link;
    run(server.place(), "UPDATE invitations SET expires_at = 0").await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.come_in(&link).await?;
    browser.see("Be din handledare om en ny.").await
}

#[tokio::test]
async fn a_browser_that_runs_no_such_programs_is_told_in_words_that_need_none() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page("delete globalThis.WebAssembly;").await?;
    browser.open(server.origin()).await?;
    browser.see("Det gick inte att starta").await?;
    browser.see("Inget som du har sparat är borta.").await?;
    browser.see_no("Startar…").await
}

#[tokio::test]
async fn a_browser_without_scripts_is_told_in_words_that_need_none() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.run_no_scripts().await?;
    browser.open(server.origin()).await?;
    let words = browser.words().await?;
    ensure!(words.contains("JavaScript är avstängt") && words.contains("Slå på det"), "{words}");
    Ok(())
}
