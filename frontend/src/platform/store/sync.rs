//! What sync reads and writes: the outbox, the server's answers, pages with their cursors. Each step that belongs
//! together is one transaction, so that a browser killed in between leaves either all of it or nothing.

use super::fault::fault;
use super::handle::finished;
use super::{
    ABOUT, CURSORS, DEVICE, DRAFTS, Device, EPOCH, OUTBOX, RECORDS, REFERENCE, Store, all, get, outbox_key, put, remove,
};
use crate::state::{Draft, Passage, StoreFault, Stored};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use shared::id::{DeviceId, EpochId, MemberId, ParticipationId, RecordId};
use shared::record::Record;
use shared::reference::{Reference, ReferenceVersion};
use shared::sync::Pending;
use shared::sync::wire::{Cursor, Judged, PullResponse};
use std::collections::BTreeMap;

/// A record on its way out.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Which one.
    pub pending: Pending,
    /// Its own text.
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
    /// What waits, in the order of the sequence, within limits; at least one record if any waits.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read_outbox(&self, records: usize, bytes: usize) -> Result<Vec<Outgoing>, StoreFault> {
        let transaction = self.reading().await?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        let kept = transaction.object_store(RECORDS).map_err(fault)?;
        let keys = outbox.get_all_keys::<String>().primitive().map_err(fault)?.await.map_err(fault)?;
        let mut out = Vec::new();
        let mut taken = 0;
        for key in keys.filter_map(Result::ok).take(records) {
            let Some(id) = get::<RecordId>(&outbox, &key).await? else { continue };
            let Some(stored) = get::<Stored>(&kept, &id.to_string()).await? else { continue };
            taken += stored.text.len();
            if taken > bytes && !out.is_empty() {
                break;
            }
            let sequence = key.parse().unwrap_or(0);
            out.push(Outgoing { pending: Pending { sequence, id }, text: stored.text });
        }
        finished(transaction).await?;
        Ok(out)
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

    /// Keeps the server's answers, each on its own record, and takes those records out of the outbox.
    ///
    /// # Errors
    /// When nothing was kept; the records will be sent again.
    pub async fn keep_verdicts(&self, verdicts: &[(RecordId, Judged)]) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        for (id, judged) in verdicts {
            let key = id.to_string();
            let Some(mut stored) = get::<Stored>(&records, &key).await? else { continue };
            stored.passage = Passage::of(judged.clone());
            if let Some(record) = stored.read() {
                remove(&outbox, &outbox_key(record.sequence)).await?;
            }
            put(&records, &key, &stored).await?;
        }
        finished(transaction).await
    }

    /// The server's store has begun a new life: own records received in the old one wait again, cursors start over.
    ///
    /// # Errors
    /// When nothing was changed.
    pub async fn start_over(&self, epoch: EpochId) -> Result<Vec<RecordId>, StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        let mut again = Vec::new();
        for mut stored in all::<Stored>(&transaction, RECORDS).await? {
            if !stored.own || !matches!(stored.passage, Passage::Received(_)) {
                continue;
            }
            if let Some(record) = stored.read() {
                stored.passage = Passage::Waiting;
                put(&records, &record.id.to_string(), &stored).await?;
                put(&outbox, &outbox_key(record.sequence), &record.id).await?;
                again.push(record.id);
            }
        }
        put(&about, EPOCH, &epoch).await?;
        put(&about, CURSORS, &BTreeMap::<MemberId, Cursor>::new()).await?;
        finished(transaction).await?;
        Ok(again)
    }

    /// Keeps pages and their cursors together, and forgets what may no longer be held.
    /// Gives back the records that are new here and the participations forgotten.
    ///
    /// # Errors
    /// When nothing was kept; the pages will be asked for again.
    pub async fn keep_pages(&self, answer: &PullResponse) -> Result<(Vec<Stored>, Vec<ParticipationId>), StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let mut cursors: BTreeMap<MemberId, Cursor> = get(&about, CURSORS).await?.unwrap_or_default();
        let forget: Vec<ParticipationId> = answer.pages.iter().flat_map(|page| page.forget.iter().copied()).collect();
        if !forget.is_empty() {
            remove_received(&transaction, &forget).await?;
            remove_drafts(&transaction, &forget).await?;
        }
        let device: Device = get(&about, DEVICE).await?.ok_or(StoreFault::Broken)?;
        let mut received = Vec::new();
        for page in &answer.pages {
            for delivered in &page.records {
                let text = delivered.record.get().to_owned();
                // What this app cannot read is not lost: the server has it, and a newer app starts over.
                let Ok(record) = Record::read(&text) else { continue };
                let passage = Passage::Received(delivered.received_at);
                let stored = Stored { text, passage, own: record.device == device.id };
                put(&records, &record.id.to_string(), &stored).await?;
                received.push(stored);
            }
            cursors.insert(page.member, page.next);
        }
        put(&about, CURSORS, &cursors).await?;
        put(&about, EPOCH, &answer.epoch).await?;
        if let Some(reference) = &answer.reference {
            put(&about, REFERENCE, reference).await?;
        }
        finished(transaction).await?;
        Ok((received, forget))
    }
}

/// Removes records of participations, but never one that still waits to be sent.
async fn remove_received(transaction: &Transaction<'_>, forget: &[ParticipationId]) -> Result<(), StoreFault> {
    let records = transaction.object_store(RECORDS).map_err(fault)?;
    for stored in all::<Stored>(transaction, RECORDS).await? {
        let Some(record) = stored.read() else { continue };
        if forget.contains(&record.participation) && stored.passage != Passage::Waiting {
            remove(&records, &record.id.to_string()).await?;
        }
    }
    Ok(())
}

async fn remove_drafts(transaction: &Transaction<'_>, forget: &[ParticipationId]) -> Result<(), StoreFault> {
    let drafts = transaction.object_store(DRAFTS).map_err(fault)?;
    for draft in all::<Draft>(transaction, DRAFTS).await? {
        if forget.contains(&draft.key.participation) {
            remove(&drafts, &draft.key.to_string()).await?;
        }
    }
    Ok(())
}
