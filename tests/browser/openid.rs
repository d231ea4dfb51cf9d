//! Staff come in by way of a real OpenID provider on this machine: invited first, known from then on.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::Result;
use tests::client::Client;
use tests::provider::Provider;
use tests::staff::invite;

const PROVIDER: &str = "Logga in med Kommunen";

impl Browser {
    /// Says at the provider who one is, and agrees to come back.
    async fn say_at_provider(&self, name: &str) -> Result<()> {
        self.see("Sign-in").await?;
        let login = "const login = document.querySelector('[name=login]'); login.value = arguments[0];
            document.querySelector('[name=password]').value = 'any'; login.form.requestSubmit();";
        self.ask::<()>(login, vec![name.into()]).await?;
        self.press("Continue").await
    }
}

#[tokio::test]
async fn a_supervisor_comes_in_by_the_members_provider_in_chromium() -> Result<()> {
    comes_in_by_a_provider(Engine::Chromium).await
}

#[tokio::test]
async fn a_supervisor_comes_in_by_the_members_provider_in_firefox() -> Result<()> {
    comes_in_by_a_provider(Engine::Firefox).await
}

#[tokio::test]
async fn a_supervisor_comes_in_by_the_members_provider_in_webkit() -> Result<()> {
    comes_in_by_a_provider(Engine::WebKit).await
}

async fn comes_in_by_a_provider(engine: Engine) -> Result<()> {
    let mut server = house::open().await?;
    let account = Client::supervisor(&server, "H1").await?.account;
    let flags = ["--role", "supervisor", "--name", "H1", "--intervention", &account.interventions[0].name];
    let link = invite(&server, &flags).await?;
    let _provider = Provider::of(&mut server, "Centrala Östergötland", None).await?;

    let stranger = Browser::fresh(engine, Window::PHONE).await?;
    stranger.open(&format!("{}/staff/sign-in", server.named_origin())).await?;
    stranger.choose("Svenska").await?;
    stranger.press(PROVIDER).await?;
    stranger.say_at_provider("nils").await?;
    stranger.see("Stegvis känner inte igen dig.").await?;

    let browser = Browser::fresh(engine, Window::PHONE).await?;
    browser.open(&link).await?;
    browser.choose("Svenska").await?;
    browser.see("H1, du är inbjuden som:").await?;
    browser.press(PROVIDER).await?;
    browser.say_at_provider("h1").await?;
    browser.choose_pin().await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.see("Allt är mottaget.").await?;

    browser.open(&format!("{}/staff/sign-in", server.named_origin())).await?;
    browser.press(PROVIDER).await?;
    // The provider still knows who it is.
    browser.arrive_at("Mina deltagare").await
}
