//! Backups: whole although the server is busy, and after a restore everything comes back that a device still has.

use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::record::Record;
use shared::sync::Cause;
use shared::sync::wire::Judged;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tests::client::Client;
use tests::phone::Phone;
use tests::place::{Kind, Place};
use tests::program::run;
use tests::records::{device, record, self_assessed};
use tests::server::Server;

async fn command(name: &str, file: &Path, place: &Place, more: &[&str]) -> Result<Output> {
    let words = [OsString::from(name), file.into()].into_iter().chain(place.flags());
    run(&words.chain(more.iter().map(OsString::from)).collect::<Vec<_>>()).await
}

async fn done(name: &str, file: &Path, place: &Place, more: &[&str]) -> Result<String> {
    let output = command(name, file, place, more).await?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

async fn refused(name: &str, file: &Path, place: &Place, more: &[&str]) -> Result<String> {
    let output = command(name, file, place, more).await?;
    ensure!(output.status.code() == Some(1), "{name} ended with {}", output.status);
    Ok(String::from_utf8(output.stderr)?)
}

/// Sends pairs of records until told to stop, and keeps the ids of those that were acknowledged.
async fn keep_sending(
    client: Client,
    acknowledged: Arc<Mutex<Vec<[shared::id::RecordId; 2]>>>,
    stop: Arc<AtomicBool>,
) -> Result<()> {
    let (stay, device) = (client.some_stay().await?, device());
    while !stop.load(Ordering::Relaxed) {
        let pair = [2, 3].map(|value| record(device, client.account.id, stay, self_assessed("energy", value)));
        let verdicts = client.push(device, &pair.each_ref().map(Record::write)).await?;
        ensure!(verdicts.iter().all(|one| matches!(one.judged, Judged::Accepted { .. })), "{verdicts:?}");
        acknowledged.lock().map_err(|_| anyhow::anyhow!("a test ended"))?.push(pair.map(|one| one.id));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_holds_all_that_was_acknowledged_before_and_no_half_batch() -> Result<()> {
    let server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let (acknowledged, stop) = (Arc::<Mutex<Vec<_>>>::default(), Arc::new(AtomicBool::new(false)));
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        writers.spawn(keep_sending(client.clone(), acknowledged.clone(), stop.clone()));
    }
    let sent = || acknowledged.lock().map_or(Vec::new(), |sent| sent.clone());
    while sent().len() < 20 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let before = sent();
    let file = server.data().join("backup");
    done("backup", &file, server.place(), &[]).await?;
    stop.store(true, Ordering::Relaxed);
    writers.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;

    let place = Place::empty()?;
    done("restore", &file, &place, &[]).await?;
    let restored = Server::on(place, server.app()).await?;
    let client = Client::sign_in(&restored, Role::Participant).await?;
    let there: BTreeSet<_> = client.records().await?.iter().map(|record| record.id).collect();
    for pair in &before {
        assert!(pair.iter().all(|id| there.contains(id)), "it was acknowledged before the backup began");
    }
    for [one, other] in sent() {
        assert_eq!(there.contains(&one), there.contains(&other), "a batch is there whole or not at all");
    }
    Ok(())
}

#[tokio::test]
async fn after_a_restore_of_yesterdays_backup_devices_send_again_what_it_lacks() -> Result<()> {
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Participant).await?;
    let stay = client.some_stay().await?;
    let mut phone = Phone::of(&client)?;
    let yesterday = phone.save(stay, self_assessed("energy", 2));
    phone.sync(Cause::Saved).await?;
    let file = server.data().join("backup");
    done("backup", &file, server.place(), &[]).await?;
    let today = phone.save(stay, self_assessed("energy", 4));
    phone.sync(Cause::Saved).await?;
    assert_eq!(client.records().await?.iter().filter(|record| record.id == today).count(), 1);

    server.stop().await?;
    assert!(refused("restore", &file, server.place(), &[]).await?.contains("--replace"));
    let said = done("restore", &file, server.place(), &["--replace"]).await?;
    assert!(said.contains("devices will send again"), "{said}");
    server.start_again().await?;
    let count = async |id| -> Result<usize> { Ok(client.records().await?.iter().filter(|one| one.id == id).count()) };
    assert_eq!((count(yesterday).await?, count(today).await?), (1, 0));
    phone.sync(Cause::Online).await?;
    assert_eq!((count(yesterday).await?, count(today).await?), (1, 1));
    assert_eq!((phone.waiting(), phone.refused().len()), (0, 0));
    Ok(())
}

#[tokio::test]
async fn a_backup_that_is_not_whole_changes_nothing() -> Result<()> {
    let server = Server::demo().await?;
    let file = server.data().join("backup");
    done("backup", &file, server.place(), &[]).await?;
    assert!(refused("backup", &file, server.place(), &[]).await?.contains("is there already"));
    let whole = std::fs::read(&file)?;
    let place = Place::empty()?;
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&file, &whole[..length])?;
        refused("restore", &file, &place, &[]).await?;
    }
    for part in 1..8 {
        let mut flipped = whole.clone();
        flipped[part * whole.len() / 8] ^= 1;
        std::fs::write(&file, flipped)?;
        let said = refused("restore", &file, &place, &[]).await?;
        assert!(said.contains("cannot be restored"), "{said}");
    }
    std::fs::write(&file, &whole)?;
    done("restore", &file, &place, &[]).await?;
    Ok(())
}

#[tokio::test]
async fn a_store_that_is_served_is_not_restored_over() -> Result<()> {
    let server = Server::demo().await?;
    let file = server.data().join("backup");
    done("backup", &file, server.place(), &[]).await?;
    let said = refused("restore", &file, server.place(), &["--replace"]).await?;
    assert!(said.contains("stop"), "{said}");
    Client::sign_in(&server, Role::Participant).await.context("it goes on as before")?;
    Ok(())
}

#[tokio::test]
async fn a_restore_waits_until_a_server_that_is_being_stopped_is_gone() -> Result<()> {
    // The folder of an SQLite database is locked: whoever comes is refused at once.
    if Kind::chosen()? != Kind::Postgres {
        return Ok(());
    }
    let mut server = Server::demo().await?;
    let file = server.data().join("backup");
    done("backup", &file, server.place(), &[]).await?;
    let words = [OsString::from("restore"), file.into()].into_iter().chain(server.place().flags());
    let words: Vec<OsString> = words.chain(["--replace".into()]).collect();
    let stopped_a_little_later = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        server.stop().await
    };
    let (restored, stopped) = tokio::join!(run(&words), stopped_a_little_later);
    let restored = restored?;
    ensure!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    stopped.map(drop)
}
