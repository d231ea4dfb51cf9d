//! A push: each record gets its own answer, all in one transaction. One bad record never blocks the others, and what
//! is refused is kept aside.

use super::log::{Judging, Taken, take_in};
use super::quarantine::{put_aside, refused_before};
use super::sql::{self, Connection};
use super::{SendRight, Store, StoreError};
use crate::digest::sha256;
use serde_json::value::RawValue;
use shared::id::DeviceId;
use shared::record::{Glimpse, Record, Refusal};
use shared::reference::Reference;
use shared::sync::wire::{Judged, Verdict};
use shared::time::Instant;
use std::collections::HashMap;
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
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    if !bind_device(connection, batch.device, &right).await? {
                        return Ok(Pushed::DeviceOfAnother);
                    }
                    let judging = Judging { author: right.on(batch.device), reference: &reference, now };
                    judge_batch(connection, &judging, &batch).await.map(Pushed::Judged)
                })
            })
            .await
    }
}

/// Binds the device to the account with its first push; says whether it is the account's.
pub(super) async fn bind_device(
    connection: &mut Connection,
    device: DeviceId,
    right: &SendRight,
) -> Result<bool, StoreError> {
    let account = right.account().to_string();
    sql::query("INSERT INTO devices (id, account) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(device.to_string())
        .bind(&account)
        .execute(&mut *connection)
        .await?;
    let owner: String = sql::query_scalar("SELECT account FROM devices WHERE id = $1")
        .bind(device.to_string())
        .fetch_one(connection)
        .await?;
    Ok(owner == account)
}

pub(super) async fn judge_batch(
    connection: &mut Connection,
    judging: &Judging<'_>,
    batch: &Batch,
) -> Result<Vec<Verdict>, StoreError> {
    let mut refused = refused_before(connection, batch.device).await?;
    let mut verdicts = Vec::with_capacity(batch.texts.len());
    for (place, text) in batch.texts.iter().enumerate() {
        let text = text.get();
        let read = Record::read(text);
        let id = read.as_ref().map_or_else(|_| Glimpse::id_in(text), |record| Some(record.id));
        let judged = judge_one(connection, judging, batch.device, text, read, &mut refused).await?;
        verdicts.push(Verdict { place, id, judged });
    }
    Ok(verdicts)
}

async fn judge_one(
    connection: &mut Connection,
    judging: &Judging<'_>,
    device: DeviceId,
    text: &str,
    read: Result<Record, Refusal>,
    refused: &mut HashMap<String, Refusal>,
) -> Result<Judged, StoreError> {
    let digest = sha256(text.as_bytes());
    if let Some(refusal) = refused.get(&digest) {
        return Ok(Judged::Quarantined { refusal: refusal.clone() });
    }
    let taken = match read {
        Ok(record) => take_in(connection, judging, text, &record).await?,
        Err(refusal) => Taken::Refused(refusal),
    };
    match taken {
        Taken::In => Ok(Judged::Accepted { received_at: judging.now }),
        Taken::Before(received_at) => Ok(Judged::Duplicate { received_at }),
        Taken::Gone => Ok(Judged::Gone),
        Taken::Refused(refusal) => {
            put_aside(connection, device, &digest, text, &refusal, judging.now).await?;
            refused.insert(digest, refusal.clone());
            Ok(Judged::Quarantined { refusal })
        }
    }
}
