//! Somebody who was invited: accepting an invitation as a participant's phone does, with a key of its own.

use crate::client::{Client, http, pull_request};
use crate::server::Server;
use anyhow::{Context, Result, anyhow, ensure};
use reqwest::{Response, StatusCode};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;
use shared::account::READING_HEADER;
use shared::id::{DeviceKeyId, ParticipationId};
use shared::invitation::{
    AcceptRequest, Accepted, By, Challenge, ChallengeRequest, Invitation, Proof, RenewRequest, renewal_text,
};
use shared::record::Record;
use shared::sealing::Secret32;
use shared::sync::wire::PullResponse;

/// Bytes as they travel.
fn write(bytes: &[u8]) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding};
    Base64UrlUnpadded::encode_string(bytes)
}

/// A phone's own key.
pub struct PhoneKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl PhoneKey {
    /// A new one.
    pub fn new() -> Result<Self> {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
        let document = document.map_err(|_| anyhow!("no key"))?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        Ok(Self { pair: pair.map_err(|_| anyhow!("no key"))?, random })
    }

    /// Its public half.
    pub fn public(&self) -> String {
        write(self.pair.public_key().as_ref())
    }

    /// Signs a text.
    pub fn sign(&self, text: &str) -> Result<String> {
        let signature = self.pair.sign(&self.random, text.as_bytes()).map_err(|_| anyhow!("no signature"))?;
        Ok(write(signature.as_ref()))
    }
}

/// Asks for an invitation.
pub async fn try_invite(supervisor: &Client, stay: ParticipationId, by: By) -> Result<Response> {
    let request = json!({ "participation": stay, "by": by });
    Ok(supervisor.http().post(supervisor.address("/api/v1/invitations")).json(&request).send().await?)
}

/// Is given one.
pub async fn invite(supervisor: &Client, stay: ParticipationId, by: By) -> Result<Invitation> {
    Ok(try_invite(supervisor, stay, by).await?.error_for_status()?.json().await?)
}

/// The secret of an invitation's link.
pub fn secret(invitation: &Invitation) -> Result<Proof> {
    let (_, fragment) = invitation.link.split_once('#').context("the secret is in the fragment")?;
    let (_, secret) = By::in_fragment(fragment).context("the fragment is an invitation")?;
    Ok(Proof::Secret(secret.to_owned()))
}

/// A participant's phone.
pub struct Invited {
    /// With its cookies.
    pub http: reqwest::Client,
    /// The server.
    pub origin: String,
    /// What it was given.
    pub accepted: Accepted,
    /// Its key.
    pub key: PhoneKey,
}

/// Sends a request to be let in.
pub async fn try_accept(http: &reqwest::Client, origin: &str, request: &AcceptRequest) -> Result<Response> {
    Ok(http.post(format!("{origin}/api/v1/invitations/accept")).json(request).send().await?)
}

impl Invited {
    /// Accepts an invitation.
    pub async fn by(server: &Server, proof: Proof, words: Option<String>) -> Result<Self> {
        Self::with(http()?, server, proof, words).await
    }

    /// Accepts an invitation in a browser that has cookies.
    pub async fn with(http: reqwest::Client, server: &Server, proof: Proof, words: Option<String>) -> Result<Self> {
        let key = PhoneKey::new()?;
        let request = AcceptRequest { proof, words, key: Some(key.public()) };
        let answer = try_accept(&http, server.origin(), &request).await?;
        ensure!(answer.status() == StatusCode::OK, "{}: {}", answer.status(), answer.text().await?);
        Ok(Self { http, origin: server.origin().to_owned(), accepted: answer.json().await?, key })
    }

    /// The secret that it reads with.
    pub fn reading(&self) -> Result<String> {
        let keeping = self.accepted.signed_in.keeping.as_ref();
        keeping.map(|keeping| &keeping.reading).map(Secret32::reveal).context("a phone is given keys")
    }

    /// The name of its key.
    pub fn device_key(&self) -> Result<DeviceKeyId> {
        self.accepted.device_key.context("the key is known by a name")
    }

    /// Fetches; the answer may be an error.
    pub async fn try_pull(&self) -> Result<Response> {
        let request = self.http.post(format!("{}/api/v1/sync/pull", self.origin)).json(&pull_request(500));
        Ok(request.header(READING_HEADER, self.reading()?).send().await?)
    }

    /// The records that it is sent.
    pub async fn records(&self) -> Result<Vec<Record>> {
        let answer: PullResponse = self.try_pull().await?.error_for_status()?.json().await?;
        let delivered = answer.pages.iter().flat_map(|page| &page.records);
        delivered.map(|one| Ok(Record::read(one.record.get())?)).collect()
    }

    /// Asks the server for something.
    pub async fn get(&self, path: &str) -> Result<Response> {
        let request = self.http.get(format!("{}{path}", self.origin));
        Ok(request.header(READING_HEADER, self.reading()?).send().await?)
    }

    /// What the server gives to sign.
    pub async fn challenge(&self) -> Result<String> {
        let request = ChallengeRequest { device_key: self.device_key()? };
        let answer = self.http.post(format!("{}/api/v1/session/challenge", self.origin)).json(&request).send().await?;
        Ok(answer.error_for_status()?.json::<Challenge>().await?.challenge)
    }

    /// Renews the session with this challenge; the answer may be an error.
    pub async fn try_renew(&self, challenge: String) -> Result<Response> {
        let key = self.device_key()?;
        let text = renewal_text(&self.origin, self.accepted.signed_in.account.id, key, &challenge);
        let request = RenewRequest { device_key: key, challenge, signature: self.key.sign(&text)? };
        Ok(self.http.post(format!("{}/api/v1/session/renew", self.origin)).json(&request).send().await?)
    }

    /// Whether it is signed in.
    pub async fn is_in(&self) -> Result<bool> {
        Ok(self.try_pull().await?.status() == StatusCode::OK)
    }
}
