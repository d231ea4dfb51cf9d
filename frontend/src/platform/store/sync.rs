//! What sync reads and writes: the outbox, the server's answers, pages with their cursors. Each step that belongs
//! together is one transaction, so that a browser killed in between leaves either all of it or nothing.

use super::fault::fault;
use super::handle::finished;
use super::{
    ABOUT, CURSORS, DEVICE, DRAFTS, Device, EPOCH, HELD_FROM, OUTBOX, ObjectStore, RECORDS, REFERENCE, Store, all, get,
    id_of, outbox_key, put, remove,
};
use crate::state::{Draft, PagesKept, Passage, StoreFault, Stored};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use shared::id::{DeviceId, EpochId, MemberId, ParticipationId, RecordId};
use shared::record::{Glimpse, Record};
use shared::reference::{Reference, ReferenceVersion};
use shared::sync::Pending;
use shared::sync::wire::{Cursor, Judged, Page, PullResponse};
use shared::time::Month;
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
            let Some(mut stored) = get::<Stored>(&records, &key).await? else { continue };
            stored.passage = Passage::of(judged.clone());
            match stored.passage {
                Passage::Gone => remove(&records, &key).await?,
                _ => put(&records, &key, &stored).await?,
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
        for before in all::<Stored>(&transaction, RECORDS).await? {
            let Some(id) = id_of(&before) else { continue };
            let after = before.clone().in_a_new_life();
            if after == before {
                continue;
            }
            put(&records, &id.to_string(), &after).await?;
            if after.passage == Passage::Waiting
                && let Some(record) = after.read()
            {
                put(&outbox, &outbox_key(record.sequence), &id).await?;
                again.push(id);
            }
        }
        put(&about, EPOCH, &epoch).await?;
        put(&about, CURSORS, &BTreeMap::<MemberId, Cursor>::new()).await?;
        finished(transaction).await?;
        Ok(again)
    }

    /// Keeps pages and their cursors together, and forgets what may no longer be held. With the last page goes what is
    /// past, and what an earlier life of the server's store has left over. Gives back what has changed.
    ///
    /// # Errors
    /// When nothing was kept; the pages will be asked for again.
    pub async fn keep_pages(&self, answer: &PullResponse) -> Result<PagesKept, StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        let device: Device = get(&about, DEVICE).await?.ok_or(StoreFault::Broken)?;
        let mut kept = PagesKept { held_from: held_from(&about, answer).await?, ..PagesKept::default() };
        forget(&transaction, answer, &mut kept).await?;
        // Cursors of another life lead nowhere in this one.
        let same_life = get::<EpochId>(&about, EPOCH).await? == Some(answer.epoch);
        let known: Option<BTreeMap<MemberId, Cursor>> = if same_life { get(&about, CURSORS).await? } else { None };
        let mut cursors = known.unwrap_or_default();
        for page in &answer.pages {
            for delivered in &page.records {
                let text = delivered.record.get().to_owned();
                // What this app cannot read is kept all the same: a newer one will.
                let Some(id) = Glimpse::id_in(&text) else { continue };
                let own = Record::read(&text).ok().filter(|record| record.device == device.id);
                if let Some(record) = &own {
                    // It has arrived, though the answer to its push may not have.
                    remove(&outbox, &outbox_key(record.sequence)).await?;
                }
                let own = own.is_some();
                let stored = Stored::delivered(text, delivered.received_at, own);
                put(&records, &id.to_string(), &stored).await?;
                kept.records.push(stored);
            }
            cursors.insert(page.member, page.next);
        }
        put(&about, CURSORS, &cursors).await?;
        put(&about, EPOCH, &answer.epoch).await?;
        if let Some(reference) = &answer.reference {
            put(&about, REFERENCE, reference).await?;
        }
        if !answer.has_more() {
            drop_what_is_past(&transaction, answer, &mut kept).await?;
        }
        finished(transaction).await?;
        Ok(kept)
    }
}

/// The first month that this device holds: it never goes back, since what was dropped is not sent again.
async fn held_from(about: &ObjectStore<'_>, answer: &PullResponse) -> Result<Option<Month>, StoreFault> {
    let held_from = answer.held_from.max(get(about, HELD_FROM).await?);
    if let Some(month) = held_from {
        put(about, HELD_FROM, &month).await?;
    }
    Ok(held_from)
}

/// Forgets participations, but never a record that still waits to be sent.
async fn forget(transaction: &Transaction<'_>, answer: &PullResponse, kept: &mut PagesKept) -> Result<(), StoreFault> {
    let all_of = |list: fn(&Page) -> &Vec<ParticipationId>| answer.pages.iter().flat_map(list).copied();
    let erased: Vec<ParticipationId> = all_of(|page| &page.erased).collect();
    kept.forgotten = all_of(|page| &page.forget).chain(erased.iter().copied()).collect();
    if kept.forgotten.is_empty() {
        return Ok(());
    }
    let records = transaction.object_store(RECORDS).map_err(fault)?;
    for stored in all::<Stored>(transaction, RECORDS).await? {
        let Some(Glimpse { id, participation: Some(participation), .. }) = Glimpse::of(&stored.text) else { continue };
        if !kept.forgotten.contains(&participation) {
            continue;
        }
        match stored.forgotten(erased.contains(&participation)) {
            Some(left) => {
                put(&records, &id.to_string(), &left).await?;
                kept.records.push(left);
            }
            None => remove(&records, &id.to_string()).await?,
        }
    }
    remove_drafts(transaction, &kept.forgotten).await
}

async fn drop_what_is_past(
    transaction: &Transaction<'_>,
    answer: &PullResponse,
    kept: &mut PagesKept,
) -> Result<(), StoreFault> {
    let records = transaction.object_store(RECORDS).map_err(fault)?;
    for stored in all::<Stored>(transaction, RECORDS).await? {
        let Some(id) = id_of(&stored) else { continue };
        if stored.is_left_over() || stored.is_past(answer.now, kept.held_from) {
            remove(&records, &id.to_string()).await?;
            kept.dropped.push(id);
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
