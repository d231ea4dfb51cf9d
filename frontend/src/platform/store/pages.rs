//! Pages from the server, kept with their cursors in one transaction, and what is forgotten with them.

use super::fault::fault;
use super::handle::finished;
use super::row::Row;
use super::{
    ABOUT, CURSORS, DEVICE, DRAFTS, Device, EPOCH, HELD_FROM, OUTBOX, ObjectStore, OpenStore, RECORDS, REFERENCE,
    SEALING, all, get, outbox_key, put, remove,
};
use crate::state::{DraftKey, PagesKept, Passage, StoreFault, Stored};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use shared::id::{EpochId, MemberId, ParticipationId};
use shared::record::Record;
use shared::sealing::SealingKey;
use shared::sync::slice::holds_month;
use shared::sync::wire::{Cursor, Delivered, Page, PullResponse};
use shared::time::Month;
use std::collections::BTreeMap;

impl OpenStore {
    /// Keeps pages and their cursors together, and forgets what may no longer be held. With the last page goes what is
    /// past, and what an earlier life of the server's store has left over; and what was sealed to a key that the server
    /// does not have is sealed again. Gives back what has changed.
    ///
    /// # Errors
    /// When nothing was kept; the pages will be asked for again.
    pub async fn keep_pages(&self, answer: &PullResponse) -> Result<PagesKept, StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let mut kept = PagesKept { held_from: held_from(&about, answer).await?, ..PagesKept::default() };
        self.forget(&transaction, answer, &mut kept).await?;
        // Cursors of another life lead nowhere in this one.
        let same_life = get::<EpochId>(&about, EPOCH).await? == Some(answer.epoch);
        let known: Option<BTreeMap<MemberId, Cursor>> = if same_life { get(&about, CURSORS).await? } else { None };
        let mut cursors = known.unwrap_or_default();
        if let Some(sealing) = &answer.sealing {
            put(&about, SEALING, sealing).await?;
        }
        for page in &answer.pages {
            for delivered in &page.records {
                kept.records.extend(self.keep_delivered(&transaction, delivered).await?);
            }
            cursors.insert(page.member, page.next);
        }
        put(&about, CURSORS, &cursors).await?;
        put(&about, EPOCH, &answer.epoch).await?;
        if let Some(reference) = &answer.reference {
            put(&about, REFERENCE, reference).await?;
        }
        if !answer.has_more() {
            self.tidy_up(&transaction, answer, &mut kept).await?;
        }
        finished(transaction).await?;
        Ok(kept)
    }

    /// Keeps one record. What this app cannot read is kept all the same: a newer one will; only a text without an id is
    /// not kept.
    async fn keep_delivered(
        &self,
        transaction: &Transaction<'_>,
        delivered: &Delivered,
    ) -> Result<Option<Stored>, StoreFault> {
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let device: Device = get(&about, DEVICE).await?.ok_or(StoreFault::Broken)?;
        let text = delivered.record.get().to_owned();
        let own = Record::read(&text).ok().filter(|record| record.device == device.id);
        if let Some(record) = &own {
            // It has arrived, though the answer to its push may not have.
            remove(&transaction.object_store(OUTBOX).map_err(fault)?, &outbox_key(record.sequence)).await?;
        }
        let stored = Stored::delivered(text, delivered.received_at, own.is_some());
        let Some(mut row) = Row::new(stored.clone(), &self.key) else { return Ok(None) };
        if own.is_some()
            && let Some(sealing) = get::<SealingKey>(&about, SEALING).await?
        {
            // A server that is restored may ask for it while this device is locked.
            row = row.sealed(&stored.text, &sealing);
        }
        put(&records, &row.id.to_string(), &row).await?;
        Ok(Some(stored))
    }

    /// Forgets participations, but never a record that still waits to be sent.
    async fn forget(
        &self,
        transaction: &Transaction<'_>,
        answer: &PullResponse,
        kept: &mut PagesKept,
    ) -> Result<(), StoreFault> {
        let all_of = |list: fn(&Page) -> &Vec<ParticipationId>| answer.pages.iter().flat_map(list).copied();
        let erased: Vec<ParticipationId> = all_of(|page| &page.erased).collect();
        kept.forgotten = all_of(|page| &page.forget).chain(erased.iter().copied()).collect();
        if kept.forgotten.is_empty() {
            return Ok(());
        }
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        for row in all::<Row>(transaction, RECORDS).await? {
            let Some(participation) = row.participation.filter(|one| kept.forgotten.contains(one)) else { continue };
            let key = row.id.to_string();
            match row.stored.clone().forgotten(erased.contains(&participation)) {
                Some(left) => {
                    let row = Row { stored: left, ..row };
                    put(&records, &key, &row).await?;
                    kept.records.extend(row.unlock(&self.key));
                }
                None => remove(&records, &key).await?,
            }
        }
        remove_drafts(transaction, &kept.forgotten).await
    }

    async fn tidy_up(
        &self,
        transaction: &Transaction<'_>,
        answer: &PullResponse,
        kept: &mut PagesKept,
    ) -> Result<(), StoreFault> {
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let sealing: Option<SealingKey> = get(&about, SEALING).await?;
        for row in all::<Row>(transaction, RECORDS).await? {
            let outside = !holds_month(kept.held_from, row.monthly);
            if row.stored.is_left_over() || row.stored.is_past_outside(answer.now, outside) {
                remove(&records, &row.id.to_string()).await?;
                kept.dropped.push(row.id);
            } else if let Some(sealing) = &sealing
                && let Some(again) = self.sealed_again(row, sealing)
            {
                put(&records, &again.id.to_string(), &again).await?;
                let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
                put(&outbox, &outbox_key(again.sequence.unwrap_or_default()), &again.id).await?;
                kept.records.extend(again.unlock(&self.key));
            }
        }
        Ok(())
    }

    /// A record that was refused because the server does not have the key that it was sealed to, sealed to the present
    /// key and waiting again.
    fn sealed_again(&self, row: Row, to: &SealingKey) -> Option<Row> {
        if !row.stored.is_to_be_sealed_again(to.id) {
            return None;
        }
        let text = row.unlock(&self.key)?.text;
        let mut row = row.sealed(&text, to);
        row.stored.passage = Passage::Waiting;
        row.can_be_sent().then_some(row)
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

async fn remove_drafts(transaction: &Transaction<'_>, forget: &[ParticipationId]) -> Result<(), StoreFault> {
    let drafts = transaction.object_store(DRAFTS).map_err(fault)?;
    let keys = drafts.get_all_keys::<String>().primitive().map_err(fault)?.await.map_err(fault)?;
    for name in keys.filter_map(Result::ok) {
        if DraftKey::parse(&name).is_some_and(|key| forget.contains(&key.participation)) {
            remove(&drafts, &name).await?;
        }
    }
    Ok(())
}
