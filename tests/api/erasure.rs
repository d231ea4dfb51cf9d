//! Erasing: nothing is left of a stay but that it was there, on the server, on devices and in figures; what is restored
//! from an older backup can be erased again; what is past its time goes by itself.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::id::{ParticipationId, PersonId};
use shared::own_record::OwnRecord;
use shared::record::{Body, FollowUp, Note};
use shared::sync::Cause;
use shared::sync::wire::{Judged, Problem};
use shared::time::Date;
use std::ffi::OsString;
use std::path::Path;
use tests::client::{Client, pull_request};
use tests::phone::Phone;
use tests::place::Place;
use tests::program::run;
use tests::random;
use tests::records::{device, record, self_assessed};
use tests::server::Server;

/// Words that stand nowhere else.
const WRITTEN: &str = "Hon tycker om att gå på bio om lördagarna";

struct Erasing {
    server: Server,
    participant: Client,
    supervisor: Client,
    stay: ParticipationId,
}

impl Erasing {
    /// Somebody about whom something was written that is easily found again.
    async fn new() -> Result<Self> {
        let server = Server::demo().await?;
        let participant = Client::sign_in(&server, Role::Participant).await?;
        let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
        let stay = participant.some_stay().await?;
        let follow_up = FollowUp { note: Some(Note::new(WRITTEN)?), ..FollowUp::default() };
        let desk = device();
        let noted = record(desk, supervisor.account.id, stay, Body::FollowedUp(follow_up.clone()));
        let refused = record(desk, participant.account.id, stay, Body::FollowedUp(follow_up));
        let judged = supervisor.push(desk, &[noted.write(), refused.write()]).await?;
        ensure!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
        ensure!(matches!(judged[1].judged, Judged::Quarantined { .. }), "{judged:?}");
        Ok(Self { server, participant, supervisor, stay })
    }

    async fn erase(&self) -> Result<Value> {
        let request = self.participant.http().post(self.participant.address("/api/v1/own/erasure"));
        let answer = request.json(&json!({"erase": "everything_about_me"})).send().await?;
        assert_eq!(answer.status(), StatusCode::OK);
        Ok(answer.json().await?)
    }

    async fn own_record(&self) -> Result<OwnRecord> {
        Ok(self.participant.get("/api/v1/own/record").await?.json().await?)
    }
}

fn arguments(words: &[&str], place: &Place) -> Vec<OsString> {
    words.iter().map(OsString::from).chain(place.flags()).collect()
}

async fn said(words: &[&str], place: &Place) -> Result<String> {
    let output = run(&arguments(words, place)).await?;
    ensure!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether a text stands in one of the files of an SQLite database.
fn is_on_disk(folder: &Path, text: &str) -> Result<bool> {
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        let is_database = path.file_name().is_some_and(|name| name.to_string_lossy().contains("sqlite3"));
        if is_database && std::fs::read(&path)?.windows(text.len()).any(|part| part == text.as_bytes()) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[tokio::test]
async fn the_own_record_holds_everything_that_was_written_and_who_follows() -> Result<()> {
    let erasing = Erasing::new().await?;
    let own = erasing.own_record().await?;
    assert_eq!(own.account, erasing.participant.account.id);
    let stay = own.stays.iter().find(|stay| stay.participation == erasing.stay).context("the own stay")?;
    let mine = erasing.participant.records().await?;
    let of_stay = mine.iter().filter(|record| record.participation == erasing.stay).count();
    assert_eq!(stay.records.len(), of_stay);
    assert!(stay.records.iter().any(|one| one.record.get().contains(WRITTEN)));
    assert_eq!(*stay.followed_by, *std::slice::from_ref(&erasing.supervisor.account.name));
    for other in [Role::Supervisor, Role::ProjectLeader, Role::AssociationAnalyst] {
        let other = Client::sign_in(&erasing.server, other).await?;
        let refused = other.get("/api/v1/own/record").await?;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert_eq!(refused.json::<Problem>().await?.code, "not_your_role");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_erased_is_nowhere_any_more() -> Result<()> {
    let mut erasing = Erasing::new().await?;
    let leader = Client::sign_in(&erasing.server, Role::ProjectLeader).await?;
    let figures = async || anyhow::Ok(leader.get("/api/v1/dashboards/movement").await?.json::<Value>().await?);
    let before = figures().await?;
    let mut desk = Phone::of(&erasing.supervisor)?;
    desk.sync(Cause::Shown).await?;
    assert!(desk.sees(erasing.stay)?.start.is_some());
    let first = erasing.supervisor.pull(&pull_request(500)).await?;

    if erasing.server.place().database().is_err() {
        assert!(is_on_disk(erasing.server.data(), WRITTEN)?, "it is there to be found");
    }
    assert!(erasing.erase().await?["stays"].as_u64() >= Some(1));
    assert_eq!(erasing.erase().await?["stays"], 0, "it is gone already");

    // Devices hear of it, what comes late is gone too, and the figures have one less.
    let mut request = pull_request(500);
    request.epoch = Some(first.epoch);
    request.cursors = first.pages.iter().map(|page| (page.member, page.next)).collect();
    let pages = erasing.supervisor.pull(&request).await?.pages;
    assert!(pages.iter().any(|page| page.erased.contains(&erasing.stay)), "{pages:?}");
    desk.sync(Cause::Timer).await?;
    assert!(desk.sees(erasing.stay)?.start.is_none());
    let late = record(device(), erasing.participant.account.id, erasing.stay, self_assessed("energy", 3));
    assert_eq!(erasing.participant.push(late.device, &[late.write()]).await?[0].judged, Judged::Gone);
    assert_ne!(figures().await?, before);
    assert!(erasing.own_record().await?.stays.is_empty());

    erasing.server.stop().await?;
    if erasing.server.place().database().is_err() {
        assert!(!is_on_disk(erasing.server.data(), WRITTEN)?);
    }
    let saved = erasing.server.data().join("after");
    said(&["backup", &saved.to_string_lossy()], erasing.server.place()).await?;
    assert!(!std::fs::read_to_string(&saved)?.contains(WRITTEN));
    Ok(())
}

#[tokio::test]
async fn a_cold_reading_agrees_after_an_erasure() -> Result<()> {
    let mut erasing = Erasing::new().await?;
    let leader = Client::sign_in(&erasing.server, Role::ProjectLeader).await?;
    let figures = async || anyhow::Ok(leader.get("/api/v1/dashboards/movement").await?.json::<Value>().await?);
    figures().await?;
    erasing.erase().await?;
    let followed = figures().await?;
    erasing.server.kill().await?;
    erasing.server.start_again().await?;
    assert_eq!(figures().await?, followed);
    Ok(())
}

#[tokio::test]
async fn what_an_older_backup_brings_back_is_erased_again() -> Result<()> {
    let mut erasing = Erasing::new().await?;
    let (saved, list) = (erasing.server.data().join("before"), erasing.server.data().join("erased"));
    said(&["backup", &saved.to_string_lossy()], erasing.server.place()).await?;
    // One that the backup has never heard of.
    let Body::Enrolled(mut enrolment) = erasing.supervisor.some_enrolment().await?.body else {
        anyhow::bail!("an enrolment enrols")
    };
    enrolment.person = PersonId::from_uuid(random::uuid());
    enrolment.supervisor = Some(erasing.supervisor.account.id);
    let (desk, later) = (device(), ParticipationId::from_uuid(random::uuid()));
    let began = record(desk, erasing.supervisor.account.id, later, Body::Enrolled(enrolment));
    let judged = erasing.supervisor.push(desk, &[began.write()]).await?;
    ensure!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
    said(&["erase", &later.to_string()], erasing.server.place()).await?;
    erasing.erase().await?;
    let erased = said(&["erased"], erasing.server.place()).await?;
    assert!(erased.contains(&erasing.stay.to_string()));
    std::fs::write(&list, &erased)?;
    erasing.server.stop().await?;

    let place = Place::empty()?;
    said(&["restore", &saved.to_string_lossy()], &place).await?;
    assert_eq!(said(&["erased"], &place).await?, "");
    let again = said(&["erase", "--list", &list.to_string_lossy()], &place).await?;
    assert!(again.starts_with(&format!("erased {} stays", erased.lines().count() - 1)), "{again}");
    assert_eq!(said(&["erased"], &place).await?, erased);
    let restored = Server::demo_at(place).await?;
    let supervisor = erasing.supervisor.by_way_of(restored.origin());
    let judged = supervisor.push(desk, &[began.write()]).await?;
    assert_eq!(judged[0].judged, Judged::Gone, "no phone brings it back");
    Ok(())
}

#[tokio::test]
async fn a_list_that_is_none_erases_nothing() -> Result<()> {
    let erasing = Erasing::new().await?;
    let list = erasing.server.data().join("list");
    std::fs::write(&list, format!("{{\"member\":\"x\"}}\n{}\n", erasing.stay))?;
    let output = run(&arguments(&["erase", "--list", &list.to_string_lossy()], erasing.server.place())).await?;
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr)?.contains("line 1"));
    assert_eq!(said(&["erased"], erasing.server.place()).await?, "");
    Ok(())
}

#[tokio::test]
async fn stays_go_when_their_members_time_for_them_is_over_and_not_before() -> Result<()> {
    let server = Server::demo().await?;
    let leader = Client::sign_in(&server, Role::ProjectLeader).await?;
    let place = server.place();
    let run_dry = async || said(&["retention", "run", "--dry-run"], place).await;
    assert_eq!(run_dry().await?.trim(), "0 stays would be erased; nothing was changed", "no member has decided");
    let shown = said(&["retention", "show"], place).await?;
    let (whole, _) = shown.lines().next().and_then(|line| line.split_once(':')).context("a member")?;
    let (association, member) = whole.split_once(", ").context("of an association")?;
    let member = member.to_owned();
    assert!(shown.lines().all(|line| line.ends_with("nothing is erased by time")), "{shown}");

    said(&["retention", "set", &member, "3", "--association", association], place).await?;
    let dry = run_dry().await?;
    let listed = dry.lines().filter(|line| line.contains(" ended ")).count();
    assert!(listed > 0, "{dry}");
    for ended in dry.lines().filter_map(|line| line.split_once(" ended ")) {
        let ended: Date = ended.1.parse()?;
        assert!(ended.month().plus(3) < random::this_month(), "{ended} is no three months ago");
    }
    said(&["retention", "set", &member, "24"], place).await?;
    assert!(run_dry().await?.lines().count() < dry.lines().count(), "what is kept longer is not listed");
    said(&["retention", "set", &member, "3"], place).await?;
    assert_eq!(run_dry().await?, dry, "a dry run changes nothing");
    assert_eq!(said(&["erased"], place).await?, "");
    assert_eq!(leader.get("/api/v1/dashboards/movement").await?.status(), StatusCode::OK);

    let done = said(&["retention", "run"], place).await?;
    assert!(done.ends_with(&format!("erased {listed} stays\n")), "{done}");
    assert_eq!(run_dry().await?.trim(), "0 stays would be erased; nothing was changed");
    assert_eq!(said(&["erased"], place).await?.lines().count(), listed);

    let wrong = run(&arguments(&["retention", "set", "Ingen", "3"], place)).await?;
    assert!(String::from_utf8(wrong.stderr)?.contains(&member));
    Ok(())
}
