//! What was agreed with somebody and what was missing round them: written with the server gone, the plan seen by the person,
//! the deviation released as other words and followed up, with nothing in it that says whose it is.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::record::Body;
use tests::client::Client;
use tests::server::Server;

const NOTED: &str = "Tolken kom inte till tre möten i rad.";
const RELEASED: &str = "Tolkar uteblir, så att möten får ställas in.";

/// What the supervisor calls the demonstration's participant.
async fn alias_of_the_participant(server: &Server) -> Result<String> {
    let enrolment = Client::sign_in(server, Role::Participant).await?.some_enrolment().await?;
    match enrolment.body {
        Body::Enrolled(enrolment) => Ok(enrolment.alias.as_str().to_owned()),
        other => anyhow::bail!("no enrolment, but {other:?}"),
    }
}

async fn inspect(browser: &Browser, name: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        browser.prefer_colours(scheme).await?;
        let found = browser.inspect_with_axe().await?;
        ensure!(found.is_empty(), "{name}, {scheme}:\n{}", found.join("\n"));
        if let Some(folder) = std::env::var_os("STEGVIS_LOOK") {
            let file = std::path::Path::new(&folder).join(format!("{name}-{scheme}.png"));
            std::fs::write(file, browser.picture().await?)?;
        }
    }
    browser.prefer_colours("light").await?;
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "{name} is wider than the window:\n{}", too_wide.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_plan_written_without_a_server_is_seen_by_the_participant() -> Result<()> {
    let mut server = house::open().await?;
    let alias = alias_of_the_participant(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;

    browser.open_person(&alias).await?;
    browser.press("Gör en plan").await?;
    browser.arrive_at(&format!("Plan för {alias}")).await?;
    browser.write("Vad ska göras?", "Besöka verkstaden").await?;
    browser.press("Spara").await?;
    browser.see("Välj vem som gör varje steg. Inget är sparat än.").await?;
    browser.choose("Kommunen").await?;
    browser.press("Lägg till ett steg").await?;
    browser.see("Steg 2").await?;
    inspect(&browser, "supervisor-plan").await?;
    browser.press("Spara").await?;
    browser.arrive_at(&alias).await?;
    for words in ["Besöka verkstaden", "Kommunen", "Sparat på telefonen. Skickas när du har nät."] {
        browser.see(words).await?;
    }
    server.start_again().await?;
    browser.press("Mina deltagare").await?;
    browser.try_until_received().await?;

    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.sign_in_as_participant(&server).await?;
    for words in ["Det vi har kommit överens om", "Besöka verkstaden", "Kommunen"] {
        phone.see(words).await?;
    }
    inspect(&phone, "participant-plan").await
}

/// Two taps on a button, the second before anything can have come of the first.
const TWICE: &str = "
    const button = [...document.querySelectorAll('main button')].find((one) => one.textContent.trim() === 'Spara');
    button.click();
    button.click();";

#[tokio::test]
async fn what_is_saved_by_two_taps_is_saved_once() -> Result<()> {
    let server = house::open().await?;
    let alias = alias_of_the_participant(&server).await?;
    let before = house::records(&server).await?.len();
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.open_person(&alias).await?;
    browser.press("Gör en plan").await?;
    browser.arrive_at(&format!("Plan för {alias}")).await?;
    browser.write("Vad ska göras?", "Besöka verkstaden").await?;
    browser.choose("Kommunen").await?;
    browser.ask::<()>(TWICE, vec![]).await?;
    browser.arrive_at(&alias).await?;
    browser.press("Mina deltagare").await?;
    browser.try_until_received().await?;
    let after = house::records(&server).await?.len();
    ensure!(after == before + 1, "{before} records became {after}");
    Ok(())
}

#[tokio::test]
async fn a_deviation_noted_in_few_taps_is_released_without_identity_and_followed_up_to_changed() -> Result<()> {
    let mut server = house::open().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let led: Vec<_> = leader.account.interventions.iter().map(|one| one.id).collect();
    let records = house::records(&server).await?;
    let alias = records.iter().find_map(|record| match &record.body {
        Body::Enrolled(one) if led.contains(&one.intervention) && is_open(&records, record) => {
            Some(one.alias.as_str().to_owned())
        }
        _ => None,
    });
    let alias = alias.context("nobody whom the supervisor follows is where the leader leads")?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;

    browser.open_person(&alias).await?;
    // Three taps and the words: to the screen, the theme, and to save.
    browser.press("Anteckna ett glapp").await?;
    browser.write("Vad saknades?", NOTED).await?;
    browser.tick("Språk och tolk").await?;
    inspect(&browser, "supervisor-deviation").await?;
    browser.press("Spara").await?;
    browser.arrive_at(&alias).await?;
    browser.see(NOTED).await?;
    server.start_again().await?;
    browser.press("Mina deltagare").await?;
    browser.try_until_received().await?;

    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    desk.press("Glapp").await?;
    desk.see(NOTED).await?;
    desk.press_at(NOTED, &format!("//label[contains(normalize-space(.), \"{NOTED}\")]")).await?;
    desk.write("Text till förbundet", RELEASED).await?;
    desk.press("Lämna till förbundet: Språk och tolk").await?;
    desk.see("kryssa för att ingen kan kännas igen. Inget är lämnat än.").await?;
    desk.tick("Ingen kan kännas igen i texten").await?;
    inspect(&desk, "leader-deviations").await?;
    desk.press("Lämna till förbundet: Språk och tolk").await?;
    desk.see("Lämnat till förbundet: lämnat").await?;

    let analyst = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    analyst.sign_in_to_dashboard(&server, Role::AssociationAnalyst).await?;
    analyst.press("Glapp").await?;
    analyst.see(RELEASED).await?;
    analyst.unfold_everything().await?;
    analyst.choose("Förändrat").await?;
    analyst.write("Vad har gjorts?", "Regionen har bytt tolkförmedling.").await?;
    inspect(&analyst, "analyst-deviations").await?;
    analyst.press("Spara").await?;
    analyst.see("Förändrat: Regionen har bytt tolkförmedling.").await?;
    let words = analyst.words().await?;
    ensure!(!words.contains(NOTED) && !words.contains(&alias), "it says whose it is: {words}");
    let changed = async || {
        let cells = analyst.cells().await?;
        Ok(cells.iter().any(|row| row == &["Språk och tolk", "1", "1"]).then_some(()))
    };
    until("the theme to be counted as changed", changed).await
}

#[tokio::test]
async fn a_deviation_is_taken_back_without_a_server_and_the_leader_sees_it_no_more() -> Result<()> {
    let mut server = house::open().await?;
    let alias = alias_of_the_participant(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.is_kept_for_offline_use().await?;
    browser.open_person(&alias).await?;
    browser.press("Anteckna ett glapp").await?;
    browser.write("Vad saknades?", NOTED).await?;
    browser.tick("Språk och tolk").await?;
    browser.press("Spara").await?;
    browser.arrive_at(&alias).await?;
    browser.see(NOTED).await?;
    server.kill().await?;

    browser.press_at("Ta tillbaka", "//main//blockquote//summary").await?;
    browser.see("Har det redan lämnats till förbundet").await?;
    inspect(&browser, "supervisor-take-back").await?;
    browser.press("Ta tillbaka det här").await?;
    browser.see("Glappet är tillbakataget.").await?;
    browser.see_no(NOTED).await?;
    server.start_again().await?;
    browser.press("Mina deltagare").await?;
    browser.try_until_received().await?;
    let records = house::records(&server).await?;
    let noted = records.iter().find(|one| matches!(one.body, Body::DeviationNoted(_))).context("it was noted")?;
    let is_back = |one: &&shared::record::Record| one.body == Body::Voided { target: noted.id };
    ensure!(records.iter().any(|one| is_back(&one)), "no record says that it was taken back");
    Ok(())
}

/// Whether a stay has not ended: only then it is on the caseload.
fn is_open(records: &[shared::record::Record], enrolment: &shared::record::Record) -> bool {
    let of = records.iter().filter(|record| record.participation == enrolment.participation);
    !of.into_iter().any(|record| matches!(record.body, Body::Exited(_) | Body::ConsentWithdrawn { .. }))
}
