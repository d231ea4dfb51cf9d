//! Staff come in by a passkey: invited, with a code to write down, in the role that they choose, and anew with the code.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Result, ensure};
use tests::client::Client;
use tests::server::Server;
use tests::staff::invite;

const MAKE: &str = "Skapa en lösennyckel";
const SHOW: &str = "Logga in med lösennyckel";

/// A demonstration whose supervisor H1 is invited. Returns the link, and what it is for.
async fn invited() -> Result<(Server, String, String)> {
    let server = house::open().await?;
    let account = Client::supervisor(&server, "H1").await?.account;
    let names: Vec<&str> = account.interventions.iter().map(|one| &*one.name).collect();
    let named = names.iter().flat_map(|name| ["--intervention", name]);
    let flags: Vec<&str> = ["--role", "supervisor", "--name", "H1"].into_iter().chain(named).collect();
    let link = invite(&server, &flags).await?;
    Ok((server, link, format!("Handledare, {}", names.join(", "))))
}

impl Browser {
    /// Accepts an invitation up to the code, which is written down.
    async fn accept(&self, link: &str, role: &str) -> Result<String> {
        self.open(link).await?;
        self.choose("Svenska").await?;
        self.see("H1, du är inbjuden som:").await?;
        self.see(role).await?;
        self.press(MAKE).await?;
        self.write_code_down().await
    }

    /// Writes down the code on the screen and goes on.
    async fn write_code_down(&self) -> Result<String> {
        self.arrive_at("Skriv upp din kod").await?;
        let groups = "return [...document.querySelectorAll('main ol li')].map((group) => group.textContent);";
        let groups: Vec<String> = self.ask(groups, vec![]).await?;
        ensure!(groups.len() == 10, "{groups:?}");
        self.press("Fortsätt").await?;
        self.see("Skriv upp koden först").await?;
        self.tick("Jag har skrivit upp koden").await?;
        self.press("Fortsätt").await?;
        Ok(groups.join(" "))
    }

    /// Is at a screen where nothing keeps anybody out.
    async fn is_fit(&self, faults: &mut Vec<String>) -> Result<()> {
        faults.extend(self.too_wide().await?);
        for scheme in ["light", "dark"] {
            self.prefer_colours(scheme).await?;
            faults.extend(self.inspect_with_axe().await?);
        }
        self.prefer_colours("light").await
    }
}

#[tokio::test]
async fn an_invited_supervisor_makes_a_passkey_and_comes_back_by_it() -> Result<()> {
    let (server, link, role) = invited().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.has_an_authenticator().await?;
    browser.accept(&link, &role).await?;
    browser.choose_pin().await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.see("uppföljningar klara för").await?;

    browser.press("Min roll").await?;
    browser.see(&format!("Du arbetar som: {role}.")).await?;
    browser.see("Du har ingen annan roll att byta till.").await?;
    browser.press("Logga in igen").await?;
    browser.press(SHOW).await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.see("Allt är mottaget.").await?;

    browser.open(&link).await?;
    browser.see("Inbjudan har använts eller är för gammal.").await?;
    drop(server);
    Ok(())
}

#[tokio::test]
async fn somebody_with_two_roles_chooses_one_and_changes_to_the_other() -> Result<()> {
    let (server, link, supervisor) = invited().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.has_an_authenticator().await?;
    browser.accept(&link, &supervisor).await?;
    browser.choose_pin().await?;
    browser.arrive_at("Mina deltagare").await?;

    let intervention = supervisor.split(", ").nth(1).unwrap_or_default();
    let flags = ["--role", "project_leader", "--person", "H1", "--intervention", intervention];
    let sign_in = invite(&server, &flags).await?;
    browser.open(&sign_in).await?;
    browser.press(SHOW).await?;
    browser.arrive_at("Vad ska du göra?").await?;
    browser.press(&format!("Projektledare, {intervention}")).await?;
    // Each role has a lock of its own.
    browser.choose_pin().await?;
    browser.see(intervention).await?;

    browser.press("Min roll").await?;
    browser.see(&format!("Du arbetar som: Projektledare, {intervention}.")).await?;
    browser.press(&supervisor).await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.see("Allt är mottaget.").await
}

#[tokio::test]
async fn who_has_lost_the_passkey_comes_in_by_the_code_once() -> Result<()> {
    let (server, link, role) = invited().await?;
    let first = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    first.has_an_authenticator().await?;
    let code = first.accept(&link, &role).await?;

    let next = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    next.has_an_authenticator().await?;
    next.open(&format!("{}/staff/sign-in", server.named_origin())).await?;
    next.choose("Svenska").await?;
    next.press(SHOW).await?;
    next.see("Det blev inget den här gången.").await?;
    next.press("Jag har en återställningskod").await?;
    next.write("Återställningskod", "ABCD 1234").await?;
    next.press(MAKE).await?;
    next.see("tio grupper med fyra tecken").await?;
    next.write("Återställningskod", &code.to_lowercase()).await?;
    next.press(MAKE).await?;
    let another = next.write_code_down().await?;
    ensure!(another != code);
    next.choose_pin().await?;
    next.arrive_at("Mina deltagare").await?;

    let late = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    late.has_an_authenticator().await?;
    late.open(&format!("{}/staff/recover", server.named_origin())).await?;
    late.choose("Svenska").await?;
    late.write("Återställningskod", &code).await?;
    late.press(MAKE).await?;
    late.see("Den koden finns inte här, eller har använts.").await
}

#[tokio::test]
async fn numbers_in_place_of_a_name_lead_to_the_address_where_passkeys_work() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.open(&format!("{}/staff/sign-in", server.origin())).await?;
    browser.choose("Svenska").await?;
    browser.see("Lösennycklar fungerar bara där.").await?;
    browser.press(&server.named_origin()).await?;
    browser.choose("Svenska").await?;
    browser.see(SHOW).await
}

#[tokio::test]
async fn nothing_keeps_people_out_of_the_ways_in() -> Result<()> {
    let (server, link, _) = invited().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.has_an_authenticator().await?;
    let mut faults = Vec::new();
    browser.open(&format!("{}/staff/sign-in", server.named_origin())).await?;
    browser.choose("Svenska").await?;
    browser.see(SHOW).await?;
    browser.is_fit(&mut faults).await?;
    browser.press("Jag har en återställningskod").await?;
    browser.arrive_at("Kom in med din kod").await?;
    browser.is_fit(&mut faults).await?;
    browser.open(&link).await?;
    browser.see(MAKE).await?;
    browser.is_fit(&mut faults).await?;
    browser.press(MAKE).await?;
    browser.arrive_at("Skriv upp din kod").await?;
    browser.is_fit(&mut faults).await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}
