//! Somebody who is signed in and speaks the API directly.

use crate::links::secret;
use crate::server::Server;
use anyhow::{Context, Result};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Response, StatusCode};
use serde_json::value::RawValue;
use shared::account::{APP_HEADER, Account, Role};
use shared::id::{DeviceId, ParticipationId};
use shared::record::{Body, Record};
use shared::sync::wire::{
    Delivered, PROTOCOL, PullRequest, PullResponse, PushRequest, PushResponse, SignInRequest, Verdict,
};
use std::time::Duration;

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    origin: String,
    /// Who.
    pub account: Account,
}

/// An HTTP client that keeps cookies and opens a connection for each request, so that a cut meets one request only.
pub fn http() -> Result<reqwest::Client> {
    let client = reqwest::Client::builder().cookie_store(true).pool_max_idle_per_host(0).default_headers(of_the_app());
    Ok(client.timeout(Duration::from_secs(20)).build()?)
}

/// What the app says of itself with every request.
pub fn of_the_app() -> HeaderMap {
    HeaderMap::from_iter([(HeaderName::from_static(APP_HEADER), HeaderValue::from_static("1"))])
}

impl Client {
    /// Signs in as the account that the demonstration cast for a role.
    pub async fn sign_in(server: &Server, role: Role) -> Result<Self> {
        Self::with_link(server, &server.link(role).await?).await
    }

    /// Signs in as a supervisor of that name.
    pub async fn supervisor(server: &Server, name: &str) -> Result<Self> {
        Self::with_link(server, &server.link_for(Role::Supervisor, name).await?).await
    }

    /// Signs in with a link.
    pub async fn with_link(server: &Server, link: &str) -> Result<Self> {
        let http = http()?;
        let origin = server.origin().to_owned();
        let request = SignInRequest { secret: secret(link)?, locks: false };
        let answer = http.post(format!("{origin}/api/v1/session")).json(&request).send().await?;
        let account = answer.error_for_status()?.json().await?;
        Ok(Self { http, origin, account })
    }

    /// The client with its cookies, for requests of other shapes.
    pub const fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// The same person by way of another address.
    pub fn by_way_of(&self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), ..self.clone() }
    }

    /// A full address.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Asks for something.
    pub async fn get(&self, path: &str) -> Result<Response> {
        Ok(self.http.get(self.address(path)).send().await?)
    }

    /// Sends record texts; the answer may be an error.
    pub async fn try_push(&self, device: DeviceId, texts: &[String]) -> Result<Response> {
        Ok(self.http.post(self.address("/api/v1/sync/push")).json(&push_request(device, texts)?).send().await?)
    }

    /// Sends record texts, each of which is judged.
    pub async fn push(&self, device: DeviceId, texts: &[String]) -> Result<Vec<Verdict>> {
        let answer = self.try_push(device, texts).await?;
        let status = answer.status();
        let text = answer.text().await?;
        anyhow::ensure!(status == StatusCode::OK, "the push was answered {status}: {text}");
        Ok(serde_json::from_str::<PushResponse>(&text)?.verdicts)
    }

    /// Asks for what is new.
    pub async fn pull(&self, request: &PullRequest) -> Result<PullResponse> {
        let answer = self.http.post(self.address("/api/v1/sync/pull")).json(request).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Everything that this account may see, fetched anew page by page.
    pub async fn everything(&self, limit: usize) -> Result<Vec<Delivered>> {
        let mut request = pull_request(limit);
        let mut delivered = Vec::new();
        loop {
            let answer = self.pull(&request).await?;
            if !go_on_after(answer, &mut request, &mut delivered) {
                return Ok(delivered);
            }
        }
    }

    /// The last page of all that this account may see, and what is told with it.
    pub async fn last_page(&self) -> Result<PullResponse> {
        let mut request = pull_request(500);
        loop {
            let answer = self.pull(&request).await?;
            if !answer.has_more() {
                return Ok(answer);
            }
            go_on_after(answer, &mut request, &mut Vec::new());
        }
    }

    /// The records that this account may see.
    pub async fn records(&self) -> Result<Vec<Record>> {
        let everything = self.everything(500).await?;
        everything.iter().map(|one| Ok(Record::read(one.record.get())?)).collect()
    }

    /// A participation that this account may see.
    pub async fn some_stay(&self) -> Result<ParticipationId> {
        Ok(self.some_enrolment().await?.participation)
    }

    /// The enrolment of a participation that this account may see.
    pub async fn some_enrolment(&self) -> Result<Record> {
        let records = self.records().await?;
        let enrolment = records.into_iter().find(|record| matches!(record.body, Body::Enrolled(_)));
        enrolment.context("this account sees no participation")
    }
}

/// Takes an answer's records, and has the request go on after them; says whether there is more.
pub fn go_on_after(answer: PullResponse, request: &mut PullRequest, delivered: &mut Vec<Delivered>) -> bool {
    let more = answer.has_more();
    request.epoch = Some(answer.epoch);
    for page in answer.pages {
        request.cursors.insert(page.member, page.next);
        delivered.extend(page.records);
    }
    more
}

/// A request for everything.
pub fn pull_request(limit: usize) -> PullRequest {
    PullRequest {
        protocol: PROTOCOL,
        app: "tests".into(),
        device: crate::records::device(),
        epoch: None,
        cursors: Default::default(),
        reference: None,
        limit,
        waiting: None,
    }
}

/// A push of these texts.
pub fn push_request(device: DeviceId, texts: &[String]) -> Result<PushRequest> {
    let records = texts.iter().map(|text| RawValue::from_string(text.clone())).collect::<Result<_, _>>()?;
    Ok(PushRequest { protocol: PROTOCOL, app: "tests".into(), account: None, device, records, waiting: None })
}
