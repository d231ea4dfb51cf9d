//! What needs a second look: two versions of a record are decided side by side, and a record that was put aside is dealt
//! with. Both are found from the caseload.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::forward;
use crate::walks::{ASIDE, VERSIONS};
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::code::Code;
use shared::id::RecordId;
use shared::record::{Body, FollowUp, Note, Record};
use shared::support::WeeklyHours;
use tests::client::Client;
use tests::records::{device, record};

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

#[tokio::test]
async fn what_was_put_aside_is_written_anew_in_a_form_that_holds_what_it_said() -> Result<()> {
    let server = house::open().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let month = tests::random::this_month();
    let stays = forward::folded(&supervisor.records().await?);
    let stay = stays.iter().find(|(_, one)| one.is_open_in(month)).map(|(stay, _)| *stay).context("nobody is there")?;
    let follow_up = FollowUp {
        hours: WeeklyHours::new(17).ok(),
        // In no list: that is why it is refused.
        activities: vec![Code::new("finns_inte")?],
        note: Note::new("Tolk behövs").ok(),
        ..FollowUp::default()
    };
    let refused = record(device(), supervisor.account.id, stay, Body::FollowedUp(follow_up));
    supervisor.push(refused.device, &[refused.write()]).await?;

    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("En uppgift är undanlagd").await?;
    browser.press_at("Se det undanlagda", ASIDE).await?;
    browser.press("Skriv den på nytt").await?;
    browser.see("Fälten är ifyllda med det som inte togs emot.").await?;
    ensure!(browser.written("Timmar i veckan").await? == "17");
    ensure!(browser.written("Anteckning").await? == "Tolk behövs");
    let too_wide = browser.too_wide().await?;
    ensure!(too_wide.is_empty(), "wider than the window:\n{}", too_wide.join("\n"));
    // What the address names is found again after the page was loaded anew.
    browser.come_back().await?;
    browser.see("Fälten är ifyllda med det som inte togs emot.").await?;
    browser.write("Timmar i veckan", "18").await?;
    browser.press("Spara").await?;
    let saved = crate::driving::until("the follow-up to come", async || {
        let records = house::records(&server).await?;
        Ok(records.into_iter().find_map(|record| match record.body {
            Body::FollowedUp(held) if record.participation == stay && record.month == month => Some(held),
            _ => None,
        }))
    });
    let saved = saved.await?;
    ensure!(saved.hours == WeeklyHours::new(18).ok() && saved.activities.is_empty(), "{saved:?}");
    ensure!(saved.note.as_ref().is_some_and(|note| note.as_str() == "Tolk behövs"), "{saved:?}");
    Ok(())
}

#[tokio::test]
async fn of_two_versions_of_an_enrolment_a_third_is_written_in_view_of_both() -> Result<()> {
    let server = house::open().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let month = tests::random::this_month();
    let records = supervisor.records().await?;
    let open = forward::folded(&records);
    let enrolment = records
        .iter()
        .find(|one| {
            matches!(one.body, Body::Enrolled(_))
                && open.get(&one.participation).is_some_and(|one| one.is_open_in(month))
        })
        .context("nobody is there")?;
    let Body::Enrolled(held) = &enrolment.body else { anyhow::bail!("an enrolment enrols") };
    let mut rivals: Vec<RecordId> = Vec::new();
    for born in [1980, 1981] {
        let replacement =
            Box::new(Body::Enrolled(shared::record::Enrolment { birth_year: Some(born), ..held.clone() }));
        let body = Body::Corrected { target: enrolment.id, replacement };
        let mut version = record(device(), supervisor.account.id, enrolment.participation, body);
        (version.seen, version.month) = (vec![enrolment.id], enrolment.month);
        rivals.push(version.id);
        supervisor.push(version.device, &[version.write()]).await?;
    }
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.press_at("Välj version", VERSIONS).await?;
    browser.see("1980").await?;
    browser.see("1981").await?;
    browser.press("Skriv en tredje").await?;
    browser.arrive_at("Rätta registreringen").await?;
    browser.write("Födelseår", "1979").await?;
    browser.press("Spara rättelsen").await?;
    let decided = crate::driving::until("the third version to come", async || {
        let folded = forward::folded(&house::records(&server).await?).remove(&enrolment.participation);
        let start = folded.and_then(|folded| folded.enrolment().cloned().zip(folded.start));
        Ok(start.filter(|(enrolment, _)| enrolment.birth_year == Some(1979)))
    });
    let (_, start) = decided.await?;
    ensure!(start.rivals.is_empty(), "{start:?}");
    let records = house::records(&server).await?;
    let third = records.iter().find(|one| one.id == start.record).context("the third version")?;
    ensure!(rivals.iter().all(|rival| third.seen.contains(rival)), "made in view of both: {third:?}");
    Ok(())
}
