//! Connections that are cut: at every byte there and back, with the answer lost, with the request arriving twice.

use crate::people::Participant;
use anyhow::{Context, Result, ensure};
use shared::id::RecordId;
use shared::sync::{Activity, Cause};
use std::collections::BTreeMap;
use std::time::Duration;
use tests::phone::Phone;
use tests::proxy::{Traffic, Weather};
use tests::records::self_assessed;

/// The traffic of one push of a small batch in fair weather.
async fn a_small_push(someone: &mut Participant) -> Result<Traffic> {
    save_two(someone);
    someone.proxy.traffic();
    someone.phone.sync(Cause::Saved).await?;
    // A connection is counted when it is closed, which may be a moment after its answer was read.
    let mut traffic = Vec::new();
    while traffic.len() < 2 {
        traffic.extend(someone.proxy.traffic());
        tokio::task::yield_now().await;
    }
    traffic.into_iter().max_by_key(|one| one.there).context("a push and a pull went through")
}

fn save_two(someone: &mut Participant) {
    for value in [2, 3] {
        someone.phone.save(someone.stay, self_assessed("energy", value));
    }
}

/// Saves a small batch, syncs in this weather, and then in fair weather until nothing waits.
async fn through(someone: &mut Participant, weather: Weather) -> Result<()> {
    save_two(someone);
    someone.proxy.set(weather);
    someone.phone.sync(Cause::Saved).await?;
    someone.proxy.set(Weather::Fair);
    someone.phone.sync(Cause::Online).await?;
    ensure!(someone.phone.waiting() == 0, "{} still wait", someone.phone.waiting());
    Ok(())
}

/// Every record that was saved is on the server, once.
async fn each_is_there_once(someone: &Participant) -> Result<()> {
    let mut times: BTreeMap<RecordId, usize> = BTreeMap::new();
    for record in someone.client.records().await? {
        *times.entry(record.id).or_default() += 1;
    }
    let received = someone.phone.received();
    for id in &received {
        ensure!(times.get(id) == Some(&1), "{id} is there {:?} times", times.get(id));
    }
    ensure!(someone.phone.refused().is_empty(), "nothing was refused");
    let fetched = someone.phone.fetched();
    ensure!(received.iter().all(|id| fetched.contains(id)), "the phone was sent its own records again");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_cut_at_any_byte_on_the_way_there_arrives_once() -> Result<()> {
    let mut someone = Participant::with_a_phone().await?;
    let push = a_small_push(&mut someone).await?;
    for bytes in 0..=push.there + 8 {
        through(&mut someone, Weather::CutOnTheWayThere(bytes)).await?;
    }
    ensure!(someone.phone.received().len() == 2 * (push.there + 10), "all of them were received");
    each_is_there_once(&someone).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_whose_answer_is_cut_at_any_byte_arrives_once() -> Result<()> {
    let mut someone = Participant::with_a_phone().await?;
    let push = a_small_push(&mut someone).await?;
    for bytes in 0..=push.back + 8 {
        through(&mut someone, Weather::CutOnTheWayBack(bytes)).await?;
    }
    ensure!(someone.phone.received().len() == 2 * (push.back + 10), "all of them were received");
    each_is_there_once(&someone).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pull_cut_anywhere_brings_everything_in_the_end() -> Result<()> {
    let mut someone = Participant::with_a_phone().await?;
    let all = someone.client.records().await?.len();
    someone.proxy.traffic();
    someone.phone.sync(Cause::Shown).await?;
    let mut traffic = Vec::new();
    while traffic.is_empty() {
        traffic.extend(someone.proxy.traffic());
        tokio::task::yield_now().await;
    }
    let bytes = traffic[0].back;
    for cut in (0..64).map(|part| part * bytes / 64).chain([bytes - 1]) {
        let mut phone = someone.another_phone()?;
        someone.proxy.set(Weather::CutOnTheWayBack(cut));
        phone.sync(Cause::Shown).await?;
        assert_eq!((phone.activity, phone.fetched().len()), (Some(Activity::Offline), 0), "cut after {cut}");
        someone.proxy.set(Weather::Fair);
        phone.sync(Cause::Online).await?;
        assert_eq!(phone.fetched().len(), all, "cut after {cut}");
    }
    Ok(())
}

#[tokio::test]
async fn a_push_that_the_network_delivers_twice_arrives_once() -> Result<()> {
    let mut someone = Participant::with_a_phone().await?;
    through(&mut someone, Weather::Twice).await?;
    each_is_there_once(&someone).await
}

#[tokio::test]
async fn without_a_network_everything_waits_and_is_still_seen() -> Result<()> {
    let mut someone = Participant::with_a_phone().await?;
    someone.phone.sync(Cause::Shown).await?;
    someone.proxy.set(Weather::Nothing);
    let saved = someone.phone.save(someone.stay, self_assessed("energy", 5));
    someone.phone.sync(Cause::Saved).await?;
    assert_eq!(someone.phone.activity, Some(Activity::Offline));
    assert_eq!(someone.phone.waiting(), 1);
    let month = someone.phone.sees(someone.stay)?.months.remove(&tests::random::this_month());
    assert_eq!(month.and_then(|month| month.self_assessment).map(|held| held.record), Some(saved));
    Ok(())
}

#[tokio::test]
async fn a_connection_that_stalls_is_given_up_and_nothing_is_lost() -> Result<()> {
    let Participant { server: _server, proxy, client, stay, .. } = Participant::with_a_phone().await?;
    let mut phone = Phone::of(&client)?.with_patience(Duration::from_millis(300));
    phone.origin = proxy.origin().to_owned();
    phone.save(stay, self_assessed("energy", 1));
    proxy.set(Weather::Stall);
    phone.sync(Cause::Saved).await?;
    assert_eq!((phone.activity, phone.waiting()), (Some(Activity::Offline), 1));
    proxy.set(Weather::Fair);
    phone.sync(Cause::Timer).await?;
    assert_eq!((phone.activity, phone.waiting()), (Some(Activity::UpToDate), 0));
    Ok(())
}
