//! What sync reads and writes without the key: the sealed outbox, the server's answers, where pulling goes on from. Each
//! step that belongs together is one transaction, so that a browser killed in between leaves either all of it or nothing.

use super::fault::fault;
use super::handle::finished;
use super::row::Row;
use super::{
    ABOUT, CURSORS, DEVICE, Device, EPOCH, OUTBOX, RECORDS, REFERENCE, Store, all, get, outbox_key, put, remove,
};
use crate::state::{Passage, StoreFault};
use indexed_db_futures::prelude::*;
use shared::id::{DeviceId, EpochId, MemberId, RecordId};
use shared::reference::{Reference, ReferenceVersion};
use shared::sync::Pending;
use shared::sync::wire::{Cursor, Judged};
use std::collections::BTreeMap;

/// A record on its way out.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Which one.
    pub pending: Pending,
    /// Its own text, sealed.
    pub text: String,
}

/// Where pulling goes on from.
#[derive(Debug, Clone)]
pub struct PullFrom {
    /// This device.
    pub device: DeviceId,
    /// The life of the server's store that the cursors belong to.
    pub epoch: Option<EpochId>,
    /// By member.
    pub cursors: BTreeMap<MemberId, Cursor>,
    /// The reference data held.
    pub reference: Option<ReferenceVersion>,
}

impl Store {
    /// What waits after a place in the sequence, in its order, within limits; at least one record if any waits there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read_outbox(&self, after: u64, records: usize, bytes: usize) -> Result<Vec<Outgoing>, StoreFault> {
        let transaction = self.reading().await?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        let kept = transaction.object_store(RECORDS).map_err(fault)?;
        let keys = outbox.get_all_keys::<String>().primitive().map_err(fault)?.await.map_err(fault)?;
        let mut out = Vec::new();
        let mut taken = 0;
        let after = outbox_key(after);
        for key in keys.filter_map(Result::ok).filter(|key| *key > after) {
            if out.len() >= records {
                break;
            }
            let Some(id) = get::<RecordId>(&outbox, &key).await? else { continue };
            let Some(text) = get::<Row>(&kept, &id.to_string()).await?.and_then(|row| row.sealed) else { continue };
            taken += text.len();
            if taken > bytes && !out.is_empty() {
                break;
            }
            let sequence = key.parse().unwrap_or(0);
            out.push(Outgoing { pending: Pending { sequence, id }, text });
        }
        finished(transaction).await?;
        Ok(out)
    }

    /// Which records wait, without reading any of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn waiting_ids(&self) -> Result<Vec<RecordId>, StoreFault> {
        let transaction = self.reading().await?;
        let ids = all(&transaction, OUTBOX).await?;
        finished(transaction).await?;
        Ok(ids)
    }

    /// Where pulling goes on from.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn pull_from(&self) -> Result<PullFrom, StoreFault> {
        let transaction = self.reading().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let device: Device = get(&about, DEVICE).await?.ok_or(StoreFault::Broken)?;
        let reference: Option<Reference> = get(&about, REFERENCE).await?;
        let from = PullFrom {
            device: device.id,
            epoch: get(&about, EPOCH).await?,
            cursors: get(&about, CURSORS).await?.unwrap_or_default(),
            reference: reference.map(|reference| reference.version),
        };
        finished(transaction).await?;
        Ok(from)
    }

    /// Keeps the server’s answers, each on its own record, and takes those records out of the outbox. A store that
    /// knows no epoch yet takes the one that judged. Nothing is left of a record about somebody who was erased.
    ///
    /// # Errors
    /// When nothing was kept; the records will be sent again.
    pub async fn keep_verdicts(&self, epoch: EpochId, verdicts: &[(Pending, Judged)]) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        if get::<EpochId>(&about, EPOCH).await?.is_none() {
            put(&about, EPOCH, &epoch).await?;
        }
        for (pending, judged) in verdicts {
            remove(&outbox, &outbox_key(pending.sequence)).await?;
            let key = pending.id.to_string();
            let Some(mut row) = get::<Row>(&records, &key).await? else { continue };
            row.stored.passage = Passage::of(judged.clone());
            match row.stored.passage {
                Passage::Gone => remove(&records, &key).await?,
                _ => put(&records, &key, &row).await?,
            }
        }
        finished(transaction).await
    }

    /// The server's store has begun a new life: what was made here waits again, the rest is marked as from an earlier
    /// life, cursors start over. Gives back what waits again.
    ///
    /// # Errors
    /// When nothing was changed.
    pub async fn start_over(&self, epoch: EpochId) -> Result<Vec<RecordId>, StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        let mut again = Vec::new();
        for before in all::<Row>(&transaction, RECORDS).await? {
            let (can_be_sent, id) = (before.can_be_sent(), before.id);
            let after = Row { stored: before.stored.clone().in_a_new_life_if(can_be_sent), ..before.clone() };
            if after == before {
                continue;
            }
            put(&records, &id.to_string(), &after).await?;
            if after.stored.passage == Passage::Waiting
                && let Some(sequence) = after.sequence
            {
                put(&outbox, &outbox_key(sequence), &id).await?;
                again.push(id);
            }
        }
        put(&about, EPOCH, &epoch).await?;
        put(&about, CURSORS, &BTreeMap::<MemberId, Cursor>::new()).await?;
        finished(transaction).await?;
        Ok(again)
    }
}
