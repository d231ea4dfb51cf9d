//! What was missing round people, and the reports: as they were last, with the day on which they came, when the server is
//! gone.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::code::Code;
use shared::record::{Body, Deviation, Note};
use shared::sync::wire::Judged;
use tests::client::Client;
use tests::records::{device, record};
use tests::server::Server;

const NOTED: &str = "Bussen går inte före klockan nio.";
const OLD_LIST: &str = "Om en visas nedan är den från förra gången.";
const OLD_FIGURES: &str = "Om några visas nedan är de från förra gången.";

/// Has something noted that the leader is told of.
async fn note_what_is_missing(server: &Server) -> Result<()> {
    let supervisor = Client::sign_in(server, Role::Supervisor).await?;
    let led: Vec<_> =
        Client::sign_in(server, Role::ProjectLeader).await?.account.interventions.iter().map(|one| one.id).collect();
    let records = supervisor.records().await?;
    let is_led = |body: &Body| matches!(body, Body::Enrolled(enrolment) if led.contains(&enrolment.intervention));
    let stay = records.iter().find(|one| is_led(&one.body)).context("somebody is led")?.participation;
    let noted = Deviation { what: Note::new(NOTED)?, theme: Code::new("vantetid")?, party: None };
    let noted = record(device(), supervisor.account.id, stay, Body::DeviationNoted(noted));
    let judged = supervisor.push(noted.device, &[noted.write()]).await?;
    ensure!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
    Ok(())
}

#[tokio::test]
async fn a_leader_reads_deviations_and_reports_as_they_were_when_the_server_is_gone() -> Result<()> {
    let mut server = house::open().await?;
    note_what_is_missing(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_to_dashboard(&server, Role::ProjectLeader).await?;
    browser.press("Glapp").await?;
    browser.arrive_at("Glapp").await?;
    browser.see(NOTED).await?;
    browser.see("Listan hämtades").await?;
    browser.press("Rapporter").await?;
    browser.arrive_at("Rapporter").await?;
    browser.press("Spara rapporten").await?;
    browser.see("Kontrollsumma").await?;
    browser.press("Öppna underlaget").await?;
    browser.see("Siffrorna hämtades").await?;
    let sheet = browser.cells().await?;
    ensure!(!sheet.is_empty(), "nobody asks anything of an intervention");
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;

    browser.press("Glapp").await?;
    browser.arrive_at("Glapp").await?;
    for words in [OLD_LIST, "Listan hämtades", NOTED] {
        browser.see(words).await?;
    }
    browser.press("Rapporter").await?;
    browser.arrive_at("Rapporter").await?;
    for words in [OLD_LIST, "Listan hämtades", "Kontrollsumma"] {
        browser.see(words).await?;
    }
    browser.press("Öppna underlaget").await?;
    for words in [OLD_FIGURES, "Siffrorna hämtades"] {
        browser.see(words).await?;
    }
    assert_eq!(browser.cells().await?, sheet, "the sheet is the one from before");
    Ok(())
}
