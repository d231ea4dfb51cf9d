//! Pulls: nothing is skipped and nothing comes twice, whatever the size of the pages.

use anyhow::{Result, ensure};
use shared::account::Role;
use shared::id::{EpochId, RecordId};
use shared::record::Record;
use shared::sync::wire::{Cursor, Delivered, PullRequest, PullResponse};
use std::ffi::OsString;
use tests::client::{Client, pull_request};
use tests::program::run;
use tests::random;
use tests::records::{device, followed_up, record};
use tests::server::Server;

fn ids(delivered: &[Delivered]) -> Result<Vec<RecordId>> {
    delivered.iter().map(|one| Ok(Record::read(one.record.get())?.id)).collect()
}

/// Goes on from an answer.
fn after(answer: &PullResponse, limit: usize) -> PullRequest {
    let mut request = pull_request(limit);
    request.epoch = Some(answer.epoch);
    request.cursors = answer.pages.iter().map(|page| (page.member, page.next)).collect();
    request
}

#[tokio::test]
async fn pages_of_every_size_bring_the_same_records() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let all = ids(&participant.everything(500).await?)?;
    let n = all.len();
    assert!(n > 20, "a participant with a story: {n}");
    for limit in [0, 1, 2, 7, n - 1, n, n + 1, 100_000] {
        let paged = ids(&participant.everything(limit).await?)?;
        assert_eq!(paged, all, "pages of {limit}");
    }
    Ok(())
}

#[tokio::test]
async fn pages_go_through_several_members_logs() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let whole = supervisor.pull(&pull_request(500)).await?;
    assert!(whole.pages.len() > 1, "the demonstration’s supervisor works for several members");
    let mut all = ids(&supervisor.everything(500).await?)?;
    let mut one_by_one = ids(&supervisor.everything(3).await?)?;
    all.sort();
    one_by_one.sort();
    assert_eq!(one_by_one, all);
    all.dedup();
    assert_eq!(one_by_one.len(), all.len(), "nothing comes twice");
    Ok(())
}

#[tokio::test]
async fn who_is_up_to_date_is_sent_only_what_is_new() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let mut answer = supervisor.pull(&pull_request(500)).await?;
    while answer.has_more() {
        let next = supervisor.pull(&after(&answer, 500)).await?;
        answer = next;
    }
    let nothing = supervisor.pull(&after(&answer, 500)).await?;
    assert!(nothing.pages.iter().all(|page| page.records.is_empty() && !page.more), "{nothing:?}");
    assert_eq!(
        nothing.pages.iter().map(|page| page.next).collect::<Vec<_>>(),
        answer.pages.iter().map(|page| page.next).collect::<Vec<_>>()
    );

    let device = device();
    let new = record(device, supervisor.account.id, supervisor.some_stay().await?, followed_up(20));
    supervisor.push(device, &[new.write()]).await?;
    let something = supervisor.pull(&after(&nothing, 500)).await?;
    let delivered: Vec<Delivered> = something.pages.into_iter().flat_map(|page| page.records).collect();
    assert_eq!(ids(&delivered)?, [new.id]);
    Ok(())
}

#[tokio::test]
async fn reference_data_come_when_the_device_has_others() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let first = participant.pull(&pull_request(1)).await?;
    let reference = first.reference.as_ref().map(|reference| reference.version.clone());
    assert!(reference.is_some());
    let again = participant.pull(&PullRequest { reference, ..pull_request(1) }).await?;
    assert!(again.reference.is_none());
    Ok(())
}

#[tokio::test]
async fn a_questionnaire_that_is_imported_beside_the_server_is_handed_out() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let first = participant.pull(&pull_request(1)).await?;
    let reference = first.reference.as_ref().map(|reference| reference.version.clone());
    leader.get("/api/v1/dashboards/movement").await?.error_for_status()?;

    let newer =
        include_str!("../../assets/instruments/stegvis-monthly.v1.json").replace("\"version\": 1", "\"version\": 2");
    let file = server.data().join("newer.json");
    std::fs::write(&file, newer)?;
    let words = ["import", "instrument"].map(OsString::from).into_iter().chain([file.into()]);
    let output = run(&words.chain(server.place().flags()).collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let again = participant.pull(&PullRequest { reference, ..pull_request(1) }).await?;
    let versions: Vec<u32> =
        again.reference.iter().flat_map(|one| one.instruments.iter().map(|one| one.version)).collect();
    assert_eq!(versions, [1, 2]);
    leader.get("/api/v1/dashboards/movement").await?.error_for_status()?;
    Ok(())
}

#[tokio::test]
async fn another_life_of_the_store_begins_from_the_beginning() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let first = participant.pull(&pull_request(500)).await?;
    let mut request = after(&first, 500);
    request.epoch = Some(EpochId::from_uuid(random::uuid()));
    let anew = participant.pull(&request).await?;
    assert_eq!(anew.epoch, first.epoch);
    assert_eq!(anew.pages[0].records.len(), first.pages[0].records.len());
    Ok(())
}

#[tokio::test]
async fn a_cursor_from_beyond_the_log_begins_anew_rather_than_skip() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let first = participant.pull(&pull_request(500)).await?;
    let mut request = after(&first, 500);
    for cursor in request.cursors.values_mut() {
        *cursor = Cursor { seen_at: u64::MAX, position: u64::MAX };
    }
    let anew = participant.pull(&request).await?;
    assert_eq!(anew.pages[0].records.len(), first.pages[0].records.len());
    Ok(())
}

#[tokio::test]
async fn a_participant_is_sent_the_own_stay_and_nobody_elses() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let mut stays: Vec<_> = participant.records().await?.iter().map(|record| record.participation).collect();
    stays.dedup();
    assert_eq!(stays.len(), 1);
    Ok(())
}
