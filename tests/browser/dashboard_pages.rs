//! The pages of figures: a leader's morning and the association's evening. What is chosen goes along from page to page and stands
//! in the address; the last figures stay readable when the server is gone; everything is done by keyboard as well.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::leader::{NOT_REACHED, PAGES};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::account::Role;
use shared::dashboard::DashboardFigures;
use tests::client::Client;
use tests::server::Server;

#[tokio::test]
async fn a_leader_reads_the_figures_of_the_morning_at_the_desk() -> Result<()> {
    a_morning(Window::DESK).await
}

#[tokio::test]
async fn a_leader_reads_the_figures_of_the_morning_on_a_phone() -> Result<()> {
    a_morning(Window::PHONE).await
}

async fn a_morning(window: Window) -> Result<()> {
    let mut server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    browser.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    for (page, seen) in PAGES {
        browser.press(page).await?;
        browser.arrive_at(page).await?;
        for words in seen {
            browser.see(words).await?;
        }
        browser.unfold_everything().await?;
        let too_wide = browser.too_wide().await?;
        ensure!(too_wide.is_empty(), "{page} is wider than the window:\n{}", too_wide.join("\n"));
    }

    // The numbers are the server's, and one gender is singled out on every page from now on.
    browser.press("Före och efter").await?;
    browser.arrive_at("Före och efter").await?;
    see_support(&browser, &server, "").await?;
    browser.choose("Kvinnor").await?;
    browser.see(" Kvinnor.").await?;
    see_support(&browser, &server, "&gender=woman").await?;
    browser.press("Svar").await?;
    browser.arrive_at("Svar").await?;
    browser.see(" Kvinnor.").await?;
    let address: String = browser.ask("return location.search;", vec![]).await?;
    ensure!(address.contains("gender=woman"), "{address}");

    browser.is_kept_for_offline_use().await?;
    server.kill().await?;
    browser.press("Hämta nya siffror").await?;
    browser.see(NOT_REACHED).await?;
    browser.see("Svar väntades för").await?;
    browser.see("Siffrorna hämtades").await?;
    browser.press("Före och efter").await?;
    browser.arrive_at("Före och efter").await?;
    browser.see(NOT_REACHED).await?;
    browser.see("Försörjning före och efter").await
}

/// Waits until the table of support has the server's numbers.
async fn see_support(browser: &Browser, server: &Server, more: &str) -> Result<()> {
    let leader = Client::sign_in(server, Role::ProjectLeader).await?;
    let address = format!("/api/v1/dashboards/figures?reports=support-change{more}");
    let figures: DashboardFigures = leader.get(&address).await?.error_for_status()?.json().await?;
    let support = &figures.reports["support-change"];
    browser.see("Försörjningsstöd").await?;
    let row = &support["forsorjningsstod"];
    let number = |value: &Value| value.as_i64().map(|number| number.to_string()).context("a leader sees all");
    let expected = [number(&row["before"])?, number(&row["after"])?, number(&row["change"])?];
    let found = crate::driving::until("the numbers of support", async || {
        let rows = browser.cells().await?;
        Ok(rows
            .iter()
            .any(|cells| cells.len() == 10 && cells[0] == "Försörjningsstöd" && cells[1..4] == expected)
            .then_some(()))
    });
    found.await
}

#[tokio::test]
async fn the_association_reads_the_figures_of_the_evening_and_is_told_what_is_hidden() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_to_dashboard(&server, Role::AssociationAnalyst).await?;
    let mut hidden = 0;
    for (page, seen) in PAGES {
        browser.press(page).await?;
        browser.arrive_at(page).await?;
        for words in seen {
            browser.see(words).await?;
        }
        browser.see("Små antal (1–4) visas inte").await?;
        let cells = browser.cells().await?;
        hidden += cells.iter().flatten().filter(|cell| *cell == "visas inte").count();
    }
    ensure!(hidden > 0, "nothing is hidden on any page: this test shows nothing");
    one_part_is_singled_out(&browser, &server).await
}

/// One part at a time: a gender puts the intervention back to all.
async fn one_part_is_singled_out(browser: &Browser, server: &Server) -> Result<()> {
    let analyst = Client::sign_in(server, Role::AssociationAnalyst).await?;
    let intervention = analyst.account.interventions[0].name.to_string();
    browser.choose(&intervention).await?;
    browser.see(&format!("{intervention}.")).await?;
    browser.choose("Män").await?;
    browser.see(" Män.").await?;
    let address: String = browser.ask("return location.search;", vec![]).await?;
    ensure!(address.contains("gender=man") && !address.contains("intervention"), "{address}");
    Ok(())
}

#[tokio::test]
async fn women_are_singled_out_on_the_overview_and_taken_along_to_the_other_pages() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    browser.choose("Kvinnor").await?;
    browser.see(" Kvinnor.").await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let seen: Value = leader.get("/api/v1/dashboards/movement?gender=woman").await?.error_for_status()?.json().await?;
    let started = seen["flow"].as_array().context("a flow")?.iter().find(|row| row["counts"] == "started");
    let women = started.context("those who began")?["seen"]["woman"].as_u64().context("a leader sees all")?.to_string();
    // Among women there is no man, and all are women.
    let expected = [women.as_str(), "0", "0", women.as_str()];
    crate::driving::until("the women of the flow", async || {
        Ok(browser.cells().await?.iter().any(|cells| cells.len() == 5 && cells[1..] == expected).then_some(()))
    })
    .await?;
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "wider than the window:\n{}", too_wide.join("\n"));
    browser.press("Svar").await?;
    browser.arrive_at("Svar").await?;
    browser.see(" Kvinnor.").await
}

#[tokio::test]
async fn the_association_singles_out_one_part_at_a_time_on_the_overview() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_to_dashboard(&server, Role::AssociationAnalyst).await?;
    one_part_is_singled_out(&browser, &server).await
}

#[tokio::test]
async fn the_pages_of_figures_are_gone_through_by_keyboard_alone() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    for words in ["Förflyttning", "Svar"] {
        browser.tab_to(words).await?;
        browser.focus_is_in_sight().await?;
        browser.enter().await?;
        browser.arrive_at(words).await?;
    }
    browser.tab_to("Siffrorna i en tabell").await?;
    browser.focus_is_in_sight().await?;
    browser.enter().await?;
    browser.see("Väntade").await
}
