//! Pushes: each record once, whatever happens to the request, and an error status only where nothing was judged.

use anyhow::{Context, Result};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::record::{Record, Refusal};
use shared::sync::wire::{Judged, Problem, Verdict};
use tests::client::{Client, push_request};
use tests::records::{device, record, self_assessed};
use tests::server::Server;

/// A participant, and how to write a right record.
struct Someone {
    server: Server,
    client: Client,
    device: shared::id::DeviceId,
    stay: shared::id::ParticipationId,
}

impl Someone {
    async fn new() -> Result<Self> {
        let server = Server::demo().await?;
        let client = Client::sign_in(&server, Role::Participant).await?;
        let stay = client.some_stay().await?;
        Ok(Self { server, client, device: device(), stay })
    }

    fn record(&self) -> Record {
        record(self.device, self.client.account.id, self.stay, self_assessed("energy", 3))
    }

    async fn push(&self, texts: &[String]) -> Result<Vec<Verdict>> {
        self.client.push(self.device, texts).await
    }

    async fn times_there(&self, wanted: &Record) -> Result<usize> {
        let records = self.client.records().await?;
        Ok(records.iter().filter(|record| record.id == wanted.id).count())
    }
}

#[tokio::test]
async fn a_record_sent_twice_is_there_once() -> Result<()> {
    let someone = Someone::new().await?;
    let record = someone.record();
    let first = someone.push(&[record.write()]).await?;
    let second = someone.push(&[record.write(), record.write()]).await?;
    let Judged::Accepted { received_at } = first[0].judged else { panic_with(&first) };
    assert_eq!(first[0].id, Some(record.id));
    for verdict in &second {
        assert_eq!(verdict.judged, Judged::Duplicate { received_at });
    }
    assert_eq!(someone.times_there(&record).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_batch_sent_32_times_at_once_is_there_once() -> Result<()> {
    let someone = Someone::new().await?;
    let records: Vec<Record> = (0..5).map(|_| someone.record()).collect();
    let texts: Vec<String> = records.iter().map(Record::write).collect();
    let mut pushes = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let (client, texts, device) = (someone.client.clone(), texts.clone(), someone.device);
        pushes.spawn(async move { client.push(device, &texts).await });
    }
    let mut accepted = 0;
    for verdicts in pushes.join_all().await {
        for verdict in verdicts? {
            accepted += usize::from(matches!(verdict.judged, Judged::Accepted { .. }));
            assert!(!matches!(verdict.judged, Judged::Quarantined { .. }), "{verdict:?}");
        }
    }
    assert_eq!(accepted, records.len());
    for record in &records {
        assert_eq!(someone.times_there(record).await?, 1);
    }
    Ok(())
}

#[tokio::test]
async fn the_first_of_two_contents_under_one_id_stands() -> Result<()> {
    let someone = Someone::new().await?;
    let first = someone.record();
    let mut second = someone.record();
    second.id = first.id;
    second.body = self_assessed("energy", 5);
    someone.push(&[first.write()]).await?;
    for _ in 0..2 {
        let verdicts = someone.push(&[second.write()]).await?;
        assert_eq!(verdicts[0].judged, Judged::Quarantined { refusal: Refusal::ConflictingId });
    }
    let kept = someone.client.records().await?.into_iter().find(|record| record.id == first.id);
    assert_eq!(kept.as_ref(), Some(&first));
    Ok(())
}

#[tokio::test]
async fn what_a_newer_app_writes_beside_survives_to_the_letter() -> Result<()> {
    let someone = Someone::new().await?;
    let record = someone.record();
    let mut value: Value = serde_json::from_str(&record.write())?;
    value["mood"] = json!({ "weather": "å, ö & ☀", "n": 1.50 });
    value["body"]["since"] = json!("version 9");
    let text = format!("{{ \"later\" : [1, 2],{}", &value.to_string()[1..]);
    let verdicts = someone.push(std::slice::from_ref(&text)).await?;
    assert!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    let delivered = someone.client.everything(500).await?;
    assert!(delivered.iter().any(|one| one.record.get() == text));
    Ok(())
}

#[tokio::test]
async fn a_device_sends_for_one_account_only() -> Result<()> {
    let someone = Someone::new().await?;
    someone.push(&[someone.record().write()]).await?;
    let other = Client::sign_in(&someone.server, Role::Supervisor).await?;
    let stay = other.some_stay().await?;
    let foreign = record(someone.device, other.account.id, stay, tests::records::followed_up(10));
    let answer = other.try_push(someone.device, &[foreign.write()]).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(answer.json::<Problem>().await?.code, "device_of_another");
    assert!(!other.records().await?.iter().any(|record| record.id == foreign.id));
    Ok(())
}

#[tokio::test]
async fn a_protocol_that_is_not_spoken_is_refused_with_words_and_nothing_is_judged() -> Result<()> {
    let someone = Someone::new().await?;
    let record = someone.record();
    let mut request = serde_json::to_value(push_request(someone.device, &[record.write()])?)?;
    request["protocol"] = json!(2);
    request["records"] = json!("in another shape");
    let push = someone.client.http().post(someone.client.address("/api/v1/sync/push"));
    let answer = push.json(&request).send().await?;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let problem: Problem = answer.json().await?;
    assert_eq!(problem.code, "protocol");
    assert!(problem.message.contains("Update the app"), "{}", problem.message);
    assert_eq!(someone.times_there(&record).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_whole() -> Result<()> {
    let someone = Someone::new().await?;
    let push = || someone.client.http().post(someone.client.address("/api/v1/sync/push"));
    let mut request = serde_json::to_value(push_request(someone.device, &[])?)?;
    request["app"] = json!("x".repeat(1024 * 1024));
    let answer = push().json(&request).send().await?;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json::<Problem>().await?.code, "too_large");

    let many: Vec<String> = (0..101).map(|_| someone.record().write()).collect();
    let answer = someone.client.try_push(someone.device, &many).await?;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_with_words() -> Result<()> {
    let someone = Someone::new().await?;
    let push = someone.client.http().post(someone.client.address("/api/v1/sync/push"));
    let answer = push.header("content-type", "application/json").body("{\"protocol\": 1, ").send().await?;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer.json::<Problem>().await?.code, "unreadable");
    Ok(())
}

#[tokio::test]
async fn only_roles_whose_devices_hold_records_sync() -> Result<()> {
    let server = Server::demo().await?;
    for role in [Role::ProjectLeader, Role::AssociationAnalyst] {
        let client = Client::sign_in(&server, role).await?;
        let answer = client.try_push(device(), &[]).await?;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{role:?}");
    }
    Ok(())
}

#[tokio::test]
async fn nobody_syncs_without_a_session() -> Result<()> {
    let server = Server::demo().await?;
    let push = tests::client::http()?.post(format!("{}/api/v1/sync/push", server.origin()));
    let answer = push.json(&push_request(device(), &[])?).send().await?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn one_poisoned_record_among_fifty_blocks_none() -> Result<()> {
    let someone = Someone::new().await?;
    let mut texts: Vec<String> = (0..50).map(|_| someone.record().write()).collect();
    texts[23] = "{\"poison\": true}".into();
    let verdicts = someone.push(&texts).await?;
    for verdict in &verdicts {
        let is_accepted = matches!(verdict.judged, Judged::Accepted { .. });
        assert_eq!(is_accepted, verdict.place != 23, "{verdict:?}");
    }
    assert_eq!(verdicts.len(), 50);
    Ok(())
}

#[tokio::test]
async fn batches_that_overtake_each_other_are_all_taken() -> Result<()> {
    let someone = Someone::new().await?;
    let mut records: Vec<Record> = (0..4).map(|_| someone.record()).collect();
    for (record, sequence) in records.iter_mut().zip(1..) {
        record.sequence = sequence;
    }
    for batch in [&records[2..], &records[..2], &records[1..3]] {
        let texts: Vec<String> = batch.iter().map(Record::write).collect();
        for verdict in someone.push(&texts).await? {
            assert!(!matches!(verdict.judged, Judged::Quarantined { .. }), "{verdict:?}");
        }
    }
    for record in &records {
        assert_eq!(someone.times_there(record).await?, 1);
    }
    Ok(())
}

#[expect(clippy::panic, reason = "a test that cannot go on says what it saw")]
fn panic_with(verdicts: &[Verdict]) -> ! {
    panic!("not accepted: {verdicts:?}")
}

#[tokio::test]
async fn an_empty_push_is_answered_with_nothing() -> Result<()> {
    let someone = Someone::new().await?;
    let verdicts = someone.push(&[]).await.context("an empty push is no fault")?;
    assert!(verdicts.is_empty());
    Ok(())
}
