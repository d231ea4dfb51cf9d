//! A push: each record gets its own answer. Pushes that wait are judged together, in one transaction and with as few
//! statements as one of them needs. One bad record never blocks the others, and what is refused is kept aside.

use super::admission::is_plain;
use super::column::read;
use super::log::{self, Judging, Taken, take_in, take_in_several};
use super::quarantine::put_aside;
use super::sql::{self, Connection};
use super::together::Together;
use super::writer::Writer;
use super::{SendRight, Store, StoreError};
use crate::digest::sha256;
use serde_json::value::RawValue;
use shared::id::{AccountId, DeviceId, RecordId};
use shared::record::{Glimpse, Record, Refusal};
use shared::reference::Reference;
use shared::sync::wire::{Judged, Verdict};
use shared::time::Instant;
use sqlx::AssertSqlSafe;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Records as a device sends them.
#[derive(Clone)]
pub(crate) struct Batch {
    /// The device.
    pub(crate) device: DeviceId,
    /// Their texts, in the order of their sequence.
    pub(crate) texts: Vec<Box<RawValue>>,
}

/// What became of a push.
#[derive(Debug)]
pub(crate) enum Pushed {
    /// Each record was judged.
    Judged(Vec<Verdict>),
    /// The device sends for another account; nothing was judged.
    DeviceOfAnother,
}

impl Store {
    /// Judges the records of a batch, and keeps every one of them: in the log, or aside.
    pub(crate) async fn push(
        &self,
        right: SendRight,
        batch: Batch,
        reference: Arc<Reference>,
        now: Instant,
    ) -> Result<Pushed, StoreError> {
        let sent = batch.texts.into_iter().map(Sent::read).collect();
        self.pushes.ask(Arc::new(Push { right, device: batch.device, sent, reference, now })).await
    }
}

/// The way to where pushes are judged together.
pub(super) type Pushes = Together<Arc<Push>, Pushed>;

pub(super) fn together(writer: Arc<Writer>) -> Pushes {
    Together::start(move |pushes: Arc<[Arc<Push>]>| {
        let writer = writer.clone();
        Box::pin(async move {
            writer.run(move |connection| Box::pin(async move { judge_together(connection, &pushes).await })).await
        })
    })
}

/// A push that waits.
pub(super) struct Push {
    right: SendRight,
    device: DeviceId,
    sent: Vec<Sent>,
    reference: Arc<Reference>,
    now: Instant,
}

impl Push {
    fn judging(&self) -> Judging<'_> {
        Judging { author: self.right.on(self.device), reference: &self.reference, now: self.now }
    }
}

/// A record of a push, read before anybody waits for it.
struct Sent {
    text: Box<RawValue>,
    digest: String,
    id: Option<RecordId>,
    read: Result<Record, Refusal>,
}

impl Sent {
    fn read(text: Box<RawValue>) -> Self {
        let read = Record::read(text.get());
        let id = read.as_ref().map_or_else(|_| Glimpse::id_in(text.get()), |record| Some(record.id));
        Self { digest: sha256(text.get().as_bytes()), text, id, read }
    }

    fn entry(&self) -> Option<log::Entry<'_>> {
        let record = self.read.as_ref().ok()?;
        Some(log::Entry { record, text: self.text.get(), digest: &self.digest })
    }
}

async fn judge_together(connection: &mut Connection, pushes: &[Arc<Push>]) -> Result<Vec<Pushed>, StoreError> {
    let mut devices = Devices::find(connection, pushes).await?;
    let (mut answers, mut items) = (Vec::with_capacity(pushes.len()), Vec::new());
    for (number, push) in pushes.iter().enumerate() {
        answers.push(if devices.bind(connection, push).await? {
            items.extend(push.sent.iter().map(|sent| Item { number, push, sent }));
            Pushed::Judged(Vec::with_capacity(push.sent.len()))
        } else {
            Pushed::DeviceOfAnother
        });
    }
    // In the order of the pushes and of their records: what one of them changes, the next is judged by.
    for items in items.chunk_by(|one, next| one.is_plain() && next.is_plain()) {
        for (item, judged) in items.iter().zip(judge(connection, items, &mut devices).await?) {
            if let Some(Pushed::Judged(verdicts)) = answers.get_mut(item.number) {
                verdicts.push(Verdict { place: verdicts.len(), id: item.sent.id, judged });
            }
        }
    }
    Ok(answers)
}

/// A record, and the number of its push.
#[derive(Clone, Copy)]
struct Item<'a> {
    number: usize,
    push: &'a Push,
    sent: &'a Sent,
}

impl Item<'_> {
    /// Whether it can be judged together with others like it.
    fn is_plain(&self) -> bool {
        self.sent.read.as_ref().map_or(true, |record| is_plain(&record.body))
    }
}

/// Judges plain records together, or another one by itself.
async fn judge(
    connection: &mut Connection,
    items: &[Item<'_>],
    devices: &mut Devices,
) -> Result<Vec<Judged>, StoreError> {
    let refused: Vec<Option<Refusal>> = items.iter().map(|item| devices.refusal(item).cloned()).collect();
    let entries = items.iter().zip(&refused).filter(|(_, refused)| refused.is_none());
    let entries: Vec<_> = entries.filter_map(|(item, _)| Some((item.push.judging(), item.sent.entry()?))).collect();
    let mut taken = match (items, &*entries) {
        ([item], [(judging, entry)]) if !item.is_plain() => {
            vec![take_in(connection, judging, entry.text, entry.record).await?]
        }
        _ => take_in_several(connection, &entries).await?,
    }
    .into_iter();
    let mut judged = Vec::with_capacity(items.len());
    for (item, refused) in items.iter().zip(refused) {
        judged.push(match (refused, &item.sent.read) {
            (Some(refusal), _) => Judged::Quarantined { refusal },
            (None, Err(refusal)) => devices.put_aside(connection, item, refusal.clone()).await?,
            (None, Ok(_)) => match taken.next().ok_or(StoreError::NotDone)? {
                Taken::In => Judged::Accepted { received_at: item.push.now },
                Taken::Before(received_at) => Judged::Duplicate { received_at },
                Taken::Gone => Judged::Gone,
                Taken::Refused(refusal) => devices.put_aside(connection, item, refusal).await?,
            },
        });
    }
    Ok(judged)
}

/// What is known of the devices that send: whose they are, and what of theirs was refused.
struct Devices {
    owners: HashMap<DeviceId, AccountId>,
    refused: HashMap<(DeviceId, String), Refusal>,
}

impl Devices {
    async fn find(connection: &mut Connection, pushes: &[Arc<Push>]) -> Result<Self, StoreError> {
        let mut found = Self { owners: HashMap::new(), refused: HashMap::new() };
        let sending: BTreeSet<DeviceId> = pushes.iter().map(|push| push.device).collect();
        for devices in sql::filled(&sending.into_iter().collect::<Vec<_>>()) {
            let statement = format!(
                "SELECT d.id, d.account, q.digest, q.refusal
                 FROM devices d LEFT JOIN quarantine q ON q.device = d.id AND NOT EXISTS (
                     SELECT 1 FROM quarantine_reviews r
                     WHERE r.device = q.device AND r.digest = q.digest AND r.outcome = 'accepted')
                 WHERE d.id IN (VALUES {})",
                sql::places(1, devices.len())
            );
            let query = devices
                .iter()
                .fold(sql::query_as(AssertSqlSafe(statement)), |query, device| query.bind(device.to_string()));
            let rows: Vec<(String, String, Option<String>, Option<String>)> = query.fetch_all(connection).await?;
            for (device, account, digest, refusal) in rows {
                let device = read("devices.id", &device, DeviceId::parse)?;
                found.owners.insert(device, read("devices.account", &account, AccountId::parse)?);
                if let (Some(digest), Some(refusal)) = (digest, refusal) {
                    let refusal = read("quarantine.refusal", &refusal, |text| serde_json::from_str(text).ok())?;
                    found.refused.insert((device, digest), refusal);
                }
            }
        }
        Ok(found)
    }

    /// Binds the device to the account with its first push; says whether it is the account's.
    async fn bind(&mut self, connection: &mut Connection, push: &Push) -> Result<bool, StoreError> {
        let account = push.right.account();
        let owner = match self.owners.entry(push.device) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                // Where another process binds it just now, one of the two transactions is taken back and done again.
                sql::query("INSERT INTO devices (id, account) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
                    .bind(push.device.to_string())
                    .bind(account.to_string())
                    .execute(connection)
                    .await?;
                *new.insert(account)
            }
        };
        Ok(owner == account)
    }

    fn refusal(&self, item: &Item<'_>) -> Option<&Refusal> {
        self.refused.get(&(item.push.device, item.sent.digest.clone()))
    }

    /// Puts a record aside; sent again by the same device it is given the same answer.
    async fn put_aside(
        &mut self,
        connection: &mut Connection,
        item: &Item<'_>,
        refusal: Refusal,
    ) -> Result<Judged, StoreError> {
        let (device, digest) = (item.push.device, &item.sent.digest);
        put_aside(connection, device, digest, item.sent.text.get(), &refusal, item.push.now).await?;
        self.refused.insert((device, digest.clone()), refusal.clone());
        Ok(Judged::Quarantined { refusal })
    }
}
