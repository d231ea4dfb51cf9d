//! What only a PostgreSQL can do to the server: be killed beside it, serve several of it, take a transaction back.

use crate::durability::stored;
use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use shared::account::Role;
use shared::id::RecordId;
use shared::record::Record;
use shared::sync::wire::Judged;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tests::client::{Client, pull_request};
use tests::place::{Kind, Place};
use tests::postgres::Cluster;
use tests::records::{device, record, self_assessed};
use tests::server::Server;
use tokio::task::JoinSet;

/// Whether the tests run on something else now.
fn elsewhere() -> Result<bool> {
    Ok(Kind::chosen()? != Kind::Postgres)
}

/// A server with a PostgreSQL that no other test has.
async fn with_its_own() -> Result<(Cluster, Server)> {
    let cluster = Cluster::start()?;
    let place = Server::demo().await?.move_to(Place::on(&cluster)?).await?;
    Ok((cluster, place))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill_of_postgres() -> Result<()> {
    if elsewhere()? {
        return Ok(());
    }
    let (cluster, mut server) = with_its_own().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let over = Arc::new(AtomicBool::new(false));
    let acknowledged: Acknowledged = Arc::default();
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        writers.spawn(send_whatever_happens(client.clone(), acknowledged.clone(), over.clone()));
    }
    let count = || acknowledged.lock().map_or(0, |all| all.len());
    for _ in 0..5 {
        let enough = count() + 20;
        while count() < enough {
            tokio::time::sleep(Duration::from_millis(5)).await;
            // It ends itself where it cannot know what became of a commit; whoever runs it starts it again.
            if server.has_ended()? {
                server.start_again().await?;
            }
        }
        cluster.kill()?;
        cluster.start_again()?;
    }
    over.store(true, Ordering::Relaxed);
    writers.join_all().await.into_iter().collect::<Result<Vec<()>>>()?;
    if server.has_ended()? {
        server.start_again().await?;
    }
    let stored = stored(&client).await?;
    let acknowledged = acknowledged.lock().map_err(|_| anyhow::anyhow!("a writer panicked"))?;
    for id in &*acknowledged {
        assert_eq!(stored.iter().filter(|one| *one == id).count(), 1, "{id}");
    }
    assert!(acknowledged.len() >= 100);
    Ok(())
}

type Acknowledged = Arc<Mutex<BTreeSet<RecordId>>>;

/// Sends record after record and keeps those that were acknowledged; what fails is not tried again.
async fn send_whatever_happens(client: Client, acknowledged: Acknowledged, over: Arc<AtomicBool>) -> Result<()> {
    let (stay, device) = (client.some_stay().await?, device());
    while !over.load(Ordering::Relaxed) {
        let new = record(device, client.account.id, stay, self_assessed("energy", 3));
        match client.push(device, &[new.write()]).await {
            Ok(verdicts) => {
                ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
                acknowledged.lock().map_err(|_| anyhow::anyhow!("a writer panicked"))?.insert(new.id);
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    Ok(())
}

/// Pushes through one server, record by record, each with a repetition through the other.
async fn write(here: Client, there: Client, rounds: usize) -> Result<Vec<RecordId>> {
    let (stay, device) = (here.some_stay().await?, device());
    let mut ids = Vec::new();
    for _ in 0..rounds {
        let new = record(device, here.account.id, stay, self_assessed("energy", 3));
        let texts = [new.write()];
        let (one, other) = tokio::join!(here.push(device, &texts), there.push(device, &texts));
        let judged = [one?.remove(0).judged, other?.remove(0).judged];
        let accepted = judged.iter().filter(|one| matches!(one, Judged::Accepted { .. })).count();
        let duplicate = judged.iter().filter(|one| matches!(one, Judged::Duplicate { .. })).count();
        ensure!((accepted, duplicate) == (1, 1), "{judged:?}");
        ids.push(new.id);
    }
    Ok(ids)
}

/// Follows the log page by page until told that there is no more to come.
async fn follow(client: Client, over: Arc<AtomicBool>) -> Result<Vec<RecordId>> {
    let mut request = pull_request(7);
    let mut seen = Vec::new();
    loop {
        let last = over.load(Ordering::Relaxed);
        let answer = client.pull(&request).await?;
        let more = answer.has_more();
        request.epoch = Some(answer.epoch);
        for page in answer.pages {
            request.cursors.insert(page.member, page.next);
            for delivered in page.records {
                let record = Record::read(delivered.record.get()).map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?;
                seen.push(record.id);
            }
        }
        if last && !more {
            return Ok(seen);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_keep_each_record_once_and_skip_none() -> Result<()> {
    if elsewhere()? {
        return Ok(());
    }
    let one = Server::demo().await?;
    let other = one.beside().await?;
    let clients = [Client::sign_in(&one, Role::Participant).await?, Client::sign_in(&other, Role::Participant).await?];
    let over = Arc::new(AtomicBool::new(false));
    let (mut writers, mut readers) = (JoinSet::new(), JoinSet::new());
    for number in 0..6 {
        let (here, there) = (clients[number % 2].clone(), clients[(number + 1) % 2].clone());
        writers.spawn(write(here, there, 15));
    }
    for client in &clients {
        readers.spawn(follow(client.clone(), over.clone()));
    }
    let written: Vec<RecordId> =
        writers.join_all().await.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    over.store(true, Ordering::Relaxed);
    assert_eq!(written.len(), 90);
    for seen in readers.join_all().await {
        let mut times: BTreeMap<RecordId, usize> = BTreeMap::new();
        for id in seen? {
            *times.entry(id).or_default() += 1;
        }
        for id in &written {
            assert_eq!(times.get(id), Some(&1), "{id} was delivered so often to somebody who followed");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_server_shows_the_figures_of_what_another_took_in() -> Result<()> {
    if elsewhere()? {
        return Ok(());
    }
    let one = Server::demo().await?;
    let other = one.beside().await?;
    let leaders =
        [Client::sign_in(&one, Role::ProjectLeader).await?, Client::sign_in(&other, Role::ProjectLeader).await?];
    let figures = async |client: &Client| -> Result<String> {
        Ok(client.get("/api/v1/dashboards/movement").await?.text().await?)
    };
    let before = figures(&leaders[0]).await?;
    assert_eq!(before, figures(&leaders[1]).await?);
    let someone = Client::sign_in(&other, Role::Participant).await?;
    let device = device();
    let new = record(device, someone.account.id, someone.some_stay().await?, self_assessed("energy", 5));
    someone.push(device, &[new.write()]).await?;
    let after = figures(&leaders[0]).await?;
    assert_ne!(before, after);
    assert_eq!(after, figures(&leaders[1]).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_lost_against_another_is_done_again() -> Result<()> {
    if elsewhere()? {
        return Ok(());
    }
    let server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let (stay, device) = (client.some_stay().await?, device());
    let failures = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    let before: u64 = server.place().database()?.sql(failures)?.parse()?;
    for _ in 0..3 {
        let new = record(device, client.account.id, stay, self_assessed("energy", 3));
        let texts = [new.write()];
        let client = client.clone();
        let pushing = tokio::spawn(async move {
            // The rival needs a moment to have the counter's row.
            tokio::time::sleep(Duration::from_millis(300)).await;
            client.push(device, &texts).await
        });
        let rival = "UPDATE positions SET position = position + 1; SELECT pg_sleep(0.8)";
        tokio::task::block_in_place(|| server.place().database()?.sql(rival))?;
        assert!(matches!(pushing.await??[0].judged, Judged::Accepted { .. }));
    }
    // PostgreSQL counts with some delay.
    for _ in 0..50 {
        if server.place().database()?.sql(failures)?.parse::<u64>()? >= before + 3 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("no transaction was taken back, so nothing was tried here")
}

#[tokio::test]
async fn a_server_whose_store_was_restored_meanwhile_ends_itself() -> Result<()> {
    if elsewhere()? {
        return Ok(());
    }
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let database = server.place().database()?;
    database.sql("UPDATE store SET epoch = '00000000-0000-7000-8000-000000000000'")?;
    database.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )?;
    let answer = client.get("/api/v1/session").await;
    ensure!(answer.is_err() || answer?.status() != StatusCode::OK, "it must not answer for another life");
    let status = tokio::time::timeout(Duration::from_secs(10), server.ended()).await.context("it ends")??;
    assert!(!status.success());
    Ok(())
}
