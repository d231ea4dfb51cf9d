//! What needs a second look: two versions of a record are decided side by side, and a record that was put aside is dealt
//! with. Both are found from the caseload.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::forward;
use crate::walks::{ASIDE, VERSIONS};
use anyhow::{Context, Result, ensure};
use shared::record::{Body, Record};

#[tokio::test]
async fn of_two_versions_side_by_side_the_chosen_one_holds_and_both_stay() -> Result<()> {
    let server = house::open().await?;
    let stay = house::write_two_versions_and_a_wrong_step(&server).await?;
    let month = tests::random::this_month();
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Två versioner att välja mellan").await?;
    browser.press_at("Välj version", VERSIONS).await?;
    for words in ["Version 1", "Version 2", "12", "31", "(olika)", "Skriven av dig", "Mottagen"] {
        browser.see(words).await?;
    }
    browser.press("Välj version 2").await?;
    browser.see("Det finns inget att välja mellan.").await?;
    browser.see("Allt är mottaget.").await?;
    let records = house::records(&server).await?;
    let is_decision = |record: &&Record| record.participation == stay && matches!(record.body, Body::Corrected { .. });
    let decision = records.iter().find(is_decision).context("no decision came")?;
    ensure!(decision.seen.len() == 2, "made in view of both: {decision:?}");
    let folded = forward::folded(&records).remove(&stay).context("the stay")?;
    let held = folded.months.get(&month).and_then(|view| view.follow_up.clone()).context("a follow-up")?;
    ensure!(held.rivals.is_empty() && held.record == decision.id, "{held:?}");
    Ok(())
}

#[tokio::test]
async fn what_was_put_aside_is_tried_again_and_then_put_away_with_a_reason() -> Result<()> {
    let server = house::open().await?;
    house::write_two_versions_and_a_wrong_step(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("En uppgift är undanlagd").await?;
    browser.press_at("Se det undanlagda", ASIDE).await?;
    browser.see("Du skickade den").await?;
    browser.press("Pröva igen").await?;
    browser.see("Det gick inte nu heller.").await?;
    browser.press("Lägg bort den").await?;
    browser.press("Den ska inte räknas").await?;
    browser.see("Skriv ett skäl").await?;
    browser.write("Skäl", "Steget finns inte på bron.").await?;
    browser.press("Den ska inte räknas").await?;
    browser.see("Inget är undanlagt.").await?;
    browser.press("Mina deltagare").await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.see("Två versioner att välja mellan").await?;
    browser.see_no("En uppgift är undanlagd").await
}
