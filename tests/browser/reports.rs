//! Reports: a leader takes a year away, saves it and has it made again; the board gets what was released; axe finds nothing.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Result, ensure};
use shared::account::Role;
use tests::server::Server;

async fn at_reports(server: &Server, window: Window, role: Role) -> Result<Browser> {
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    browser.oversee_saved_files().await?;
    browser.sign_in_to_dashboard(server, role).await?;
    browser.press("Rapporter").await?;
    browser.arrive_at("Rapporter").await?;
    Ok(browser)
}

async fn inspect(browser: &Browser, name: &str) -> Result<()> {
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "{name}: wider than the window:\n{}", too_wide.join("\n"));
    for scheme in ["light", "dark"] {
        browser.prefer_colours(scheme).await?;
        let faults = browser.inspect_with_axe().await?;
        ensure!(faults.is_empty(), "{name}, {scheme}: {faults:?}");
    }
    browser.prefer_colours("light").await
}

#[tokio::test]
async fn a_leader_takes_a_report_away_saves_it_and_has_it_made_again() -> Result<()> {
    let server = house::open().await?;
    let browser = at_reports(&server, Window::PHONE, Role::ProjectLeader).await?;
    browser.see("Ingen rapport är sparad än.").await?;
    inspect(&browser, "reports").await?;
    browser.press("Hämta som PDF").await?;
    browser.see("ligger bland det du har hämtat").await?;
    ensure!(browser.saved_file().await?.starts_with("%PDF-1.7"), "the file is no PDF");
    browser.press("Spara rapporten").await?;
    browser.see("Rapporten är sparad.").await?;
    browser.see("Kontrollsumma").await?;
    let again = "//button[starts-with(normalize-space(.), \"Återskapa: \")]";
    browser.press_at("Återskapa", again).await?;
    browser.see("Siffrorna är desamma, till sista siffran.").await?;
    inspect(&browser, "saved").await
}

#[tokio::test]
async fn the_board_gets_the_released_report_and_no_saved_one_of_a_member() -> Result<()> {
    let server = house::open().await?;
    let browser = at_reports(&server, Window::DESK, Role::AssociationAnalyst).await?;
    browser.see("Små antal (1–4) visas inte").await?;
    browser.see("Ingen rapport är sparad än.").await?;
    browser.press("Hämta som PDF").await?;
    browser.see("ligger bland det du har hämtat").await?;
    ensure!(browser.saved_file().await?.starts_with("%PDF-1.7"), "the file is no PDF");
    inspect(&browser, "reports of the association").await
}

#[tokio::test]
async fn the_sheet_for_the_national_follow_up_is_there_to_copy_from() -> Result<()> {
    let server = house::open().await?;
    let browser = at_reports(&server, Window::PHONE, Role::ProjectLeader).await?;
    browser.press("Öppna underlaget").await?;
    browser.arrive_at("Underlag till nationell uppföljning").await?;
    browser.see("Deltagare, kvinnor").await?;
    let rows = browser.cells().await?;
    ensure!(rows.iter().any(|row| row.first().is_some_and(|name| name == "Avslutade, totalt")), "{rows:?}");
    inspect(&browser, "sheet").await?;
    browser.press("Hämta som CSV").await?;
    ensure!(
        browser.saved_file().await?.starts_with("Insatsens namn,Insatstyp,Inriktning,Period"),
        "the file is no sheet"
    );
    Ok(())
}
