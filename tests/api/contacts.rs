//! Contacts: a supervisor learns when the people they follow were last in touch and what waited then, and a person on a
//! new device what may be lost with the one before.

use anyhow::{Context, Result};
use shared::account::Role;
use shared::id::{DeviceId, ParticipationId};
use shared::sync::wire::{PullRequest, PushRequest};
use shared::sync::{Contact, Waiting};
use shared::time::Instant;
use tests::client::{Client, pull_request, push_request};
use tests::random;
use tests::records::{device, record, self_assessed};
use tests::server::Server;

fn waiting(records: u64) -> Option<Waiting> {
    Some(Waiting { records, since: Some(Instant(1)) })
}

/// A pull from a device on which so many records wait.
fn from(device: DeviceId, waiting: Option<Waiting>) -> PullRequest {
    PullRequest { device, waiting, ..pull_request(500) }
}

/// What a supervisor is told of somebody, with the last page.
async fn told(supervisor: &Client, person: ParticipationId) -> Result<Option<Contact>> {
    let mut request = pull_request(500);
    loop {
        let answer = supervisor.pull(&request).await?;
        if !answer.has_more() {
            let contacts = answer.contacts.context("the supervisor is told of no contacts")?;
            return Ok(contacts.into_iter().find(|contact| contact.participation == person));
        }
        assert!(answer.contacts.is_none(), "contacts come with the last page alone");
        request.epoch = Some(answer.epoch);
        request.cursors = answer.pages.iter().map(|page| (page.member, page.next)).collect();
    }
}

#[tokio::test]
async fn a_supervisor_is_told_what_waited_at_a_persons_last_contact() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let person = participant.some_stay().await?;
    let (phone, tablet) = (device(), device());
    let begin = random::now();
    participant.pull(&from(phone, waiting(2))).await?;
    let contact = told(&supervisor, person).await?.context("the participant was in touch")?;
    assert_eq!(contact.waiting, Some(2));
    assert!(contact.at >= begin.plus(-1000) && contact.at <= random::now().plus(1000), "by the server’s clock");

    // Sent, and then from another device: the one that was in touch last speaks.
    participant.pull(&from(phone, waiting(0))).await?;
    assert_eq!(told(&supervisor, person).await?.and_then(|contact| contact.waiting), Some(0));
    participant.pull(&from(tablet, waiting(3))).await?;
    assert_eq!(told(&supervisor, person).await?.and_then(|contact| contact.waiting), Some(3));

    // An app of an earlier version does not say.
    participant.pull(&from(tablet, None)).await?;
    let contact = told(&supervisor, person).await?.context("the participant was in touch")?;
    assert_eq!(contact.waiting, None);
    Ok(())
}

#[tokio::test]
async fn a_push_tells_what_waits_beside_it() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let person = participant.some_stay().await?;
    let phone = device();
    let rated = record(phone, participant.account.id, person, self_assessed("energy", 3));
    let request = PushRequest { waiting: waiting(4), ..push_request(phone, &[rated.write()])? };
    let push = participant.http().post(participant.address("/api/v1/sync/push")).json(&request);
    push.send().await?.error_for_status()?;
    assert_eq!(told(&supervisor, person).await?.and_then(|contact| contact.waiting), Some(4));
    Ok(())
}

#[tokio::test]
async fn nobody_else_is_told_of_contacts() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    for somebody in [&participant, &leader] {
        let answer = somebody.pull(&from(device(), waiting(1))).await?;
        assert!(answer.contacts.is_none());
        assert!(answer.lost_perhaps.is_none());
    }
    Ok(())
}

#[tokio::test]
async fn a_person_on_a_new_device_is_told_what_may_be_lost_with_the_one_before() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let (before, after) = (device(), device());
    let lost = async |request: PullRequest| anyhow::Ok(participant.pull(&request).await?.lost_perhaps);
    assert_eq!(lost(from(before, waiting(2))).await?, None);
    let told = lost(from(after, waiting(0))).await?.context("the new device is told")?;
    assert_eq!(told.waiting, 2);
    assert_eq!(lost(from(after, waiting(0))).await?, Some(told), "an answer may be lost, and is given again");
    assert_eq!(lost(from(before, waiting(2))).await?, None, "the device itself has it still");

    // The device before is back, and has sent what waited.
    assert_eq!(lost(from(before, waiting(0))).await?, None);
    assert_eq!(lost(from(after, waiting(0))).await?, None);
    Ok(())
}

#[tokio::test]
async fn what_a_device_says_of_itself_breaks_nothing() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let person = participant.some_stay().await?;
    for since in [i64::MIN, -1, 0, i64::MAX] {
        let odd = Some(Waiting { records: u64::MAX, since: Some(Instant(since)) });
        let request = PullRequest { app: "v".repeat(10_000), ..from(device(), odd) };
        assert!(!participant.pull(&request).await?.pages.is_empty());
    }
    // Whoever invents devices does not make the others be forgotten while they are newer.
    for _ in 0..20 {
        participant.pull(&from(device(), waiting(1))).await?;
    }
    assert_eq!(told(&supervisor, person).await?.and_then(|contact| contact.waiting), Some(1));
    Ok(())
}
