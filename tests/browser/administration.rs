//! Looking after a member and an association: an intervention, a supervisor who then comes in, a step of the bridge that
//! reaches other devices, and a list; with nothing that keeps anybody out, and by the keyboard alone.

use crate::driving::{Browser, Engine, Window};
use crate::{house, walks};
use anyhow::{Result, ensure};
use shared::account::Role;
use tests::behind::{ADMINISTRATOR, make_administrator};
use tests::server::Server;

impl Browser {
    async fn sign_in_as_administrator(&self, server: &Server) -> Result<()> {
        make_administrator(server).await?;
        self.open(&server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
        self.enter_with_open_link().await?;
        self.arrive_at("Loggen").await
    }

    async fn visit(&self, place: &str) -> Result<()> {
        self.press(place).await?;
        self.arrive_at(place).await
    }

    /// Accepts an invitation of staff up to the first screen of the role.
    async fn join_by(&self, link: &str, name: &str) -> Result<()> {
        self.open(link).await?;
        self.choose("Svenska").await?;
        self.see(&format!("{name}, du är inbjuden som:")).await?;
        self.press("Skapa en lösennyckel").await?;
        self.arrive_at("Skriv upp din kod").await?;
        self.tick("Jag har skrivit upp koden").await?;
        self.press("Fortsätt").await?;
        self.choose_pin().await
    }
}

#[tokio::test]
async fn an_administrator_makes_an_intervention_and_invites_a_supervisor_who_comes_in() -> Result<()> {
    let server = house::open().await?;
    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in_as_administrator(&server).await?;
    desk.visit("Insatser").await?;
    desk.press("Ny insats").await?;
    desk.arrive_at("Insats").await?;
    desk.write("Namn", "Verkstan").await?;
    desk.choose("Hälsa").await?;
    desk.press("Spara").await?;
    desk.arrive_at("Insatser").await?;
    desk.see("Verkstan").await?;
    desk.see("Hälsa · Individer, som registreras").await?;

    desk.visit("Personal").await?;
    desk.press("Bjud in någon").await?;
    desk.arrive_at("Bjud in till Stegvis").await?;
    desk.write("Namn", "Sara Ny").await?;
    desk.press("Bjud in någon").await?;
    desk.see("Välj minst en insats.").await?;
    desk.tick("Verkstan").await?;
    desk.press("Bjud in någon").await?;
    desk.see("Länken är till Sara Ny.").await?;
    let link: String = desk.ask("return document.querySelector('main input[readonly]').value;", vec![]).await?;

    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.has_an_authenticator().await?;
    phone.join_by(&link, "Sara Ny").await?;
    phone.arrive_at("Mina deltagare").await?;

    desk.press("Till listan").await?;
    desk.see("Handledare: Verkstan").await?;
    desk.press("Ändra Sara Ny").await?;
    desk.arrive_at("Sara Ny").await?;
    desk.see("Kan logga in").await?;
    desk.unfold_everything().await?;
    desk.press("Avsluta för Sara Ny").await?;
    desk.arrive_at("Personal").await?;
    desk.see_no_more("Sara Ny").await
}

/// Opens every part of a follow-up that shows what was so last time.
const OPEN_EVERY_PART: &str = "
    document.querySelectorAll('button.chip').forEach((button) => {
        if (button.textContent.startsWith('Ändra')) button.click();
    });";

#[tokio::test]
async fn a_step_that_the_analyst_adds_is_on_the_supervisors_device() -> Result<()> {
    let server = house::open().await?;
    let supervisor = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    supervisor.sign_in_as_supervisor(&server).await?;

    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in(&server, Role::AssociationAnalyst).await?;
    desk.arrive_at("Stegförflyttning").await?;
    desk.visit("Bron").await?;
    desk.press("Lägg till ett steg").await?;
    desk.write("Steg 7 på svenska", "Kvar i arbete").await?;
    desk.press("Granska ändringen").await?;
    desk.see("Steg 7 är nytt: ”Kvar i arbete”.").await?;
    desk.press("Spara som version 2").await?;
    desk.see("Telefonerna hämtar den nya bron").await?;
    desk.see("Version 2.").await?;

    supervisor.sign_in_as_supervisor(&server).await?;
    supervisor.press_first_person().await?;
    supervisor.press_follow_up().await?;
    // What is kept from last time is folded: the steps are there once the part is to be changed.
    supervisor.ask::<()>(OPEN_EVERY_PART, vec![]).await?;
    supervisor.see("Kvar i arbete").await?;
    Ok(())
}

#[tokio::test]
async fn a_list_gets_a_new_version_in_which_nothing_is_lost() -> Result<()> {
    let server = house::open().await?;
    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in(&server, Role::AssociationAnalyst).await?;
    desk.arrive_at("Stegförflyttning").await?;
    desk.visit("Kodlistor").await?;
    desk.press("Ändra Utbildning").await?;
    desk.arrive_at("Utbildning").await?;
    let count: u32 = desk.ask("return document.querySelectorAll('main ol > li').length;", vec![]).await?;
    desk.press("Lägg till en kod").await?;
    desk.write(&format!("Kod {} på svenska", count + 1), "Folkhögskola").await?;
    desk.press("Spara som version 2").await?;
    desk.see("Skriv både svenska och engelska").await?;
    desk.write(&format!("Kod {} på engelska", count + 1), "Folk high school").await?;
    desk.press("Spara som version 2").await?;
    desk.see("Sparat som version 2.").await?;
    desk.press("Till listan").await?;
    desk.arrive_at("Kodlistor").await?;
    desk.see(&format!("Version 2, {} koder.", count + 1)).await?;
    desk.see("Utbildning, version 2").await
}

#[tokio::test]
async fn steps_are_put_in_order_by_the_keyboard_alone() -> Result<()> {
    let server = house::open().await?;
    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in(&server, Role::AssociationAnalyst).await?;
    desk.arrive_at("Stegförflyttning").await?;
    desk.visit("Bron").await?;
    desk.see("Så ser bron ut för deltagarna").await?;
    desk.tab_to("Flytta ner Kontakt och trygghet").await?;
    desk.focus_is_in_sight().await?;
    desk.enter().await?;
    let steps = "return [...document.querySelectorAll('main .way li')].map((step) => step.textContent);";
    let steps: Vec<String> = desk.ask(steps, vec![]).await?;
    let first = steps.iter().take(2).map(String::as_str).collect::<Vec<_>>();
    ensure!(first == ["Rutiner i vardagen", "Kontakt och trygghet"], "{steps:?}");
    let said: String =
        desk.ask("return document.querySelector('main [role=status].unseen').textContent;", vec![]).await?;
    ensure!(said == "Kontakt och trygghet är nu nummer 2.", "{said}");
    desk.tab_to("Granska ändringen").await?;
    desk.enter().await?;
    desk.see("Ordningen är en annan.").await
}

async fn is_fit(browser: &Browser, name: &str, faults: &mut Vec<String>) -> Result<()> {
    for scheme in ["light", "dark"] {
        browser.prefer_colours(scheme).await?;
        let found = browser.inspect_with_axe().await?;
        faults.extend(found.into_iter().map(|fault| format!("{name}, {scheme}: {fault}")));
    }
    browser.prefer_colours("light").await?;
    faults.extend(browser.too_wide().await?.into_iter().map(|fault| format!("{name} is too wide: {fault}")));
    Ok(())
}

#[tokio::test]
async fn nothing_keeps_people_out_of_the_administration() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    let mut faults = Vec::new();
    let mut look = async |browser: &Browser, name: &str| is_fit(browser, name, &mut faults).await;
    walks::association_administration(&browser, &server, &mut look).await?;
    walks::member_administration(&browser, &server, &mut look).await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}
