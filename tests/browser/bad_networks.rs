//! Bad networks: something else answers in the server's place, or nothing does. The answers stay on the phone, the words
//! are true, and in fair weather everything arrives once.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Result, ensure};
use shared::account::Role;
use tests::links::new_link;
use tests::proxy::{Proxy, Weather, answer};

const SAVED: &str = "Sparat på telefonen. Skickas när du har nät.";
const NOT_TAKEN: &str = "Servern tar inte emot just nu. 1 väntar på telefonen. Vi försöker igen.";

#[tokio::test]
async fn answers_stay_on_the_phone_while_a_portal_answers_with_a_page() -> Result<()> {
    let page = "<!doctype html><h1>Välkommen till tågets nät</h1>";
    send_in(answer("200 OK", "content-type: text/html\r\n", page), NOT_TAKEN).await
}

#[tokio::test]
async fn answers_stay_on_the_phone_while_the_server_is_broken() -> Result<()> {
    send_in(answer("500 Internal Server Error", "", ""), NOT_TAKEN).await
}

#[tokio::test]
async fn answers_stay_on_the_phone_while_nothing_is_answered() -> Result<()> {
    send_in(Weather::Stall, "Sparat på telefonen. Skickar 1 …").await
}

#[tokio::test]
async fn answers_stay_on_the_phone_while_connections_break() -> Result<()> {
    send_in(Weather::Nothing, "1 väntar på telefonen och skickas när du har nät.").await
}

#[tokio::test]
async fn answers_stay_on_a_phone_whose_app_is_too_old_for_the_server() -> Result<()> {
    let refused = r#"{"code":"protocol","message":"another one"}"#;
    let weather = answer("400 Bad Request", "content-type: application/json\r\n", refused);
    send_in(weather, "Appen och servern är olika gamla.").await
}

/// Sends a month's answers in such weather, sees those words, and sees them received in fair weather.
async fn send_in(weather: Weather, words: &str) -> Result<()> {
    let mut server = house::open().await?;
    let records = house::records(&server).await?.len();
    let proxy = Proxy::before(server.address()).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.run_fast_clock().await?;
    browser.open(&new_link(server.place(), proxy.origin(), Role::Participant, None).await?).await?;
    browser.enter_with_open_link().await?;
    browser.press("Börja").await?;
    browser.answer_highest_from(1).await?;

    proxy.set(weather);
    // Connections that were opened in fair weather end with the server.
    server.kill().await?;
    browser.press("Skicka").await?;
    browser.see(SAVED).await?;
    browser.see(words).await?;
    browser.see_no("Mottaget").await?;

    proxy.set(Weather::Fair);
    server.start_again().await?;
    browser.try_until_received().await?;
    browser.see("Mottaget").await?;
    ensure!(house::records(&server).await?.len() == records + 1, "not exactly one record arrived");
    Ok(())
}
