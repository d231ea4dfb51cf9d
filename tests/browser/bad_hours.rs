//! Ten bad hours in every language: whatever goes wrong, a calm screen says so in the person's own language, fits the phone,
//! and nothing that was answered is gone.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::languages::be_introduced;
use crate::people::invited::Inviting;
use crate::people::language::Language;
use crate::people::pin::PIN;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::instrument::Instrument;
use tests::behind::run;
use tests::links::new_link;
use tests::proxy::{Proxy, Weather, answer};
use tests::server::Server;

const INSTRUMENT: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");

/// As browsers do that let nothing be stored in a private window.
const FORBIDDEN_STORE: &str =
    "IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); };";

const WRONG_PIN: &str = "314159";

#[tokio::test]
async fn bad_hours_in_swedish() -> Result<()> {
    live_through("sv").await
}

#[tokio::test]
async fn bad_hours_in_easy_swedish() -> Result<()> {
    live_through("sv-x-lattlast").await
}

#[tokio::test]
async fn bad_hours_in_english() -> Result<()> {
    live_through("en").await
}

#[tokio::test]
async fn bad_hours_in_arabic() -> Result<()> {
    live_through("ar").await
}

#[tokio::test]
async fn bad_hours_in_ukrainian() -> Result<()> {
    live_through("uk").await
}

#[tokio::test]
async fn bad_hours_in_somali() -> Result<()> {
    live_through("so").await
}

async fn live_through(tag: &str) -> Result<()> {
    let language = Language::of(tag)?;
    let mut server = house::open().await?;
    let proxy = Proxy::before(server.address()).await?;
    let link = new_link(server.place(), proxy.origin(), Role::Participant, None).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.open(&link).await?;
    phone.choose(language.text("_name")?).await?;
    phone.arrive_at(language.text("sign_in_title")?).await?;
    phone.press(language.text("sign_in_go")?).await?;
    be_introduced(&phone, &language, &mut async |_: &str| Ok(())).await?;
    phone.is_kept_for_offline_use().await?;
    stand_outside(&link, &language, &mut server, &proxy).await?;
    be_on_a_bad_phone(phone, &language, &mut server, &proxy).await
}

/// Those who are not let in: by a link that is used, by an invitation that is too old, in a window that keeps nothing, and
/// without a network.
async fn stand_outside(used: &str, language: &Language, server: &mut Server, proxy: &Proxy) -> Result<()> {
    let inviting = Inviting::at(server).await?;
    let stranger = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    stranger.open(used).await?;
    stranger.choose(language.text("_name")?).await?;
    stranger.arrive_at(language.text("sign_in_title")?).await?;
    stranger.press(language.text("sign_in_go")?).await?;
    stranger.is_told("sign_in_link_spent", language).await?;

    let old = inviting.invite(0).await?.link.replace(server.origin(), proxy.origin());
    run(server.place(), "UPDATE invitations SET expires_at = 0").await?;
    stranger.knock(&old, language).await?;
    stranger.is_told("invited_refused", language).await?;

    let good = inviting.invite(1).await?.link.replace(server.origin(), proxy.origin());
    stranger.open("about:blank").await?;
    stranger.open(&good).await?;
    stranger.arrive_at(language.text("invited_title")?).await?;
    proxy.set(Weather::Nothing);
    // Connections that were opened in fair weather end with the server.
    server.kill().await?;
    stranger.press(language.text("invited_go")?).await?;
    stranger.is_told("invited_no_network", language).await?;
    proxy.set(Weather::Fair);
    server.start_again().await?;

    stranger.before_every_page(FORBIDDEN_STORE).await?;
    stranger.knock(&good, language).await?;
    stranger.is_told("store_missing", language).await
}

/// A month that is answered on a phone that is full, with a PIN that was forgotten for a moment, past a server that is away,
/// hidden behind a portal, broken, newer than the app, and where the session has ended.
async fn be_on_a_bad_phone(phone: Browser, language: &Language, server: &mut Server, proxy: &Proxy) -> Result<()> {
    phone.press(language.text("begin")?).await?;
    for item in Instrument::read(INSTRUMENT)?.participant_items() {
        phone.arrive_at(item.question.in_language(&language.tag)).await?;
        phone.press_level(phone.levels().await? - 1).await?;
    }
    phone.arrive_at(language.text("end_title")?).await?;
    let phone = phone.quit().await?.start().await?;
    phone.run_fast_clock().await?;
    phone.limit_storage(proxy.origin(), Some(1)).await?;
    phone.open(proxy.origin()).await?;
    phone.arrive_at(language.text("pin_give_title")?).await?;
    phone.write(language.text("pin_label")?, WRONG_PIN).await?;
    phone.press(language.text("pin_open")?).await?;
    phone.is_told("pin_wrong", language).await?;
    phone.write(language.text("pin_label")?, PIN).await?;
    phone.press(language.text("pin_open")?).await?;
    phone.press(language.text("go_on")?).await?;
    phone.press(language.text("send")?).await?;
    phone.is_told("store_full", language).await?;
    phone.limit_storage(proxy.origin(), None).await?;

    proxy.set(Weather::Nothing);
    server.kill().await?;
    phone.press(language.text("send")?).await?;
    phone.is_told("passage_waiting", language).await?;
    let page = "<!doctype html><h1>Välkommen till tågets nät</h1>";
    let refused = r#"{"code":"protocol","message":"another one"}"#;
    let hours = [
        ("sync_offline_waiting", Weather::Nothing),
        ("sync_delayed", answer("200 OK", "connection: close\r\ncontent-type: text/html\r\n", page)),
        ("sync_delayed", answer("500 Internal Server Error", "connection: close\r\n", "")),
        (
            "sync_outdated",
            answer("400 Bad Request", "connection: close\r\ncontent-type: application/json\r\n", refused),
        ),
    ];
    for (key, weather) in hours {
        proxy.set(weather);
        phone.try_until_there(language.text("sync_try_now")?, &language.parts(key)?).await.context(key)?;
        phone.is_told("passage_waiting", language).await?;
    }
    run(server.place(), "UPDATE sessions SET ended_at = 0").await?;
    proxy.set(Weather::Fair);
    server.start_again().await?;
    phone.reload().await?;
    phone.arrive_at(language.text("pin_give_title")?).await?;
    phone.write(language.text("pin_label")?, PIN).await?;
    phone.press(language.text("pin_open")?).await?;
    phone.try_until_there(language.text("sync_try_now")?, &language.parts("sync_signed_out_waiting")?).await?;
    phone.is_told("passage_waiting", language).await
}

impl Browser {
    /// Opens an invitation and asks to be let in.
    async fn knock(&self, invitation: &str, language: &Language) -> Result<()> {
        self.open("about:blank").await?;
        self.open(invitation).await?;
        self.arrive_at(language.text("invited_title")?).await?;
        self.press(language.text("invited_go")?).await
    }

    /// Waits for what is said by that key, on a screen with one heading that fits the phone.
    async fn is_told(&self, key: &str, language: &Language) -> Result<()> {
        self.see(language.part(key)?).await?;
        let headings: usize = self.ask("return document.querySelectorAll('main h1').length;", vec![]).await?;
        ensure!(headings == 1, "{key}: {headings} headings");
        let wide = self.too_wide().await?;
        ensure!(wide.is_empty(), "{key}: wider than the window: {wide:?}");
        Ok(())
    }
}
