//! What was put aside is reviewed by whoever follows the person: taken in when it breaks no rule any more, or closed with a
//! reason and kept. Nobody else learns that it is there.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::bridge::StepRank;
use shared::id::ParticipationId;
use shared::quarantine::{Aside, AsideKey, Asides, CloseAside, Closing};
use shared::record::{Body, Note, Record, Refusal};
use shared::sync::wire::Judged;
use std::collections::BTreeSet;
use tests::behind::{ADMINISTRATOR, make_administrator};
use tests::client::Client;
use tests::records::{device, followed_up, record};
use tests::server::Server;

async fn asides(client: &Client) -> Result<Vec<Aside>> {
    let answer = client.get("/api/v1/quarantine").await?.error_for_status()?;
    Ok(answer.json::<Asides>().await?.entries)
}

async fn accept(client: &Client, key: &AsideKey) -> Result<(StatusCode, Option<Judged>)> {
    let request = client.http().post(client.address("/api/v1/quarantine/acceptance")).json(key);
    let answer = request.send().await?;
    let status = answer.status();
    Ok((status, if status.is_success() { Some(answer.json().await?) } else { None }))
}

async fn discard(client: &Client, key: &AsideKey) -> Result<StatusCode> {
    let reason = Note::new("Skrevs två gånger.")?;
    let closing = CloseAside { key: key.clone(), closing: Closing::Discarded, reason };
    let request = client.http().post(client.address("/api/v1/quarantine/closing")).json(&closing);
    Ok(request.send().await?.status())
}

/// A stay that one follows and the other does not.
async fn a_stay_of(one: &Client, other: &Client) -> Result<ParticipationId> {
    let of = async |client: &Client| -> Result<BTreeSet<ParticipationId>> {
        Ok(client.records().await?.iter().map(|record| record.participation).collect())
    };
    let (one, other) = (of(one).await?, of(other).await?);
    one.difference(&other).next().copied().context("they follow the same people")
}

/// Sends a record that is put aside.
async fn refused(client: &Client, record: &Record) -> Result<Refusal> {
    match client.push(record.device, &[record.write()]).await?.remove(0).judged {
        Judged::Quarantined { refusal } => Ok(refusal),
        other => anyhow::bail!("not refused: {other:?}"),
    }
}

fn step_that_is_none(client: &Client, stay: ParticipationId) -> Record {
    record(device(), client.account.id, stay, Body::StepRecorded { step: StepRank(99) })
}

#[tokio::test]
async fn what_breaks_no_rule_any_more_is_taken_in_as_its_authors_own() -> Result<()> {
    let server = Server::demo().await?;
    let (before, after) = (Client::sign_in(&server, Role::Supervisor).await?, Client::supervisor(&server, "H3").await?);
    let stay = a_stay_of(&before, &after).await?;
    let early = record(device(), after.account.id, stay, followed_up(17));
    assert_eq!(refused(&after, &early).await?, Refusal::NotYours);
    let seen = asides(&after).await?;
    ensure!(seen.len() == 1 && seen[0].own && seen[0].text.is_none(), "nothing of somebody who is foreign: {seen:?}");
    ensure!(asides(&before).await?.is_empty(), "a stranger's record is nothing to whoever follows the person");
    assert_eq!(accept(&after, &seen[0].key).await?.0, StatusCode::NOT_FOUND);

    let handed_over = Body::SupervisorChanged { to: after.account.id };
    let handing = record(device(), before.account.id, stay, handed_over);
    before.push(handing.device, &[handing.write()]).await?;
    let seen = asides(&after).await?;
    ensure!(seen.len() == 1 && seen[0].text.as_deref() == Some(&early.write()), "{seen:?}");
    let (_, judged) = accept(&after, &seen[0].key).await?;
    ensure!(matches!(judged, Some(Judged::Accepted { .. })), "{judged:?}");
    ensure!(after.records().await?.contains(&early), "it is in the log, as it came");
    ensure!(asides(&after).await?.is_empty());
    assert_eq!(accept(&after, &seen[0].key).await?.0, StatusCode::NOT_FOUND, "once");
    let again = after.push(early.device, &[early.write()]).await?;
    ensure!(matches!(again[0].judged, Judged::Duplicate { .. }), "its device is told so: {again:?}");
    Ok(())
}

#[tokio::test]
async fn what_still_breaks_a_rule_stays_aside_and_is_discarded_with_a_reason() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = supervisor.some_stay().await?;
    let wrong = step_that_is_none(&supervisor, stay);
    let refusal = refused(&supervisor, &wrong).await?;
    let key = asides(&supervisor).await?.remove(0).key;
    let (_, judged) = accept(&supervisor, &key).await?;
    assert_eq!(judged, Some(Judged::Quarantined { refusal: refusal.clone() }));
    ensure!(asides(&supervisor).await?.len() == 1, "it is still there to decide on");

    assert_eq!(discard(&supervisor, &key).await?, StatusCode::NO_CONTENT);
    ensure!(asides(&supervisor).await?.is_empty());
    assert_eq!(discard(&supervisor, &key).await?, StatusCode::NOT_FOUND, "once");
    assert_eq!(refused(&supervisor, &wrong).await?, refusal, "it is kept: sent again it has the same answer");
    ensure!(asides(&supervisor).await?.is_empty());

    make_administrator(&server).await?;
    let administrator =
        Client::with_link(&server, &server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
    let log = administrator.get("/api/v1/audit").await?.error_for_status()?.text().await?;
    ensure!(log.contains("aside_discarded") && log.contains(&format!("participation:{stay}")), "{log}");
    ensure!(!log.contains("Skrevs två gånger"), "the reason may speak of the person, and stands in no log");
    Ok(())
}

#[tokio::test]
async fn a_participants_record_is_reviewed_by_whoever_follows_and_nobody_else() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let stay = participant.some_stay().await?;
    refused(&participant, &step_that_is_none(&participant, stay)).await?;
    let mut follows = Vec::new();
    let mut key = None;
    for name in ["H1", "H2", "H3", "H4"] {
        let Ok(supervisor) = Client::supervisor(&server, name).await else { continue };
        let seen = asides(&supervisor).await?;
        let is_followed = supervisor.records().await?.iter().any(|record| record.participation == stay);
        ensure!(seen.len() == usize::from(is_followed), "{name}: {seen:?}");
        key = key.or_else(|| seen.first().map(|aside| aside.key.clone()));
        follows.push((is_followed, supervisor));
    }
    let key = key.context("nobody follows the participant")?;
    let stranger = follows.iter().find(|(is_followed, _)| !is_followed).context("everybody follows")?;
    assert_eq!(discard(&stranger.1, &key).await?, StatusCode::NOT_FOUND);
    assert_eq!(accept(&stranger.1, &key).await?.0, StatusCode::NOT_FOUND);
    let supervisor = follows.iter().find(|(is_followed, _)| *is_followed).context("nobody follows")?;
    assert_eq!(discard(&supervisor.1, &key).await?, StatusCode::NO_CONTENT);

    // Erasing the person takes what was put aside, and its review.
    let request = participant.http().post(participant.address("/api/v1/own/erasure"));
    request.json(&json!({"erase": "everything_about_me"})).send().await?.error_for_status()?;
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_to_its_sender_alone() -> Result<()> {
    let server = Server::demo().await?;
    let (own, other) = (Client::sign_in(&server, Role::Supervisor).await?, Client::supervisor(&server, "H3").await?);
    let text = r#"{"id":"nonsense"}"#.to_owned();
    own.push(device(), std::slice::from_ref(&text)).await?;
    let seen = asides(&own).await?;
    ensure!(seen.len() == 1 && seen[0].text.as_deref() == Some(&*text), "{seen:?}");
    ensure!(asides(&other).await?.is_empty());
    let (_, judged) = accept(&own, &seen[0].key).await?;
    ensure!(matches!(judged, Some(Judged::Quarantined { refusal: Refusal::Unreadable { .. } })), "{judged:?}");
    let without_reason: Value =
        json!({"device": seen[0].key.device, "digest": seen[0].key.digest, "closing": "discarded", "reason": " "});
    let request = own.http().post(own.address("/api/v1/quarantine/closing")).json(&without_reason);
    assert_eq!(request.send().await?.status(), StatusCode::BAD_REQUEST, "there is always a reason");
    assert_eq!(discard(&own, &seen[0].key).await?, StatusCode::NO_CONTENT);
    Ok(())
}
