//! Phones that lock what they keep: sealed records are taken in like any others, and nobody reads by a cookie alone.

use anyhow::{Context, Result, ensure};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use shared::account::{READING_HEADER, Role, SignInAnswer};
use shared::id::{RecordId, SealingKeyId};
use shared::record::{Record, Refusal};
use shared::sealing::{OpeningKey, SealingKey, UnsentFile};
use shared::sync::wire::{Judged, Problem, PushRequest};
use tests::client::{Client, http, pull_request, push_request};
use tests::links::secret;
use tests::random;
use tests::records::{device, followed_up, record, self_assessed};
use tests::server::Server;
use uuid::Uuid;

/// Any bytes: what is sealed in a test is no secret.
fn fill(bytes: &mut [u8]) {
    bytes.iter_mut().for_each(|byte| *byte = random::number().to_le_bytes()[0]);
}

fn sealed(key: &SealingKey, record: &Record) -> Result<String> {
    Ok(key.seal(record.id, &record.write(), fill).context("the server's key is a key")?.write())
}

/// The key that the server hands out.
async fn sealing_key(client: &Client) -> Result<SealingKey> {
    client.pull(&pull_request(1)).await?.sealing.context("the server says what to seal to")
}

#[tokio::test]
async fn a_sealed_record_is_taken_in_once_and_delivered_as_it_was_written() -> Result<()> {
    let mut server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = client.some_stay().await?;
    let key = sealing_key(&client).await?;
    let device = device();
    let followed = record(device, client.account.id, stay, followed_up(10));

    let verdicts = client.push(device, &[sealed(&key, &followed)?]).await?;
    assert_eq!(verdicts[0].id, Some(followed.id));
    assert!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    // Sealed anew it is another text, and yet the same record; unsealed as well.
    for text in [sealed(&key, &followed)?, followed.write()] {
        let again = client.push(device, &[text]).await?;
        assert!(matches!(again[0].judged, Judged::Duplicate { .. }), "{again:?}");
    }
    server.kill().await?;
    server.start_again().await?;
    assert_eq!(sealing_key(&client).await?, key, "the key stays");
    let everything = client.everything(500).await?;
    let delivered = everything.iter().filter(|one| one.record.get() == followed.write()).count();
    assert_eq!(delivered, 1);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_opened_is_put_aside_and_blocks_nothing() -> Result<()> {
    let server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = client.some_stay().await?;
    let key = sealing_key(&client).await?;
    let device = device();
    let of = |hours| record(device, client.account.id, stay, followed_up(hours));
    let (strange, damaged, good) = (of(1), of(2), of(3));
    let other = OpeningKey::derive(SealingKeyId::from_uuid(random::uuid()), &[1; 32]);
    let other = other.public().context("a derived key has a public half")?;
    let mut envelope: Value = serde_json::from_str(&sealed(&key, &damaged)?)?;
    envelope["sealed"]["text"] = json!("AAAA");

    let texts = [sealed(&other, &strange)?, envelope.to_string(), sealed(&key, &good)?];
    let verdicts = client.push(device, &texts).await?;
    for (verdict, (id, key)) in verdicts.iter().zip([(strange.id, &other), (damaged.id, &key)]) {
        assert_eq!(verdict.id, Some(id));
        assert_eq!(verdict.judged, Judged::Quarantined { refusal: Refusal::Sealed { key: key.id } });
    }
    assert!(matches!(verdicts[2].judged, Judged::Accepted { .. }), "{verdicts:?}");
    // Sealed to the right key it is taken in after all.
    let again = client.push(device, &[sealed(&key, &strange)?]).await?;
    assert!(matches!(again[0].judged, Judged::Accepted { .. }), "{again:?}");
    Ok(())
}

#[tokio::test]
async fn an_envelope_gives_nobody_another_name() -> Result<()> {
    let server = Server::demo().await?;
    let client = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = client.some_stay().await?;
    let key = sealing_key(&client).await?;
    let device = device();
    let inside = record(device, client.account.id, stay, followed_up(10));
    // The record inside says another id than the envelope that it came in.
    let outside = RecordId::from_uuid(Uuid::from_u128(1));
    let text = key.seal(outside, &inside.write(), fill).context("it is a key")?.write();
    let verdicts = client.push(device, &[text]).await?;
    assert_eq!(verdicts[0].id, Some(inside.id), "the answer is for what was inside");
    Ok(())
}

/// Somebody whose phone locks what it keeps.
struct Locking {
    http: reqwest::Client,
    server: Server,
    answer: SignInAnswer,
}

impl Locking {
    async fn new() -> Result<Self> {
        Self::of(Role::Supervisor).await
    }

    async fn of(role: Role) -> Result<Self> {
        let server = Server::demo().await?;
        let http = http()?;
        let request = json!({ "secret": secret(&server.link(role).await?)?, "locks": true });
        let answer = http.post(format!("{}/api/v1/session", server.origin())).json(&request).send().await?;
        Ok(Self { http, answer: answer.error_for_status()?.json().await?, server })
    }

    fn reading(&self) -> Result<String> {
        Ok(self.answer.keeping.as_ref().context("a phone that locks is given keys")?.reading.reveal())
    }

    async fn pull(&self, reading: Option<&str>) -> Result<Response> {
        let address = format!("{}/api/v1/sync/pull", self.server.origin());
        let request = self.http.post(address).json(&pull_request(1));
        let request = reading.iter().fold(request, |request, reading| request.header(READING_HEADER, *reading));
        Ok(request.send().await?)
    }
}

#[tokio::test]
async fn the_cookie_of_a_phone_that_locks_sends_and_reads_nothing() -> Result<()> {
    let locking = Locking::new().await?;
    let reading = locking.reading()?;
    assert_eq!(locking.pull(Some(&reading)).await?.status(), StatusCode::OK);
    for wrong in [None, Some(""), Some("0"), Some(&reading[1..])] {
        let answer = locking.pull(wrong).await?;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{wrong:?}");
        assert_eq!(answer.json::<Problem>().await?.code, "still_locked");
    }
    let session = format!("{}/api/v1/session", locking.server.origin());
    assert_eq!(locking.http.get(&session).send().await?.status(), StatusCode::UNAUTHORIZED);

    let device = device();
    let followed = record(device, locking.answer.account.id, some_stay(&locking, &reading).await?, followed_up(10));
    let push = push_request(device, &[followed.write()])?;
    let address = format!("{}/api/v1/sync/push", locking.server.origin());
    let answer = locking.http.post(address).json(&push).send().await?;
    ensure!(answer.status() == StatusCode::OK, "a locked phone may send: {}", answer.text().await?);
    assert_eq!(locking.http.delete(session).send().await?.status(), StatusCode::NO_CONTENT);
    Ok(())
}

async fn some_stay(locking: &Locking, reading: &str) -> Result<shared::id::ParticipationId> {
    let answer: shared::sync::wire::PullResponse = locking.pull(Some(reading)).await?.json().await?;
    let delivered = answer.pages.first().and_then(|page| page.records.first()).context("a supervisor has records")?;
    Ok(Record::read(delivered.record.get())?.participation)
}

#[tokio::test]
async fn the_keys_are_had_again_soon_after_the_sign_in_and_the_old_ones_read_no_more() -> Result<()> {
    let locking = Locking::new().await?;
    let address = format!("{}/api/v1/session/keys", locking.server.origin());
    let again: SignInAnswer =
        locking.http.post(&address).json(&json!({})).send().await?.error_for_status()?.json().await?;
    assert_eq!(again.account, locking.answer.account);
    let (first, again) = (locking.answer.keeping.clone().context("keys")?, again.keeping.context("keys")?);
    assert_eq!(again.recovery, first.recovery, "what was locked before can be unlocked");
    assert_eq!(locking.pull(Some(&again.reading.reveal())).await?.status(), StatusCode::OK);
    assert_eq!(locking.pull(Some(&first.reading.reveal())).await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(http()?.post(&address).json(&json!({})).send().await?.status(), StatusCode::UNAUTHORIZED);

    let another = Locking::new().await?;
    let others = another.answer.keeping.context("keys")?.recovery;
    assert_ne!(others, first.recovery, "another store has keys of its own");
    Ok(())
}

/// A participant's phone that has unsent records, the supervisor who follows the participant, and one who does not.
struct Unsent {
    phone: Locking,
    supervisor: Client,
    stranger: Client,
    rated: Record,
    key: SealingKey,
}

impl Unsent {
    async fn new() -> Result<Self> {
        let phone = Locking::of(Role::Participant).await?;
        let reading = phone.reading()?;
        let stay = some_stay(&phone, &reading).await?;
        let rated = record(device(), phone.answer.account.id, stay, self_assessed("energy", 3));
        let (mut supervisor, mut stranger) = (None, None);
        for name in ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"] {
            let one = Client::supervisor(&phone.server, name).await?;
            let follows = one.records().await?.iter().any(|record| record.participation == stay);
            *(if follows { &mut supervisor } else { &mut stranger }) = Some(one);
        }
        let supervisor = supervisor.context("somebody follows the participant")?;
        let key = sealing_key(&supervisor).await?;
        Ok(Self { phone, supervisor, stranger: stranger.context("somebody does not")?, rated, key })
    }

    fn file(&self, reading: &str) -> Result<UnsentFile> {
        let envelopes = [sealed(&self.key, &self.rated)?];
        let file = UnsentFile::new(self.rated.author, self.rated.device, &envelopes, reading);
        file.context("envelopes are JSON")
    }

    async fn bring(&self, by: &Client, file: &UnsentFile) -> Result<Response> {
        Ok(by.http().post(by.address("/api/v1/sync/unsent")).json(file).send().await?)
    }
}

#[tokio::test]
async fn what_a_phone_could_not_send_is_brought_by_its_supervisor_once() -> Result<()> {
    let unsent = Unsent::new().await?;
    let file = unsent.file(&unsent.phone.reading()?)?;
    for expected in ["accepted", "duplicate"] {
        let answer = unsent.bring(&unsent.supervisor, &file).await?;
        ensure!(answer.status() == StatusCode::OK, "{}", answer.text().await?);
        let answer: Value = answer.json().await?;
        assert!(answer["verdicts"][0]["judged"].get(expected).is_some(), "{answer}");
    }
    let records = unsent.supervisor.records().await?;
    assert_eq!(records.iter().filter(|record| **record == unsent.rated).count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_file_that_the_phone_did_not_make_or_another_brings_is_refused() -> Result<()> {
    let unsent = Unsent::new().await?;
    let forged = unsent.file("a secret that the phone never had")?;
    let answer = unsent.bring(&unsent.supervisor, &forged).await?;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json::<Problem>().await?.code, "not_an_unsent_file");

    let file = unsent.file(&unsent.phone.reading()?)?;
    let leader = Client::sign_in(&unsent.phone.server, Role::ProjectLeader).await?;
    assert_eq!(unsent.bring(&leader, &file).await?.status(), StatusCode::FORBIDDEN);
    assert_eq!(unsent.bring(&unsent.stranger, &file).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!unsent.supervisor.records().await?.contains(&unsent.rated));
    Ok(())
}

#[tokio::test]
async fn a_push_under_another_persons_session_is_not_judged_and_binds_no_device() -> Result<()> {
    let server = Server::demo().await?;
    let (first, second) =
        (Client::sign_in(&server, Role::Supervisor).await?, Client::sign_in(&server, Role::Participant).await?);
    let device = device();
    let followed = record(device, first.account.id, first.some_stay().await?, followed_up(10));
    let push = PushRequest { account: Some(first.account.id), ..push_request(device, &[followed.write()])? };
    for (by, status) in [(&second, StatusCode::UNAUTHORIZED), (&first, StatusCode::OK)] {
        let answer = by.http().post(by.address("/api/v1/sync/push")).json(&push).send().await?;
        assert_eq!(answer.status(), status, "{}", answer.text().await?);
    }
    Ok(())
}
