//! axe finds nothing that keeps somebody out, on any screen, in light and dark.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::walks;
use anyhow::{Result, ensure};

#[tokio::test]
async fn nothing_keeps_people_out_of_the_participants_screens() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let mut faults = Vec::new();
    let mut look = async |browser: &Browser, name: &str| inspect(browser, name, &mut faults).await;
    walks::participants(&browser, &server, &mut look).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    walks::participants_first_file_alone(&browser, &server, &mut look).await?;
    none(&faults)
}

#[tokio::test]
async fn nothing_keeps_people_out_of_the_supervisors_screens() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let mut faults = Vec::new();
    walks::supervisors(&browser, &server, &mut async |browser, name| inspect(browser, name, &mut faults).await).await?;
    none(&faults)
}

#[tokio::test]
async fn nothing_keeps_people_out_of_enrolling_and_ending_a_stay() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let mut faults = Vec::new();
    let mut look = async |browser: &Browser, name: &str| inspect(browser, name, &mut faults).await;
    walks::supervisors_stays(&browser, &server, &mut look).await?;
    none(&faults)
}

#[tokio::test]
async fn nothing_keeps_people_out_of_the_dashboards() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let mut faults = Vec::new();
    walks::dashboards(&browser, &server, &mut async |browser, name| inspect(browser, name, &mut faults).await).await?;
    browser.block("*/api/v1/dashboards/*").await?;
    browser.press("Hämta nya siffror").await?;
    browser.see("Det gick inte att hämta nya siffror.").await?;
    inspect(&browser, "dashboard-not-reached", &mut faults).await?;
    none(&faults)
}

#[tokio::test]
async fn nothing_keeps_people_out_of_the_administrators_log() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let mut faults = Vec::new();
    walks::administrators(&browser, &server, &mut async |browser, name| inspect(browser, name, &mut faults).await)
        .await?;
    none(&faults)
}

async fn inspect(browser: &Browser, name: &str, faults: &mut Vec<String>) -> Result<()> {
    for scheme in ["light", "dark"] {
        browser.prefer_colours(scheme).await?;
        let found = browser.inspect_with_axe().await?;
        faults.extend(found.into_iter().map(|fault| format!("{name}, {scheme}: {fault}")));
    }
    browser.prefer_colours("light").await
}

fn none(faults: &[String]) -> Result<()> {
    ensure!(faults.is_empty(), "axe found {}:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

#[tokio::test]
async fn axe_finds_a_button_without_a_name() -> Result<()> {
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open("data:text/html,<html lang=sv><title>a</title><main><h1>a</h1><button></button></main>").await?;
    let faults = browser.inspect_with_axe().await?;
    ensure!(faults.iter().any(|fault| fault.contains("button-name")), "axe sees nothing: {faults:?}");
    Ok(())
}
