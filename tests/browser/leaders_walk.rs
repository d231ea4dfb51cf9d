//! Walks through what leaders and analysts have beside the figures, and what supervisors leave there: effect, goals, what was
//! missing round people, reports, costs and prices, and the ways in.

use crate::driving::Browser;
use crate::prices;
use crate::walks::Look;
use anyhow::Result;
use shared::account::Role;
use tests::behind;
use tests::server::Server;
use tests::staff::invite;

const MISSING: &str = "Tolken kom inte till tre möten i rad.";
const RELEASED: &str = "Tolkar uteblir, så att möten får ställas in.";
const BOARD: &str = "Styrelseledamot";

/// The page is long, and pictures are not.
const SHOW_THE_SCENARIO: &str = "
    [...document.querySelectorAll('h2')].find((title) => title.textContent.startsWith('Scenario')).scrollIntoView();";

/// The plan and the deviation that a supervisor writes.
pub(crate) async fn plan_and_deviation(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.sign_in_as_supervisor(server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.press_first_person().await?;
    browser.press("Gör en plan").await?;
    browser.write("Vad ska göras?", "Besöka verkstaden").await?;
    browser.choose("Kommunen").await?;
    browser.press("Lägg till ett steg").await?;
    browser.see("Steg 2").await?;
    look(browser, "supervisor-plan").await?;
    browser.press("Ta bort steg 2").await?;
    browser.press("Spara").await?;
    browser.see("Månad för månad").await?;
    browser.press("Anteckna ett glapp").await?;
    browser.write("Vad saknades?", MISSING).await?;
    browser.tick("Språk och tolk").await?;
    look(browser, "supervisor-deviation").await?;
    browser.press("Spara").await?;
    browser.see(MISSING).await?;
    look(browser, "supervisor-person-with-plan").await?;
    browser.press("Mina deltagare").await?;
    browser.try_until_received().await
}

/// The leader's pages beside the figures. Somebody has noted a deviation before.
pub(crate) async fn leaders(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.sign_in_to_dashboard(server, Role::ProjectLeader).await?;
    browser.press("Samhällseffekt").await?;
    browser.see("Vem som får och vem som betalar").await?;
    look(browser, "leader-effect").await?;
    for (assumption, [middle, lowest, highest]) in [
        ("Vad insatsen kostar, kronor", ["2 000 000", "", ""]),
        ("Andel som hade nått arbete ändå", ["30", "10", "50"]),
    ] {
        for (field, typed) in [middle, lowest, highest].into_iter().enumerate() {
            browser.assume(assumption, field, typed).await?;
        }
    }
    browser.see("i 9 fall av 10 mellan").await?;
    browser.ask::<()>(SHOW_THE_SCENARIO, vec![]).await?;
    look(browser, "leader-scenario").await?;
    browser.press("Mål").await?;
    browser.arrive_at("Mål").await?;
    look(browser, "leader-goals").await?;
    browser.press("Glapp").await?;
    browser.arrive_at("Glapp").await?;
    browser.see(MISSING).await?;
    browser.press_at(MISSING, &format!("//label[contains(normalize-space(.), \"{MISSING}\")]")).await?;
    browser.write("Text till förbundet", RELEASED).await?;
    look(browser, "leader-deviations").await?;
    browser.tick("Ingen kan kännas igen i texten").await?;
    browser.press("Lämna till förbundet: Språk och tolk").await?;
    browser.see("Lämnat till förbundet: lämnat").await?;
    browser.press("Rapporter").await?;
    browser.arrive_at("Rapporter").await?;
    browser.see("Ingen rapport är sparad än.").await?;
    browser.press("Spara rapporten").await?;
    browser.see("Rapporten är sparad.").await?;
    look(browser, "leader-reports").await?;
    browser.press("Öppna underlaget").await?;
    browser.see("Deltagare, kvinnor").await?;
    look(browser, "leader-national-sheet").await
}

/// The analyst's pages beside the figures, and the board's.
pub(crate) async fn analysts(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.sign_in_to_dashboard(server, Role::AssociationAnalyst).await?;
    browser.press("Samhällseffekt").await?;
    browser.arrive_at("Samhällseffekt").await?;
    browser.see("Prislistan").await?;
    look(browser, "analyst-effect").await?;
    browser.press("Mål").await?;
    browser.press("Nytt mål").await?;
    browser.arrive_at("Ett mål").await?;
    browser.write("Vad som ska nås", "Fler i arbete").await?;
    browser.write("Hur det märks", "Andel till arbete").await?;
    browser.write("Målvärde", "62,5").await?;
    browser.write("Antal som räknas", "31").await?;
    browser.write("Av hur många", "80").await?;
    look(browser, "analyst-goal").await?;
    browser.press("Spara").await?;
    browser.see("31 av 80").await?;
    look(browser, "analyst-goals").await?;
    browser.press("Glapp").await?;
    browser.see(RELEASED).await?;
    browser.unfold_everything().await?;
    look(browser, "analyst-deviations").await?;
    browser.press("Rapporter").await?;
    browser.arrive_at("Rapporter").await?;
    browser.see("Ingen rapport är sparad än.").await?;
    look(browser, "analyst-reports").await?;
    browser.press("Kostnader").await?;
    browser.arrive_at("Kostnader").await?;
    look(browser, "analyst-costs").await?;
    browser.press("Priser").await?;
    browser.arrive_at("Priser").await?;
    look(browser, "analyst-prices").await?;
    let file = server.place().folder().join("priser.json");
    std::fs::write(&file, prices::own_list())?;
    browser.choose_file(prices::FIELD, &file).await?;
    browser.see("1 pris är ändrat.").await?;
    look(browser, "analyst-prices-tried").await?;
    make_board(server).await?;
    browser.open(&server.link_for(Role::BoardMember, BOARD).await?).await?;
    browser.enter_with_open_link().await?;
    browser.see("personer deltog").await?;
    look(browser, "board-dashboard").await?;
    browser.press("Mål").await?;
    browser.see("31 av 80").await?;
    look(browser, "board-goals").await
}

/// The ways in of the staff: signed out, invited by a passkey with a code to write down, and what they see of their sessions.
pub(crate) async fn ways_in(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.has_an_authenticator().await?;
    browser.open(&format!("{}/staff/", server.named_origin())).await?;
    browser.choose("Svenska").await?;
    browser.see("Logga in med lösennyckel").await?;
    look(browser, "staff-sign-in").await?;
    browser.open(&format!("{}/staff/sign-in/not-known", server.named_origin())).await?;
    browser.see("Stegvis känner inte igen dig.").await?;
    look(browser, "staff-not-known").await?;
    browser.press("Jag har en återställningskod").await?;
    browser.arrive_at("Kom in med din kod").await?;
    browser.write("Återställningskod", "ABCD 1234").await?;
    browser.press("Skapa en lösennyckel").await?;
    browser.see("tio grupper med fyra tecken").await?;
    look(browser, "staff-recover").await?;
    let role = ["--role", "association_analyst", "--name", "Maja Lind"];
    let association = behind::ask(server.place(), "SELECT name FROM associations").await?;
    let link = invite(server, &[&role[..], &["--association", &association]].concat()).await?;
    browser.open(&link).await?;
    browser.see("Maja Lind, du är inbjuden som:").await?;
    look(browser, "staff-invited").await?;
    browser.press("Skapa en lösennyckel").await?;
    browser.arrive_at("Skriv upp din kod").await?;
    look(browser, "staff-recovery-code").await?;
    browser.tick("Jag har skrivit upp koden").await?;
    browser.press("Fortsätt").await?;
    browser.choose_pin().await?;
    browser.see("personer deltog").await?;
    browser.press("Min roll").await?;
    browser.see("Du arbetar som:").await?;
    look(browser, "staff-role").await?;
    browser.press("Tillbaka").await?;
    browser.press("Mina inloggningar").await?;
    browser.arrive_at("Mina inloggningar").await?;
    look(browser, "staff-sign-ins").await?;
    // Another role that the policy lets the same person have.
    let role = ["--role", "board_member", "--person", "Maja Lind", "--association", &association];
    browser.open(&invite(server, &role).await?).await?;
    browser.press("Logga in med lösennyckel").await?;
    browser.arrive_at("Vad ska du göra?").await?;
    look(browser, "staff-choose-role").await
}

async fn make_board(server: &Server) -> Result<()> {
    let statement = format!(
        "INSERT INTO accounts (id, association, role, name) SELECT '018f0000-0000-7000-8000-0000000000bb', id, '{}', '{BOARD}'
         FROM associations",
        Role::BoardMember.as_str()
    );
    behind::run(server.place(), &statement).await.map(drop)
}
