//! The supervisor's follow-up with the server gone: written without one, seen in the person's month, received later,
//! and a step forward on the leader's dashboard. What may not be saved is refused in words, and nothing typed is lost.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::forward;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::dashboard::MovementDashboard;
use shared::figures::Movement;
use shared::record::{Body, Record};

const HOURS: &str = "Timmar i veckan i aktiviteter";
const SICKNESS_BENEFIT: &str = "Sjukpenning eller rehabiliteringspenning";
const NO_SUPPORT: &str = "Ingen offentlig försörjning";

#[tokio::test]
async fn a_follow_up_written_without_a_server_moves_the_leaders_figures_in_chromium() -> Result<()> {
    follow_up_without_a_server(Engine::Chromium).await
}

#[tokio::test]
async fn a_follow_up_written_without_a_server_moves_the_leaders_figures_in_firefox() -> Result<()> {
    follow_up_without_a_server(Engine::Firefox).await
}

#[tokio::test]
async fn a_follow_up_written_without_a_server_moves_the_leaders_figures_in_webkit() -> Result<()> {
    follow_up_without_a_server(Engine::WebKit).await
}

async fn follow_up_without_a_server(engine: Engine) -> Result<()> {
    let mut server = house::open().await?;
    let before = moved(&house::dashboard(&server, Role::ProjectLeader).await?)?;
    let records_before = house::records(&server).await?;
    let person = forward::somebody_who_has_not_moved(&records_before)?;

    let browser = Browser::fresh(engine, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.see(&format!("0 av {} uppföljningar klara", person.caseload)).await?;
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;

    browser.begin_follow_up(&person.alias).await?;
    for part in ["Timmar och aktiviteter", "Försörjning", "Steg på bron", "Din bedömning"] {
        browser.change_part(part).await?;
    }
    browser.write(HOURS, "25").await?;
    browser.set_ticked("Praktik", true).await?;
    browser.set_ticked(SICKNESS_BENEFIT, true).await?;
    browser.write(&format!("Procent: {SICKNESS_BENEFIT}"), "50").await?;
    browser.tick(&person.next_step_in_words()).await?;
    browser.assess("Hur går det med vardagen för personen?", "4 – Det mesta går").await?;
    browser.write("Anteckning", "Har börjat i köket på tisdagar.").await?;
    browser.press("Spara").await?;

    browser.see("Sparat på telefonen. Skickas när du har nät.").await?;
    browser.press(&format!("Till {}", person.alias)).await?;
    browser.arrive_at(&person.alias).await?;
    for words in [
        "25 timmar i veckan",
        &format!("{SICKNESS_BENEFIT} (50 %)"),
        "Praktik",
        "Har börjat i köket på tisdagar.",
        "Sparat på telefonen. Skickas när du har nät.",
    ] {
        browser.see(words).await?;
    }
    browser.press("Mina deltagare").await?;
    browser.see(&format!("1 av {} uppföljningar klara", person.caseload)).await?;
    browser.see("3 väntar på telefonen och skickas när du har nät.").await?;

    server.start_again().await?;
    browser.try_until_received().await?;

    let records = house::records(&server).await?;
    let new: Vec<&Record> = records.iter().filter(|record| !records_before.contains(record)).collect();
    ensure!(new.len() == 3, "not a follow-up, an assessment and a step, each once, but {new:?}");
    ensure!(new.iter().any(|record| matches!(&record.body, Body::FollowedUp(follow_up) if follow_up.note.is_some())));
    let after = moved(&house::dashboard(&server, Role::ProjectLeader).await?)?;
    let expected = Movement { forward: before.forward + 1, same: before.same - 1, ..before };
    ensure!(after == expected, "one step forward made {after:?} of {before:?}");
    Ok(())
}

fn moved(dashboard: &MovementDashboard) -> Result<Movement> {
    let seen = dashboard.steps.total;
    let all =
        (|| Some(Movement { forward: seen.forward?, same: seen.same?, back: seen.back?, too_few: seen.too_few? }))();
    all.context("the leader sees every step")
}

#[tokio::test]
async fn a_personal_number_is_refused_in_words_and_the_note_stays() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.press_first_person().await?;
    browser.press_follow_up().await?;
    let note = "Ring 811218-9876 på måndag.";
    browser.write("Anteckning", note).await?;
    browser.press("Spara").await?;
    browser
        .see("Anteckningen innehåller något som ser ut som ett personnummer. Ta bort det. Inget är sparat än.")
        .await?;
    ensure!(browser.written("Anteckning").await? == note);
    Ok(())
}

/// The sources of support that are ticked.
const TICKED_SUPPORT: &str = "
    const part = [...document.querySelectorAll('section.part')].find((part) => part.textContent.includes('Sjukpenning'));
    return [...part.querySelectorAll('label')].filter((label) => label.querySelector('input[type=checkbox]')?.checked)
        .map((label) => label.textContent.trim());";

#[tokio::test]
async fn no_public_support_beside_another_source_is_refused_in_words() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.press_first_person().await?;
    browser.press_follow_up().await?;
    browser.change_part("Timmar och aktiviteter").await?;
    browser.change_part("Försörjning").await?;
    browser.write(HOURS, "10").await?;
    browser.set_ticked(SICKNESS_BENEFIT, true).await?;
    browser.set_ticked(NO_SUPPORT, true).await?;
    browser.press("Spara").await?;
    browser.see("kan inte stå tillsammans med en annan försörjning. Inget är sparat än.").await?;
    ensure!(browser.written(HOURS).await? == "10");
    // What the person lived on last month is ticked as well.
    let ticked: Vec<String> = browser.ask(TICKED_SUPPORT, vec![]).await?;
    for source in ticked.iter().filter(|source| *source != NO_SUPPORT) {
        browser.set_ticked(source, false).await?;
    }
    browser.press("Spara").await?;
    browser.see("Sparat: ").await?;
    browser.see("Mottaget").await
}
