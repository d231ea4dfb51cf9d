//! What was acknowledged stays, however the process ends, and what is under way is finished when it may be.

use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::id::RecordId;
use shared::record::Record;
use shared::sync::wire::Judged;
use std::collections::BTreeSet;
use std::sync::Arc;
use tests::client::Client;
use tests::records::{device, record, self_assessed};
use tests::server::Server;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Sends records one after the other until the server is gone, and says which were acknowledged.
async fn keep_sending(client: Client, enough: Arc<Notify>) -> Result<BTreeSet<RecordId>> {
    let stay = client.some_stay().await?;
    let device = device();
    let mut acknowledged = BTreeSet::new();
    loop {
        let new = record(device, client.account.id, stay, self_assessed("energy", 3));
        let Ok(verdicts) = client.push(device, &[new.write()]).await else { return Ok(acknowledged) };
        ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
        acknowledged.insert(new.id);
        if acknowledged.len() == 20 {
            enough.notify_one();
        }
    }
}

/// Writers under way, once one of them has had twenty answers.
async fn load(client: &Client) -> Result<JoinSet<Result<BTreeSet<RecordId>>>> {
    let enough = Arc::new(Notify::new());
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        writers.spawn(keep_sending(client.clone(), enough.clone()));
    }
    enough.notified().await;
    Ok(writers)
}

async fn acknowledged(writers: JoinSet<Result<BTreeSet<RecordId>>>) -> Result<BTreeSet<RecordId>> {
    let each = writers.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(each.into_iter().flatten().collect())
}

pub(crate) async fn stored(client: &Client) -> Result<Vec<RecordId>> {
    Ok(client.records().await?.iter().map(|record| record.id).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill() -> Result<()> {
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let mut all = BTreeSet::new();
    // A server that answers too early loses something in one round of a few.
    for _ in 0..5 {
        let writers = load(&client).await?;
        server.kill().await?;
        all.extend(acknowledged(writers).await?);
        server.start_again().await?;
    }
    let stored = stored(&client).await?;
    for id in &all {
        assert_eq!(stored.iter().filter(|one| *one == id).count(), 1, "{id}");
    }
    assert!(all.len() >= 100);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wish_to_stop_finishes_what_is_under_way() -> Result<()> {
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let writers = load(&client).await?;
    let status = server.stop().await?;
    assert!(status.success(), "{status}");
    let acknowledged = acknowledged(writers).await?;
    assert!(!server.data().join("stegvis.sqlite3-wal").exists(), "the write-ahead log is emptied into the database");
    server.start_again().await?;
    let stored = stored(&client).await?;
    assert!(acknowledged.iter().all(|id| stored.contains(id)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_was_begun_is_answered_before_the_end() -> Result<()> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let body = serde_json::to_string(&tests::client::pull_request(1))?;
    let mut connection = tokio::net::TcpStream::connect(server.address()).await?;
    let head = format!(
        "POST /api/v1/sync/pull HTTP/1.1\r\nhost: x\r\nx-stegvis: 1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         expect: 100-continue\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).await?;
    // Asked to go on, the server has begun with the request.
    let mut begun = [0; 64];
    let length = connection.read(&mut begun).await?;
    ensure!(String::from_utf8_lossy(&begun[..length]).contains("100 Continue") || length > 0, "it has begun");
    server.tell_to_stop().await?;
    connection.write_all(body.as_bytes()).await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    let whole = format!("{}{answer}", String::from_utf8_lossy(&begun[..length]));
    assert!(whole.contains("401 Unauthorized"), "it was answered: {whole}");
    assert!(server.ended().await?.success());
    drop(client);
    Ok(())
}

#[tokio::test]
async fn a_record_that_was_read_back_is_the_one_that_was_sent() -> Result<()> {
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let device = device();
    let new = record(device, client.account.id, client.some_stay().await?, self_assessed("energy", 4));
    client.push(device, &[new.write()]).await?;
    server.kill().await?;
    server.start_again().await?;
    let kept = client.everything(500).await?;
    let kept = kept.iter().find(|one| Record::read(one.record.get()).is_ok_and(|record| record.id == new.id));
    assert_eq!(kept.context("it is there")?.record.get(), new.write());
    Ok(())
}
