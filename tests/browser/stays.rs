//! A stay from its enrolment to its end, on a supervisor's device: enrolled with the server gone and received later, kept
//! while it is not finished, without consent by gender and year alone, corrected, ended, handed over to a colleague.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use crate::people::forward;
use crate::people::supervisor::first_of_month;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::id::ParticipationId;
use shared::record::{Body, Enrolment, Gender, Record};
use shared::workplace::Colleague;
use tests::client::Client;
use tests::random;
use tests::server::Server;

async fn supervisors_phone(server: &Server) -> Result<Browser> {
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(server).await?;
    browser.see("Allt är mottaget.").await?;
    Ok(browser)
}

/// The enrolment of somebody of that alias, once the server has it.
async fn enrolled(server: &Server, alias: &str) -> Result<(Record, Enrolment)> {
    let found = house::records(server).await?.into_iter().find_map(|record| match &record.body {
        Body::Enrolled(enrolment) if enrolment.alias.as_str() == alias => Some((record.clone(), enrolment.clone())),
        _ => None,
    });
    found.context("the server has the enrolment")
}

#[tokio::test]
async fn somebody_is_enrolled_without_a_server_and_received_later() -> Result<()> {
    let mut server = house::open().await?;
    let browser = supervisors_phone(&server).await?;
    server.kill().await?;
    browser.begin_enrolment("Vinterblomma").await?;
    browser.press("Spara registreringen").await?;
    browser.see("Inget är sparat än. Rätta det här:").await?;
    browser.see("Välj kön.").await?;
    browser.fill_in_all_of_enrolment().await?;
    browser.press("Spara registreringen").await?;
    browser.arrive_at("Registreringen är sparad").await?;
    browser.see("Sparat på telefonen. Skickas när du har nät.").await?;
    browser.press("Gör första uppföljningen nu").await?;
    browser.see("Timmar i veckan i aktiviteter").await?;
    browser.press("Tillbaka").await?;
    browser.arrive_at("Vinterblomma").await?;

    server.start_again().await?;
    browser.try_until_received().await?;
    let (_, enrolment) = enrolled(&server, "Vinterblomma").await?;
    ensure!(enrolment.consented.is_some() && enrolment.supervisor.is_some(), "{enrolment:?}");
    ensure!(enrolment.municipality.is_some_and(|name| name.as_str() == "Linköping"));
    ensure!(enrolment.support_before.iter().map(|one| one.percent.get()).eq([50]));
    ensure!(enrolment.months_in_support_before == Some(14) && enrolment.occupation_before.len() == 1);
    Ok(())
}

#[tokio::test]
async fn an_enrolment_that_is_not_finished_is_kept_and_offered_again() -> Result<()> {
    let server = house::open().await?;
    let browser = supervisors_phone(&server).await?;
    browser.begin_enrolment("Halvvägs").await?;
    browser.tick("Man").await?;
    browser.see("Det du har skrivit är sparat här.").await?;
    browser.come_back().await?;
    browser.press("Mina deltagare").await?;
    browser.see("1 registrering är inte klar.").await?;
    let written = browser.written_on_the_device().await?;
    ensure!(!written.to_string().contains("Halvvägs"), "it is kept locked");
    browser.press("Registrera en deltagare").await?;
    browser.see("Påbörjade registreringar").await?;
    browser.press_until("//a[starts-with(normalize-space(.), \"Fortsätt med Halvvägs\")]", "Ta bort den här").await?;
    ensure!(browser.written("Alias").await? == "Halvvägs");
    browser.press("Ta bort den här registreringen").await?;
    browser.press("Ta bort").await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.see_no("registrering är inte klar").await
}

#[tokio::test]
async fn whoever_has_a_protected_identity_is_registered_by_gender_and_year_alone() -> Result<()> {
    let server = house::open().await?;
    let before = house::records(&server).await?;
    let browser = supervisors_phone(&server).await?;
    browser.begin_enrolment("Ska inte sparas").await?;
    browser.tick("Personen har skyddade personuppgifter").await?;
    browser.see("Inget annat sparas, och inget kopplar det till personen.").await?;
    browser.see_no("Alias").await?;
    browser.tick("Kvinna").await?;
    browser.press_at("the first intervention", "(//input[@name=\"intervention\"])[1]").await?;
    browser.write("Startår", &random::this_month().year().to_string()).await?;
    browser.press("Spara registreringen").await?;
    browser.arrive_at("Registreringen är sparad").await?;
    browser.see("Mottaget").await?;
    let records = house::records(&server).await?;
    let anonymous = records.iter().filter(|record| !before.contains(record)).filter(|record| {
        matches!(record.body, Body::EnrolledAnonymously { gender: Gender::Woman, start_year, .. }
            if start_year == random::this_month().year())
    });
    ensure!(anonymous.count() == 1);
    ensure!(!format!("{records:?}").contains("Ska inte sparas"));
    Ok(())
}

#[tokio::test]
async fn an_enrolment_is_corrected_and_the_stay_ends_with_what_came_after() -> Result<()> {
    let server = house::open().await?;
    let browser = supervisors_phone(&server).await?;
    browser.begin_enrolment("Kommer och går").await?;
    browser.fill_in_enrolment().await?;
    browser.press("Spara registreringen").await?;
    browser.arrive_at("Registreringen är sparad").await?;
    browser.press("Mina deltagare").await?;
    browser.open_person("Kommer och går").await?;
    browser.press("Deltagandet").await?;
    browser.arrive_at("Kommer och går: deltagandet").await?;
    browser.press("Rätta registreringen").await?;
    browser.arrive_at("Rätta registreringen").await?;
    browser.write("Födelseår", "1985").await?;
    browser.press("Spara rättelsen").await?;
    browser.arrive_at("Kommer och går: deltagandet").await?;
    browser.press("Avsluta deltagandet").await?;
    browser.arrive_at("Avsluta deltagandet").await?;
    browser.set_day("ended", &first_of_month()).await?;
    browser.tick("Flytt").await?;
    browser.press("Avsluta deltagandet").await?;
    browser.see("Slutade").await?;
    browser.see("Allt är mottaget.").await?;
    browser.press("Tillbaka").await?;
    browser.press("Mina deltagare").await?;
    browser.press("Avslutade").await?;
    browser.arrive_at("Avslutade").await?;
    browser.see("Kommer och går").await?;
    let stay = enrolled(&server, "Kommer och går").await?.0.participation;
    let records = house::records(&server).await?;
    let of_stay: Vec<&Record> = records.iter().filter(|record| record.participation == stay).collect();
    let corrects = |record: &&Record| match &record.body {
        Body::Corrected { replacement, .. } => {
            matches!(&**replacement, Body::Enrolled(enrolment) if enrolment.birth_year == Some(1985))
        }
        _ => false,
    };
    ensure!(of_stay.iter().any(corrects), "{of_stay:?}");
    let ends = |record: &&Record| matches!(&record.body, Body::Exited(exit) if exit.reason.is_some());
    ensure!(of_stay.iter().any(ends), "{of_stay:?}");
    Ok(())
}

/// Somebody whom the supervisor follows, and a colleague of the same intervention.
struct Between {
    alias: String,
    stay: ParticipationId,
    colleague: Colleague,
}

async fn somebody_with_two_supervisors_about(server: &Server) -> Result<Between> {
    let supervisor = Client::sign_in(server, Role::Supervisor).await?;
    let workplaces = supervisor.last_page().await?.workplaces.context("a supervisor is told")?;
    let month = random::this_month();
    let active = forward::folded(&supervisor.records().await?).into_iter().filter(|(_, one)| one.is_active_in(month));
    for (stay, folded) in active {
        let Some(enrolment) = folded.enrolment() else { continue };
        let there = workplaces.iter().find(|one| one.intervention == enrolment.intervention);
        let colleague = there.and_then(|one| one.others(supervisor.account.id).next());
        if let Some(colleague) = colleague {
            let alias = enrolment.alias.as_str().to_owned();
            return Ok(Between { alias, stay, colleague: colleague.clone() });
        }
    }
    anyhow::bail!("two supervisors of the demonstration work together")
}

#[tokio::test]
async fn a_person_is_handed_over_without_a_server_and_goes_from_one_desk_to_the_other() -> Result<()> {
    let mut server = house::open().await?;
    let Between { alias, stay, colleague } = somebody_with_two_supervisors_about(&server).await?;
    let from = supervisors_phone(&server).await?;
    from.open_person(&alias).await?;
    from.press("Deltagandet").await?;
    from.press("Lämna över till en annan handledare").await?;
    from.arrive_at("Lämna över").await?;
    server.kill().await?;
    from.press("Lämna över").await?;
    from.see("Välj vem som tar över.").await?;
    from.select("colleague", &colleague.name).await?;
    from.press("Lämna över").await?;
    from.see(&format!("Lämnat över till {}", colleague.name)).await?;
    from.see("När det är mottaget försvinner personen").await?;

    server.start_again().await?;
    until("the person to be forgotten here", async || {
        from.press_now_if_there("Försök nu").await?;
        let words = from.words().await?;
        Ok((words.contains("Allt är mottaget.") && !words.contains(&alias)).then_some(()))
    })
    .await?;
    let to = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    to.open(&server.link_for(Role::Supervisor, &colleague.name).await?).await?;
    to.enter_with_open_link().await?;
    to.arrive_at("Mina deltagare").await?;
    to.see("Allt är mottaget.").await?;
    to.open_person(&alias).await?;
    to.press("Deltagandet").await?;
    to.see(&format!("Lämnat över till {}", colleague.name)).await?;
    let theirs = Client::supervisor(&server, &colleague.name).await?.records().await?;
    ensure!(theirs.iter().any(|record| record.participation == stay));
    ensure!(house::records(&server).await?.iter().all(|record| record.participation != stay));
    Ok(())
}
