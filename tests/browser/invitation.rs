//! Being invited: the supervisor shows a picture, the person reads it with the phone, and comes back by itself.

use crate::driving::{Browser, Engine, Window, until};
use crate::house;
use crate::people::invited::Inviting;
use anyhow::{Context, Result, ensure};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::Value;
use std::fmt::Write as _;
use tests::server::Server;

/// Keeps what the supervisor's app is given to show.
const OVERHEAR: &str = "
    const usual = window.fetch;
    window.fetch = async (request, ...rest) => {
        const answer = await usual(request, ...rest);
        if (request.url?.endsWith('/api/v1/invitations')) window.invitation = await answer.clone().json();
        return answer;
    };";

/// What somebody reads who is not let in.
const REFUSED: &str = "Det gick inte att komma in med den här inbjudan.";

/// A supervisor's desk on which an invitation is shown, and what it says.
struct Desk {
    browser: Browser,
    invitation: Value,
}

impl Desk {
    async fn inviting(server: &Server) -> Result<Self> {
        let people = Inviting::at(server).await?.people;
        let (_, alias) = people.first().context("somebody is on the caseload")?;
        let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
        browser.before_every_page(OVERHEAR).await?;
        browser.sign_in_as_supervisor(server).await?;
        // While people still come in, a row moves away under the finger.
        browser.see("Allt är mottaget.").await?;
        browser.open_person(alias).await?;
        browser.press("Bjud in till appen").await?;
        browser.see(&format!("Inbjudan gäller {alias}.")).await?;
        browser.see("Ingen telefon är inloggad.").await?;
        browser.press("Visa en inbjudan").await?;
        browser.see("och skriv koden:").await?;
        let invitation: Value = browser.ask("return window.invitation;", vec![]).await?;
        Ok(Self { browser, invitation })
    }

    fn says(&self, what: &str) -> Result<&str> {
        self.invitation[what].as_str().with_context(|| format!("an invitation says its {what}"))
    }

    /// Whether the picture on the screen is that of the link, module by module.
    async fn shows_the_link(&self) -> Result<()> {
        let shown: String =
            self.browser.ask("return document.querySelector('svg.qr path').getAttribute('d');", vec![]).await?;
        let code = QrCode::encode_text(self.says("link")?, QrCodeEcc::Medium)?;
        let mut expected = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                write!(expected, "M{},{}h1v1h-1z", x + 4, y + 4)?;
            }
        }
        ensure!(shown == expected, "the picture is not that of the link");
        Ok(())
    }
}

async fn comes_in_by_the_picture(engine: Engine) -> Result<()> {
    let server = house::open().await?;
    let desk = Desk::inviting(&server).await?;
    desk.shows_the_link().await?;
    desk.browser.see(desk.says("code")?).await?;

    let link = desk.says("link")?;
    let phone = Browser::fresh(engine, Window::PHONE).await?;
    phone.come_in_anew(link).await?;
    phone.see("Allt är mottaget.").await?;
    desk.browser.see("Klart. Personen kom in").await?;
    desk.browser.see_no(desk.says("code")?).await?;

    // Neither the address nor the installed icon carries what lets somebody in.
    let secret = link.rsplit('-').next().context("a secret")?.to_owned();
    let told: String = phone.ask("return location.href + JSON.stringify(history.state);", vec![]).await?;
    ensure!(!told.contains(&secret), "{told}");
    let manifest = "const link = document.querySelector('link[rel=manifest]'); return (await fetch(link.href)).json();";
    let manifest: Value = phone.ask_later(manifest).await?;
    ensure!(manifest["start_url"] == "/" && manifest["id"] == "/", "{manifest}");

    // Another phone with the same picture is not let in, and changes nothing.
    let other = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    other.come_in(link).await?;
    other.see(REFUSED).await?;
    phone.come_back().await?;
    phone.see("Det tar ungefär tre minuter").await?;
    phone.see("Allt är mottaget.").await
}

#[tokio::test]
async fn somebody_comes_in_by_the_picture_once_in_chromium() -> Result<()> {
    comes_in_by_the_picture(Engine::Chromium).await
}

#[tokio::test]
async fn somebody_comes_in_by_the_picture_once_in_firefox() -> Result<()> {
    comes_in_by_the_picture(Engine::Firefox).await
}

#[tokio::test]
async fn somebody_comes_in_by_the_picture_once_in_webkit() -> Result<()> {
    comes_in_by_the_picture(Engine::WebKit).await
}

#[tokio::test]
async fn a_letter_on_paper_has_the_code_and_not_the_words_that_are_said_to_the_person() -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    browser.sign_in_as_supervisor(&server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.press_first_person().await?;
    browser.press("Bjud in till appen").await?;
    browser.see("Ingen telefon är inloggad.").await?;
    browser.unfold_everything().await?;
    browser.press("Gör ett brev").await?;
    browser.see("Säg de här orden till personen:").await?;
    let text_of = async |what: &str| -> Result<String> {
        browser.ask(&format!("return document.querySelector('.invitation {what}').textContent.trim();"), vec![]).await
    };
    let (code, said) = (text_of(".code").await?, text_of("strong").await?);
    browser.see(&said).await?;
    browser.lay_out_for_paper().await?;
    browser.see_no(&said).await?;
    browser.see(&code).await
}

#[tokio::test]
async fn an_invitation_that_is_only_opened_is_still_good() -> Result<()> {
    let server = house::open().await?;
    let invitation = Inviting::at(&server).await?.invite(0).await?;
    for _ in 0..2 {
        let robot = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
        robot.open(&invitation.link).await?;
        robot.choose("Svenska").await?;
        robot.see("Du är inbjuden").await?;
    }
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.come_in_anew(&invitation.link).await
}

#[tokio::test]
async fn a_code_that_is_typed_wrong_is_told_calmly_and_the_right_one_lets_in() -> Result<()> {
    let server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    let invitation = inviting.invite(0).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.open(server.origin()).await?;
    phone.choose("Svenska").await?;
    phone.press("Jag har en kod").await?;
    phone.arrive_at("Jag har en kod").await?;
    for (typed, words) in [("ABC", "En kod har nio tecken"), ("ABC DEF GHJ", REFUSED)] {
        phone.write("Kod med nio tecken", typed).await?;
        phone.press("Fortsätt").await?;
        phone.see(words).await?;
    }
    phone.write("Kod med nio tecken", &invitation.code.to_lowercase()).await?;
    phone.press("Fortsätt").await?;
    phone.choose_pin().await?;
    phone.see("Det tar ungefär tre minuter").await
}

#[tokio::test]
async fn without_a_network_the_invitation_is_kept() -> Result<()> {
    let mut server = house::open().await?;
    let invitation = Inviting::at(&server).await?.invite(0).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.open(&invitation.link).await?;
    phone.choose("Svenska").await?;
    phone.see("Du är inbjuden").await?;
    server.kill().await?;
    phone.press("Kom in").await?;
    phone.see("Inbjudan är kvar.").await?;
    server.start_again().await?;
    phone.press("Kom in").await?;
    phone.choose_pin().await?;
    phone.see("Det tar ungefär tre minuter").await
}

#[tokio::test]
async fn a_phone_whose_session_is_over_comes_back_by_its_own_key() -> Result<()> {
    let server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.come_in_anew(&inviting.invite(0).await?.link).await?;
    phone.see("Allt är mottaget.").await?;
    let before = phone.cookie("stegvis").await?;
    phone.forget_cookies().await?;
    phone.come_back().await?;
    phone.see("Allt är mottaget.").await?;
    ensure!(phone.cookie("stegvis").await? != before, "it is another session");
    // Nobody takes the key out of the browser, the app included.
    let taken = "
        const [name] = (await indexedDB.databases()).map((one) => one.name).filter((name) => name.startsWith('stegvis-key-'));
        const database = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
        const asked = database.transaction('key').objectStore('key').get('key');
        const key = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
        try { await crypto.subtle.exportKey('pkcs8', key); return 'taken'; } catch (error) { return error.name; }";
    let taken: String = phone.ask_later(taken).await?;
    ensure!(taken == "InvalidAccessError", "{taken}");
    Ok(())
}

#[tokio::test]
async fn a_lost_phone_is_ended_and_a_new_one_is_the_same_person() -> Result<()> {
    let server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    let (stay, alias) = inviting.people.first().context("somebody")?.clone();
    let lost = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    lost.come_in_anew(&inviting.invite(0).await?.link).await?;
    lost.press("Börja").await?;
    lost.answer_highest_from(1).await?;
    lost.press("Skicka").await?;
    lost.see("Mottaget").await?;

    let desk = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    desk.sign_in_as_supervisor(&server).await?;
    desk.open(&format!("{}/staff/person/{stay}/invite", server.origin())).await?;
    desk.unlock().await?;
    desk.see(&format!("Inbjudan gäller {alias}.")).await?;
    desk.press("Telefonen är borta").await?;
    desk.press("Logga ut telefonen").await?;
    desk.see("Telefonen är utloggad.").await?;
    desk.see("Ingen telefon är inloggad.").await?;
    lost.come_back().await?;
    lost.see("Du behöver logga in igen.").await?;

    let new = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    new.come_in(&inviting.invite(0).await?.link).await?;
    new.choose_pin().await?;
    new.see("Se eller ändra svaren").await?;
    let mine = async || {
        let records = inviting.supervisor.records().await?;
        let own = records.iter().filter(|record| record.participation == stay && record.sequence == 1);
        Ok((own.count() >= 1).then_some(()))
    };
    until("what the lost phone sent to be the person's", mine).await
}
