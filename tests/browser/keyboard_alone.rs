//! A month answered with Tab and Enter alone. The focus is always in sight, and begins at each screen's heading.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::participant::QUESTIONS;
use crate::people::pin::PIN;
use anyhow::Result;
use shared::account::Role;

#[tokio::test]
async fn a_month_can_be_answered_with_the_keyboard_alone() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page("localStorage.setItem('stegvis.language', '\"sv\"');").await?;
    browser.open(&server.link(Role::Participant).await?).await?;
    browser.arrive_at("Logga in").await?;
    enter_at(&browser, "Fortsätt").await?;
    browser.arrive_at("Det här är Stegvis").await?;
    enter_at(&browser, "Nästa").await?;
    browser.arrive_at("Att vara med").await?;
    enter_at(&browser, "Jag vill vara med").await?;
    browser.arrive_at("Välj en kod").await?;
    for _ in 0..2 {
        browser.tab_to_field().await?;
        browser.focus_is_in_sight().await?;
        browser.type_keys(PIN).await?;
    }
    enter_at(&browser, "Spara koden").await?;
    browser.arrive_at("Lägg appen på hemskärmen").await?;
    enter_at(&browser, "Klart").await?;
    browser.see("Det tar ungefär tre minuter").await?;
    let month = browser.heading().await?;
    browser.arrive_at(&month).await?;
    enter_at(&browser, "Börja").await?;
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
    enter_at(&browser, "Skicka").await?;
    browser.arrive_at("Tack för att du svarade").await?;
    browser.see("Mottaget").await?;
    enter_at(&browser, "Min väg").await?;
    browser.arrive_at("Min väg").await
}

/// Goes to what bears these words with Tab, and presses Enter there.
async fn enter_at(browser: &Browser, words: &str) -> Result<()> {
    browser.tab_to(words).await?;
    browser.focus_is_in_sight().await?;
    browser.enter().await
}
