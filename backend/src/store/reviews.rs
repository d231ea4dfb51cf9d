//! Reviewing what was put aside: by whoever follows the person it is about, and its own sender. A record that is taken in
//! after all is judged as its author's own, as if it came now.

use super::audit;
use super::column::read;
use super::log::{Judging, Taken, take_in};
use super::right::{RecordsRight, ReviewRight};
use super::sessions::{AccountRow, session_of};
use super::sql::{self, Connection};
use super::{Store, StoreError};
use serde_json::value::RawValue;
use shared::audit::{About, Entry, Scope, What, Who};
use shared::id::{AccountId, DeviceId, MemberId, ParticipationId};
use shared::quarantine::{Aside, AsideKey, Asides, CloseAside, Closing};
use shared::record::{Glimpse, Record};
use shared::reference::Reference;
use shared::sync::wire::Judged;
use shared::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// From devices of the account itself, and of those who have or had to do with somebody whom it follows.
const UNREVIEWED: &str = "
    SELECT q.device, q.digest, q.text, q.refusal, q.received_at, d.account, s.name
    FROM quarantine q JOIN devices d ON d.id = q.device JOIN accounts s ON s.id = d.account
    WHERE (d.account = $1 OR d.account IN (
        SELECT other.account FROM access own
        JOIN access other ON other.member = own.member AND other.participation = own.participation
        WHERE own.account = $1 AND own.revoked IS NULL))
    AND NOT EXISTS (SELECT 1 FROM quarantine_reviews r WHERE r.device = q.device AND r.digest = q.digest)
    ORDER BY q.received_at, q.device, q.digest";

type Row = (String, String, String, String, i64, String, String);

/// A record that is to be reviewed, in whose log that is noted where it is about somebody, and who sent it.
struct Found {
    aside: Aside,
    member: Option<MemberId>,
    sender: AccountId,
}

impl Store {
    /// Everything that the account may review. Whose records are read by that is noted before they are handed out.
    pub(crate) async fn asides(&self, right: ReviewRight, now: Instant) -> Result<Asides, StoreError> {
        let found = find(&mut self.readers.acquire().await?, right.account()).await?;
        let read: BTreeSet<_> = found
            .iter()
            .filter(|one| one.aside.text.is_some())
            .filter_map(|one| Some((one.member?, one.aside.participation?)))
            .collect();
        self.note_reads(&right.reads(), read, now).await?;
        Ok(Asides { entries: found.into_iter().map(|one| one.aside).collect() })
    }

    /// The text of one of them, to be opened where it is sealed.
    pub(crate) async fn aside_text(&self, right: ReviewRight, key: &AsideKey) -> Result<Option<Box<str>>, StoreError> {
        let found = find(&mut self.readers.acquire().await?, right.account()).await?;
        Ok(found.into_iter().find(|one| one.aside.key == *key).and_then(|one| one.aside.text))
    }

    /// Judges one of them again by its text as it was opened; `None` where there is none to review.
    pub(crate) async fn accept_aside(
        &self,
        right: ReviewRight,
        key: AsideKey,
        opened: Box<RawValue>,
        reference: Arc<Reference>,
        now: Instant,
    ) -> Result<Option<Judged>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let Some(found) = find_one(connection, right.account(), &key).await? else { return Ok(None) };
                    if found.aside.text.is_none() {
                        return Ok(None);
                    }
                    let record = match Record::read(opened.get()) {
                        Ok(record) => record,
                        Err(refusal) => return Ok(Some(Judged::Quarantined { refusal })),
                    };
                    let Some(sender) = sender(connection, found.sender).await? else { return Ok(None) };
                    let author = sender.sends().on(key.device);
                    let judging = Judging { author, reference: &reference, now };
                    let judged = match take_in(connection, &judging, opened.get(), &record).await? {
                        Taken::In => Judged::Accepted { received_at: now },
                        Taken::Before(received_at) => Judged::Duplicate { received_at },
                        Taken::Gone => return Ok(Some(Judged::Gone)),
                        Taken::Refused(refusal) => return Ok(Some(Judged::Quarantined { refusal })),
                    };
                    close(connection, right, &found, ("accepted", None), now).await?;
                    note(connection, right, &found, What::AsideAccepted, now).await?;
                    Ok(Some(judged))
                })
            })
            .await
    }

    /// Notes that one of them is not taken in; says whether there was one to review.
    pub(crate) async fn close_aside(
        &self,
        right: ReviewRight,
        closing: CloseAside,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    let CloseAside { key, closing, reason } = &closing;
                    let Some(found) = find_one(connection, right.account(), key).await? else { return Ok(false) };
                    close(connection, right, &found, (closing.as_str(), Some(reason.as_str())), now).await?;
                    let what = match closing {
                        Closing::Corrected => What::AsideCorrected,
                        Closing::Discarded => What::AsideDiscarded,
                    };
                    note(connection, right, &found, what, now).await?;
                    Ok(true)
                })
            })
            .await
    }
}

async fn find(connection: &mut Connection, account: AccountId) -> Result<Vec<Found>, StoreError> {
    let rows: Vec<Row> = sql::query_as(UNREVIEWED).bind(account.to_string()).fetch_all(&mut *connection).await?;
    let followed = followed_by(connection, account).await?;
    let found = rows.into_iter().map(|row| found(row, account, &followed)).collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

async fn find_one(
    connection: &mut Connection,
    account: AccountId,
    key: &AsideKey,
) -> Result<Option<Found>, StoreError> {
    Ok(find(connection, account).await?.into_iter().find(|one| one.aside.key == *key))
}

/// The stays that an account follows now, and their members.
async fn followed_by(
    connection: &mut Connection,
    account: AccountId,
) -> Result<BTreeMap<ParticipationId, MemberId>, StoreError> {
    let rows: Vec<(String, String)> =
        sql::query_as("SELECT participation, member FROM access WHERE account = $1 AND revoked IS NULL")
            .bind(account.to_string())
            .fetch_all(connection)
            .await?;
    rows.iter()
        .map(|(stay, member)| {
            Ok((
                read("access.participation", stay, ParticipationId::parse)?,
                read("access.member", member, MemberId::parse)?,
            ))
        })
        .collect()
}

/// What the account may see of a row. What others sent is there only where it is about somebody who is followed; of what
/// the account sent about others, only that it is there.
fn found(
    (device, digest, text, refusal, received_at, sender, name): Row,
    account: AccountId,
    followed: &BTreeMap<ParticipationId, MemberId>,
) -> Result<Option<Found>, StoreError> {
    let sender = read("devices.account", &sender, AccountId::parse)?;
    let participation = Glimpse::of(&text).and_then(|glimpse| glimpse.participation);
    let member = participation.and_then(|stay| followed.get(&stay)).copied();
    let own = sender == account;
    if !own && member.is_none() {
        return Ok(None);
    }
    let may_be_read = member.is_some() || participation.is_none();
    let aside = Aside {
        key: AsideKey { device: read("quarantine.device", &device, DeviceId::parse)?, digest: digest.into() },
        received_at: Instant(received_at),
        refusal: read("quarantine.refusal", &refusal, |text| serde_json::from_str(text).ok())?,
        sent_by: name.into(),
        own,
        participation,
        text: may_be_read.then(|| text.into()),
    };
    Ok(Some(Found { aside, member, sender }))
}

/// The author of what a device sent. Whoever has left meanwhile wrote it all the same.
async fn sender(connection: &mut Connection, account: AccountId) -> Result<Option<RecordsRight>, StoreError> {
    let row: Option<AccountRow> = sql::query_as("SELECT id, role, association FROM accounts WHERE id = $1")
        .bind(account.to_string())
        .fetch_optional(connection)
        .await?;
    Ok(row.map(session_of).transpose()?.and_then(|session| session.records()))
}

async fn close(
    connection: &mut Connection,
    right: ReviewRight,
    found: &Found,
    (outcome, reason): (&str, Option<&str>),
    now: Instant,
) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO quarantine_reviews (device, digest, outcome, reason, account, reviewed_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(found.aside.key.device.to_string())
    .bind(&*found.aside.key.digest)
    .bind(outcome)
    .bind(reason)
    .bind(right.account().to_string())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

async fn note(
    connection: &mut Connection,
    right: ReviewRight,
    found: &Found,
    what: What,
    now: Instant,
) -> Result<(), StoreError> {
    let entry = match (found.member, found.aside.participation) {
        (Some(member), Some(stay)) => {
            Entry::new(Scope::Member(member), Who::Account(right.account()), what).about(About::Participation(stay))
        }
        _ => audit::done_by(connection, right.account(), what).await?.about(About::Device(found.aside.key.device)),
    };
    audit::note(connection, entry, now).await
}
