//! An association's own prices from a file: what is wrong is told by its line, the file put right is tried against the list
//! that holds, and only what somebody then enters is reckoned with.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use shared::account::Role;
use tests::client::Client;
use tests::server::Server;

const EXAMPLE: &str = include_str!("../../assets/prices/example.json");
pub(crate) const FIELD: &str = "Fil med priser (JSON)";

/// The example made an association's own, with one price changed.
pub(crate) fn own_list() -> String {
    own().replacen("\"amount\": 2600", "\"amount\": 2650.5", 1)
}

fn own() -> String {
    let own = EXAMPLE.replacen("\"id\": \"example\",", "", 1).replacen("2019", "2031", 1);
    own.replacen("Påhittad som exempel, utan källa. Byt ut den mot förbundets egna priser.", "Egen budget.", 1)
}

/// The price list that is reckoned with.
async fn newest(server: &Server) -> Result<Value> {
    let analyst = Client::sign_in(server, Role::AssociationAnalyst).await?;
    Ok(analyst.get("/api/v1/administration/prices").await?.error_for_status()?.json().await?)
}

async fn looks_right(browser: &Browser, name: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        browser.prefer_colours(scheme).await?;
        let found = browser.inspect_with_axe().await?;
        ensure!(found.is_empty(), "{name}, {scheme}:\n{}", found.join("\n"));
    }
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "{name} is wider than the window:\n{}", too_wide.join("\n"));
    Ok(())
}

async fn a_list_is_tried_and_entered(window: Window) -> Result<()> {
    let server = house::open().await?;
    let before = newest(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    browser.sign_in_to_dashboard(&server, Role::AssociationAnalyst).await?;
    browser.press("Priser").await?;
    browser.arrive_at("Priser").await?;
    browser.see("Prisår 2019.").await?;
    browser.see("Läs in en prislista från en fil").await?;

    let file = server.place().folder().join("priser.json");
    let wrong = own().replacen("\"amount\": 2600", "\"amount\": -2600", 1);
    let line = wrong.lines().position(|line| line.contains("-2600")).context("an amount is wrong")? + 1;
    std::fs::write(&file, wrong)?;
    browser.choose_file(FIELD, &file).await?;
    browser.see("Listan är inte inlagd.").await?;
    browser.see(&format!("Rad {line} i filen:")).await?;
    browser.see("flows[1].amount").await?;
    looks_right(&browser, "a wrong file").await?;

    std::fs::write(&file, own_list())?;
    browser.choose_file(FIELD, &file).await?;
    for words in [
        "Så skulle det bli",
        "Prisår 2031. Källa: Egen budget.",
        "Mot listan som gäller nu (prisår 2019",
        "1 pris är ändrat.",
        "0 priser är nya.",
        "2650,50",
    ] {
        browser.see(words).await?;
    }
    looks_right(&browser, "a trial").await?;
    assert_eq!(newest(&server).await?, before, "nothing is kept by trying");
    browser.press("Lägg inte in den").await?;
    browser.see_no("Så skulle det bli").await?;
    browser.choose_file(FIELD, &file).await?;
    browser.see("1 pris är ändrat.").await?;
    browser.press("Lägg in listan").await?;
    browser.see("Den nya listan gäller.").await?;
    browser.see("Prisår 2031. Källa: Egen budget.").await?;
    browser.see_no("Så skulle det bli").await?;
    let now = newest(&server).await?;
    assert_eq!((&now["price_year"], &now["source"]), (&json!(2031), &json!("Egen budget.")));
    assert_eq!(now["flows"][1]["amount"], json!(2650.5));
    Ok(())
}

#[tokio::test]
async fn a_list_of_prices_is_tried_and_entered_at_the_desk() -> Result<()> {
    a_list_is_tried_and_entered(Window::DESK).await
}

#[tokio::test]
async fn a_list_of_prices_is_tried_and_entered_on_a_phone() -> Result<()> {
    a_list_is_tried_and_entered(Window::PHONE).await
}
