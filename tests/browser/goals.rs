//! The goal matrix: set and told by the analyst, read by the leader, also when the server is gone.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Result, ensure};
use shared::account::Role;

#[tokio::test]
async fn an_analyst_sets_a_goal_and_tells_what_came_of_it_on_a_phone() -> Result<()> {
    goal_is_set_and_told(Window::PHONE).await
}

#[tokio::test]
async fn an_analyst_sets_a_goal_and_tells_what_came_of_it_at_the_desk() -> Result<()> {
    goal_is_set_and_told(Window::DESK).await
}

async fn goal_is_set_and_told(window: Window) -> Result<()> {
    let mut server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    browser.sign_in_to_dashboard(&server, Role::AssociationAnalyst).await?;
    browser.press("Mål").await?;
    browser.arrive_at("Mål").await?;
    browser.see("Inga mål är satta än.").await?;
    browser.press("Nytt mål").await?;
    browser.arrive_at("Ett mål").await?;
    browser.write("Vad som ska nås", "Fler i arbete").await?;
    browser.write("Hur det märks", "Andel till arbete").await?;
    browser.press("Spara").await?;
    browser.see("Skriv målvärdet som ett tal med högst två decimaler.").await?;
    browser.write("Målvärde", "62,5").await?;
    looks_right(&browser).await?;
    browser.press("Spara").await?;
    browser.arrive_at("Mål").await?;
    browser.see("minst 62,5 procent").await?;
    browser.press("Ändra Fler i arbete").await?;
    browser.arrive_at("Ett mål").await?;
    browser.write("Antal som räknas", "31").await?;
    browser.write("Av hur många", "80").await?;
    browser.press("Spara").await?;
    browser.arrive_at("Mål").await?;
    for words in ["31 av 80", "39 procent", "Inte nått", "0 av 1 mål med utfall är nådda."] {
        browser.see(words).await?;
    }
    looks_right(&browser).await?;

    browser.is_kept_for_offline_use().await?;
    server.kill().await?;
    browser.press("Stegförflyttning").await?;
    browser.arrive_at("Stegförflyttning").await?;
    browser.press("Mål").await?;
    browser.see("Målen nedan är från förra gången.").await?;
    browser.see("31 av 80").await
}

/// Nothing keeps anybody out, in light and dark, and nothing is wider than the window.
async fn looks_right(browser: &Browser) -> Result<()> {
    for colours in ["light", "dark"] {
        browser.prefer_colours(colours).await?;
        let faults = browser.inspect_with_axe().await?;
        ensure!(faults.is_empty(), "{colours}: {}", faults.join("\n"));
        let heading = browser.heading().await?;
        if let Some(folder) = std::env::var_os("STEGVIS_SCREENS") {
            let width: u32 = browser.ask("return window.innerWidth;", vec![]).await?;
            let name = format!("{}-{width}-{colours}.png", heading.replace(' ', "-"));
            std::fs::write(std::path::Path::new(&folder).join(name), browser.picture().await?)?;
        }
    }
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "wider than the window:\n{}", too_wide.join("\n"));
    Ok(())
}
