//! The files before the real server: it reads every one of its own version, the oldest and a newer one, and answers for
//! each record.

use crate::files::{file, outbox};
use anyhow::{Result, ensure};
use reqwest::StatusCode;
use shared::account::Role;
use shared::id::ParticipationId;
use shared::record::Refusal;
use shared::sync::wire::{Judged, Problem, PullResponse, PushResponse};
use tests::client::Client;
use tests::random;
use tests::server::Server;

const DEVICE: &str = "0199d9a0-0000-7000-8000-0000000000d1";
const AUTHOR: &str = "0199d9a0-0000-7000-8000-0000000000a1";
const PARTICIPATION: &str = "0199d9a0-0000-7000-8000-0000000000b1";
const MONTH: &str = "\"month\":\"2026-03\"";

/// Somebody who sends the files as if they were the own.
struct Sender {
    _server: Server,
    client: Client,
    stay: ParticipationId,
}

impl Sender {
    async fn new() -> Result<Self> {
        let server = Server::demo().await?;
        let client = Client::sign_in(&server, Role::Participant).await?;
        let stay = client.some_stay().await?;
        Ok(Self { _server: server, client, stay })
    }

    /// The same text about a stay and in a month that this server knows.
    fn as_own(&self, text: &str) -> String {
        text.replace(AUTHOR, &self.client.account.id.to_string())
            .replace(PARTICIPATION, &self.stay.to_string())
            .replace(MONTH, &format!("\"month\":\"{}\"", random::this_month()))
    }

    async fn send(&self, what: &str, body: String) -> Result<(StatusCode, String)> {
        let address = self.client.address(&format!("/api/v1/sync/{what}"));
        let request = self.client.http().post(address).header("content-type", "application/json");
        let answer = request.body(body).send().await?;
        Ok((answer.status(), answer.text().await?))
    }

    async fn push(&self, body: &str) -> Result<Vec<Judged>> {
        let (status, text) = self.send("push", self.as_own(body)).await?;
        ensure!(status == StatusCode::OK, "{status}: {text}");
        let answer: PushResponse = serde_json::from_str(&text)?;
        Ok(answer.verdicts.into_iter().map(|verdict| verdict.judged).collect())
    }
}

#[tokio::test]
async fn pushes_of_every_age_are_answered_record_by_record() -> Result<()> {
    let sender = Sender::new().await?;
    let oldest = sender.push(&file("oldest/push-request.json")).await?;
    ensure!(matches!(oldest[..], [Judged::Accepted { .. }]), "{oldest:?}");
    let ours = sender.push(&file("v1/push-request.json")).await?;
    ensure!(matches!(ours[..], [Judged::Duplicate { .. }, Judged::Accepted { .. }]), "{ours:?}");
    let newer = sender.push(&file("newer/push-request.json")).await?;
    let unknown = Judged::Quarantined { refusal: Refusal::UnknownKind };
    ensure!(matches!(newer[0], Judged::Accepted { .. }) && newer[1] == unknown, "{newer:?}");
    Ok(())
}

#[tokio::test]
async fn an_outbox_is_taken_and_what_was_written_comes_back_to_the_letter() -> Result<()> {
    let sender = Sender::new().await?;
    let texts = outbox();
    let judged =
        sender.push(&format!("{{\"protocol\":1,\"device\":\"{DEVICE}\",\"records\":[{}]}}", texts.join(","))).await?;
    let is_accepted = |judged: &Judged| matches!(judged, Judged::Accepted { .. });
    assert_eq!(judged.iter().map(is_accepted).collect::<Vec<_>>(), [true, true, true, false, true, false]);
    let delivered = sender.client.everything(500).await?;
    for (text, judged) in texts.iter().zip(&judged) {
        let is_there = delivered.iter().any(|one| one.record.get() == sender.as_own(text));
        assert_eq!(is_there, is_accepted(judged), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn pulls_of_every_age_are_answered() -> Result<()> {
    let sender = Sender::new().await?;
    for name in ["oldest/pull-request.json", "v1/pull-request.json", "newer/pull-request.json"] {
        let (status, text) = sender.send("pull", file(name)).await?;
        ensure!(status == StatusCode::OK, "{name}: {status}: {text}");
        let answer: PullResponse = serde_json::from_str(&text)?;
        ensure!(answer.pages.iter().any(|page| !page.records.is_empty()), "{name}: another life begins anew");
    }
    Ok(())
}

#[tokio::test]
async fn a_protocol_that_is_not_spoken_is_refused_whole_whatever_else_it_says() -> Result<()> {
    let sender = Sender::new().await?;
    let (status, text) = sender.send("push", file("newer/protocol-2-push-request.json")).await?;
    let problem: Problem = serde_json::from_str(&text)?;
    assert_eq!((status, problem.code.as_str()), (StatusCode::BAD_REQUEST, shared::sync::PROTOCOL_PROBLEM));
    Ok(())
}
