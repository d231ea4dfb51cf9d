//! A month answered with Tab and Enter alone. The focus is always in sight, and begins at each screen's heading.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::participant::QUESTIONS;
use anyhow::Result;
use shared::account::Role;

#[tokio::test]
async fn a_month_can_be_answered_with_the_keyboard_alone_in_chromium() -> Result<()> {
    a_month_by_keys(Engine::Chromium).await
}

#[tokio::test]
async fn a_month_can_be_answered_with_the_keyboard_alone_in_webkit() -> Result<()> {
    a_month_by_keys(Engine::WebKit).await
}

async fn a_month_by_keys(engine: Engine) -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(engine, Window::PHONE).await?;
    browser.enter_by_keys(&server, &server.link(Role::Participant).await?).await?;
    browser.arrive_at("Det här är Stegvis").await?;
    browser.enter_at("Nästa").await?;
    browser.arrive_at("Att vara med").await?;
    browser.enter_at("Jag vill vara med").await?;
    browser.choose_pin_by_keys().await?;
    browser.arrive_at("Lägg appen på hemskärmen").await?;
    browser.enter_at("Klart").await?;
    browser.see("Det tar ungefär tre minuter").await?;
    let month = browser.heading().await?;
    browser.arrive_at(&month).await?;
    browser.enter_at("Börja").await?;
    for number in 1..=QUESTIONS {
        browser.see_question(number).await?;
        let question = browser.heading().await?;
        browser.arrive_at(&question).await?;
        // What the question means comes before its answers.
        for _ in 0..number % 3 + 2 {
            browser.tab().await?;
        }
        browser.focus_is_in_sight().await?;
        browser.enter().await?;
    }
    browser.arrive_at("Dina svar").await?;
    browser.enter_at("Skicka").await?;
    browser.arrive_at("Tack för att du svarade").await?;
    browser.see("Mottaget").await?;
    browser.enter_at("Min väg").await?;
    browser.arrive_at("Min väg").await
}
