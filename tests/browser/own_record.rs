//! The own record and the rights to it: who has read it, a copy, a remark, consent withdrawn, all of it erased; and what
//! ends a registration from the supervisor's side.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::account::Role;
use shared::own_record::OwnRecord;
use shared::record::{Body, Record};
use tests::client::Client;
use tests::server::Server;

/// A participant's phone that shows the own record.
async fn at_the_record(server: &Server) -> Result<Browser> {
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.oversee_saved_files().await?;
    phone.sign_in_as_participant(server).await?;
    phone.see("Allt är mottaget.").await?;
    phone.press("Mina uppgifter").await?;
    phone.arrive_at("Mina uppgifter").await?;
    Ok(phone)
}

/// Waits until the supervisor is sent a record of that kind.
async fn arrives(supervisor: &Client, is_it: impl Fn(&Body) -> bool) -> Result<Record> {
    until("the record", async || Ok(supervisor.records().await?.into_iter().find(|record| is_it(&record.body)))).await
}

#[tokio::test]
async fn a_person_sees_who_has_read_has_a_copy_and_says_what_is_wrong() -> Result<()> {
    let server = house::open().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    supervisor.records().await?;
    let phone = at_the_record(&server).await?;
    phone.see(&format!("{}, handledare, den", supervisor.account.name)).await?;

    phone.press("Spara så att det går att läsa").await?;
    let page = phone.saved_file().await?;
    ensure!(page.contains("<h1>Mina uppgifter</h1>") && page.contains("Din handledare kallar dig"), "{page}");
    ensure!(!page.contains("<script"), "{page}");
    phone.press("Spara som data").await?;
    let data: OwnRecord = serde_json::from_str(&phone.saved_file().await?)?;
    ensure!(data.stays.iter().any(|stay| stay.records.len() > 3), "{data:?}");

    phone.press("Något stämmer inte").await?;
    phone.write("Berätta vad som är fel.", "Jag började i maj.").await?;
    phone.press("Spara").await?;
    phone.see("Sparat. Det skickas till din handledare.").await?;
    let remark = arrives(&supervisor, |body| matches!(body, Body::Remarked { .. })).await?;
    ensure!(remark.write().contains("Jag började i maj."));
    Ok(())
}

#[tokio::test]
async fn what_somebody_wants_to_say_stays_on_the_phone_until_it_is_shown() -> Result<()> {
    let server = house::open().await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.sign_in_as_participant(&server).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    phone.press("Inför nästa möte").await?;
    phone.arrive_at("Inför nästa möte").await?;
    phone.write("Det här vill jag säga", "Jag vill pröva fler dagar.").await?;
    phone.press("Spara på telefonen").await?;
    phone.see("Bara du ser det.").await?;
    let is_here = "return document.querySelector('textarea').value;";
    phone.come_back().await?;
    until("the words to be there again", async || {
        let words: String = phone.ask(is_here, vec![]).await?;
        Ok((words == "Jag vill pröva fler dagar.").then_some(()))
    })
    .await?;
    let is_said = |record: &Record| matches!(record.body, Body::WantsToSay { .. });
    ensure!(!supervisor.records().await?.iter().any(is_said), "nobody was shown anything");

    phone.press("Visa för min handledare").await?;
    phone.see("Din handledare ser det när det har skickats.").await?;
    phone.see("Det har du visat").await?;
    let said = arrives(&supervisor, |body| matches!(body, Body::WantsToSay { .. })).await?;
    ensure!(said.write().contains("Jag vill pröva fler dagar."));
    let left: String = phone.ask(is_here, vec![]).await?;
    ensure!(left.is_empty(), "what was shown is not kept for the next time: {left}");
    Ok(())
}

#[tokio::test]
async fn consent_is_taken_back_without_a_network_too_and_ends_the_stay() -> Result<()> {
    let mut server = house::open().await?;
    let phone = at_the_record(&server).await?;
    server.kill().await?;
    phone.press("Ta tillbaka mitt samtycke").await?;
    phone.press("Ta tillbaka samtycket nu").await?;
    phone.see("Samtycket togs tillbaka").await?;
    server.start_again().await?;
    phone.try_until_received().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    arrives(&supervisor, |body| matches!(body, Body::ConsentWithdrawn { .. })).await?;
    // Nothing more is asked.
    phone.press("Tillbaka").await?;
    phone.see("Du har inga frågor den här månaden.").await
}

#[tokio::test]
async fn what_a_person_has_erased_is_gone_from_the_phone_and_the_server() -> Result<()> {
    let server = house::open().await?;
    let person = Client::sign_in(&server, Role::Participant).await?;
    ensure!(!person.records().await?.is_empty());
    let phone = at_the_record(&server).await?;
    phone.press("Radera allt om mig").await?;
    phone.press("Jag vill radera allt").await?;
    phone.see("Är du säker?").await?;
    phone.press("Nej, behåll").await?;
    phone.press("Jag vill radera allt").await?;
    phone.press("Radera nu").await?;
    phone.see("Allt om dig är raderat.").await?;
    ensure!(person.records().await?.is_empty());
    let own: Value = person.get("/api/v1/own/record").await?.json().await?;
    ensure!(own["stays"].as_array().context("stays")?.is_empty(), "{own}");
    phone.press("Tillbaka").await?;
    phone.see("Du har inga frågor den här månaden.").await
}

#[tokio::test]
async fn a_supervisor_closes_a_wrong_registration() -> Result<()> {
    let server = house::open().await?;
    let client = Client::sign_in(&server, Role::Supervisor).await?;
    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in_as_supervisor(&server).await?;
    desk.see("Allt är mottaget.").await?;
    desk.press_first_person().await?;
    desk.press("Deltagandet").await?;
    desk.press("Felregistrering").await?;
    desk.press("Stäng som felregistrering").await?;
    let closes = |body: &Body| {
        let said = match body {
            Body::Corrected { replacement, .. } => replacement,
            body => body,
        };
        matches!(said, Body::Exited(exit) if exit.reason.as_ref().is_some_and(|why| why.as_str() == "felregistrering"))
    };
    arrives(&client, closes).await?;
    Ok(())
}
