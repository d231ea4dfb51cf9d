//! Coming in by way of an identity provider: a real one on this machine, which says who somebody is, and lies about it.

use anyhow::{Context, Result, ensure};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use shared::account::{Account, Role};
use shared::way_in::{Proven, WaysIn};
use std::time::Duration;
use tests::behind::ask;
use tests::client::of_the_app;
use tests::links::secret;
use tests::program;
use tests::provider::{KEY, Provider};
use tests::server::{Server, write_app};
use tests::staff::{dismiss, invite};

const SUPERVISOR: [&str; 10] =
    ["--role", "supervisor", "--name", "Sara", "--association", "Ö", "--member", "M", "--intervention", "Spår"];

/// A server that knows a provider of the member M, and somebody who is invited there.
struct House {
    server: Server,
    provider: Provider,
    link: String,
}

impl House {
    async fn new() -> Result<Self> {
        let mut server = Server::empty().await?;
        let link = invite(&server, &SUPERVISOR).await?;
        let provider = Provider::of(&mut server, "Ö", Some("M")).await?;
        Ok(Self { server, provider, link })
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.server.named_origin())
    }

    /// Goes to the provider and says who one is there. Returns the address of the way back.
    async fn ask(&self, browser: &Client, name: &str) -> Result<String> {
        let sent = browser.get(self.address(&format!("/api/v1/staff/providers/{KEY}"))).send().await?;
        assert_eq!(sent.status(), StatusCode::SEE_OTHER);
        let to = sent.headers()["location"].to_str()?;
        for part in ["response_type=code", "code_challenge_method=S256", "scope=openid", "state=", "nonce="] {
            ensure!(to.contains(part), "{part} in {to}");
        }
        ensure!(!to.contains("a-secret"), "{to}");
        self.provider.say(browser, to, name).await
    }

    /// Comes back, and says where the browser is led.
    async fn come_back(&self, browser: &Client, back: &str) -> Result<String> {
        let answer = browser.get(back).send().await?;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        Ok(answer.headers()["location"].to_str()?.to_owned())
    }

    async fn come_in(&self, browser: &Client, name: &str) -> Result<String> {
        let back = self.ask(browser, name).await?;
        self.come_back(browser, &back).await
    }

    async fn accept(&self, browser: &Client, link: &str) -> Result<StatusCode> {
        let asked = json!({ "secret": secret(link)? });
        let address = self.address("/api/v1/staff/invitation/provider");
        Ok(browser.post(address).json(&asked).send().await?.status())
    }

    async fn proven(&self, browser: &Client) -> Result<Proven> {
        Ok(browser.get(self.address("/api/v1/staff/proven")).send().await?.error_for_status()?.json().await?)
    }
}

/// A browser that does not go by itself where it is led.
fn browser() -> Result<Client> {
    let browser = Client::builder().cookie_store(true).redirect(Policy::none()).default_headers(of_the_app());
    Ok(browser.timeout(Duration::from_secs(20)).build()?)
}

#[tokio::test]
async fn an_invitation_is_accepted_by_way_of_a_provider_and_the_person_is_known_from_then_on() -> Result<()> {
    let house = House::new().await?;
    let ways: WaysIn = browser()?.get(house.address("/api/v1/staff/ways-in")).send().await?.json().await?;
    assert_eq!((ways.providers.len(), &*ways.providers[0].name), (1, "Kommunen"));

    let sara = browser()?;
    assert_eq!(house.come_in(&sara, "sara").await?, "/staff/sign-in/not-known");
    assert_eq!(house.accept(&sara, &house.link).await?, StatusCode::OK);
    assert_eq!(house.come_in(&browser()?, "sara").await?, "/staff/sign-in/not-known", "another browser brings nothing");
    let sara = browser()?;
    assert_eq!(house.accept(&sara, &house.link).await?, StatusCode::OK);
    assert_eq!(house.come_in(&sara, "sara").await?, "/staff/proven");
    let proven = house.proven(&sara).await?;
    assert_eq!((&*proven.name, proven.roles[0].role), ("Sara", Role::Supervisor));

    let again = browser()?;
    assert_eq!(house.accept(&again, &house.link).await?, StatusCode::UNAUTHORIZED, "it was used");
    assert_eq!(house.come_in(&again, "sara").await?, "/staff/proven");
    let chosen = json!({ "account": proven.roles[0].account, "locks": true });
    let session = again.post(house.address("/api/v1/staff/session")).json(&chosen).send().await?.error_for_status()?;
    let answer: Value = session.json().await?;
    ensure!(answer["keeping"].is_object());
    let keys = again.post(house.address("/api/v1/session/keys")).json(&()).send().await?;
    assert_eq!(keys.status(), StatusCode::OK, "the keys are to be had again");
    let account: Account = serde_json::from_value(answer)?;
    assert_eq!(account.role, Role::Supervisor);

    dismiss(&house.server, &["--person", "Sara"]).await?;
    assert_eq!(house.come_in(&browser()?, "sara").await?, "/staff/sign-in/not-known");
    Ok(())
}

#[tokio::test]
async fn an_answer_that_is_wrong_in_any_way_lets_nobody_in() -> Result<()> {
    let house = House::new().await?;
    let not_done = "/staff/sign-in/not-done";
    for lie in ["nonce", "issuer", "audience", "time", "signature"] {
        let browser = browser()?;
        assert_eq!(house.accept(&browser, &house.link).await?, StatusCode::OK);
        assert_eq!(house.come_in(&browser, &format!("liar-{lie}")).await?, not_done, "{lie}");
        assert_eq!(browser.get(house.address("/api/v1/staff/proven")).send().await?.status().as_u16(), 422, "{lie}");
    }
    // Nothing of it used the invitation up.
    let sara = browser()?;
    house.accept(&sara, &house.link).await?;
    let back = house.ask(&sara, "sara").await?;
    let state = back.split("state=").nth(1).and_then(|rest| rest.split('&').next()).context("a state")?;
    let other_state = back.replace(state, &"0".repeat(64));
    assert_eq!(house.come_back(&sara, &other_state).await?, not_done, "another state");
    assert_eq!(house.come_back(&sara, &back).await?, not_done, "an answer is held against a question once");

    house.accept(&sara, &house.link).await?;
    let back = house.ask(&sara, "sara").await?;
    assert_eq!(house.come_back(&browser()?, &back).await?, not_done, "another browser brings it");
    let other_issuer = match back.split_once("iss=") {
        Some((before, _)) => format!("{before}iss=https%3A%2F%2Fid.example"),
        None => format!("{back}&iss=https%3A%2F%2Fid.example"),
    };
    assert_eq!(house.come_back(&sara, &other_issuer).await?, not_done, "another issuer");

    let refused = house.address(&format!("/api/v1/staff/providers/{KEY}/callback?error=access_denied"));
    assert_eq!(house.come_back(&sara, &refused).await?, not_done, "the person did not want to");
    let unknown = browser()?.get(house.address("/api/v1/staff/providers/another")).send().await?;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn a_members_provider_speaks_for_that_member_alone() -> Result<()> {
    let house = House::new().await?;
    let other = invite(&house.server, &["--role", "board_member", "--name", "Bo"]).await?;
    let bo = browser()?;
    assert_eq!(house.accept(&bo, &other).await?, StatusCode::OK);
    assert_eq!(house.come_in(&bo, "bo").await?, "/staff/sign-in/not-bound");

    // Who is somebody already by the provider's word is nobody else by it.
    let sara = browser()?;
    house.accept(&sara, &house.link).await?;
    assert_eq!(house.come_in(&sara, "sara").await?, "/staff/proven");
    let flags = ["--role", "supervisor", "--name", "Tor", "--member", "M", "--intervention", "Spår"];
    let tor = invite(&house.server, &flags).await?;
    let browser = browser()?;
    house.accept(&browser, &tor).await?;
    assert_eq!(house.come_in(&browser, "sara").await?, "/staff/sign-in/not-bound");
    Ok(())
}

#[tokio::test]
async fn a_provider_that_does_not_answer_leads_back_to_words() -> Result<()> {
    let house = House::new().await?;
    let House { server, provider, .. } = house;
    drop(provider);
    let address = format!("{}/api/v1/staff/providers/{KEY}", server.named_origin());
    let answer = browser()?.get(address).send().await?;
    assert_eq!(answer.headers()["location"], "/staff/sign-in/not-done");
    Ok(())
}

#[tokio::test]
async fn a_list_that_cannot_be_read_is_said_at_the_start() -> Result<()> {
    let place = tests::place::Place::in_a_folder()?;
    let file = place.folder().join("providers.json");
    write_app(place.folder())?;
    let missing = program::command()
        .arg("serve")
        .args(place.flags())
        .args(["--listen", "127.0.0.1:0", "--app"])
        .arg(place.folder())
        .arg("--identity-providers")
        .arg(&file)
        .output()
        .await?;
    ensure!(!missing.status.success());
    let said = String::from_utf8(missing.stderr)?;
    ensure!(said.contains("providers.json"), "{said}");
    Ok(())
}

#[tokio::test]
async fn what_a_provider_may_not_prove_is_not_changed_to_afterwards() -> Result<()> {
    let house = House::new().await?;
    let sara = browser()?;
    house.accept(&sara, &house.link).await?;
    assert_eq!(house.come_in(&sara, "sara").await?, "/staff/proven");
    let proven = house.proven(&sara).await?;
    let chosen = json!({ "account": proven.roles[0].account });
    sara.post(house.address("/api/v1/staff/session")).json(&chosen).send().await?.error_for_status()?;
    let of_the_member = ["--role", "member_administrator", "--person", "Sara", "--member", "M"];
    invite(&house.server, &of_the_member).await?;
    let of_another = ["--role", "project_leader", "--person", "Sara", "--member", "N", "--intervention", "Annat"];
    invite(&house.server, &of_another).await?;
    let account_of =
        async |role: &str| ask(house.server.place(), &format!("SELECT id FROM accounts WHERE role = '{role}'")).await;
    let roles =
        async || anyhow::Ok(sara.get(house.address("/api/v1/staff/roles")).send().await?.json::<Proven>().await?);
    let change = async |account: String| {
        let chosen = json!({ "account": account });
        anyhow::Ok(sara.post(house.address("/api/v1/staff/roles")).json(&chosen).send().await?.status())
    };
    let (there, elsewhere) = (account_of("member_administrator").await?, account_of("project_leader").await?);
    assert_eq!(roles().await?.roles.len(), 2, "the member's own");
    assert_eq!(change(elsewhere.clone()).await?, StatusCode::NOT_FOUND);
    assert_eq!(change(there).await?, StatusCode::OK);
    // What the provider may prove goes along from role to role.
    assert_eq!(change(elsewhere).await?, StatusCode::NOT_FOUND);
    Ok(())
}
