//! The device's store: IndexedDB, one database for each account. What a function here has returned `Ok` for is on
//! the disk: every writing transaction asks for `durability: "strict"` and is waited for until it is complete.
//! It does not know what is shown, nor what is sent.

mod fault;
mod handle;
mod sync;

pub use handle::Store;
pub use sync::Outgoing;

use crate::state::{Draft, DraftKey, Snapshot, StoreFault, Stored};
use fault::fault;
use handle::finished;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::account::Account;
use shared::id::{AccountId, DeviceId, ParticipationId, RecordId};
use shared::record::{Body, Glimpse, Record};
use shared::time::{Instant, Month};

/// One value by name: the account, the device, the reference data, cursors, the epoch.
pub(super) const ABOUT: &str = "about";
/// Records by id.
pub(super) const RECORDS: &str = "records";
/// Ids of waiting records by their place in the device's sequence.
pub(super) const OUTBOX: &str = "outbox";
/// Unfinished answers by participation and month.
pub(super) const DRAFTS: &str = "drafts";
/// All of them.
pub(super) const STORES: [&str; 4] = [ABOUT, RECORDS, OUTBOX, DRAFTS];

pub(super) const ACCOUNT: &str = "account";
pub(super) const DEVICE: &str = "device";
pub(super) const REFERENCE: &str = "reference";
pub(super) const EPOCH: &str = "epoch";
pub(super) const CURSORS: &str = "cursors";
pub(super) const HELD_FROM: &str = "held_from";

/// Which device this is, and how many records it has made.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Device {
    pub(super) id: DeviceId,
    pub(super) made: u64,
}

/// A record that is about to be made. The store gives it its place in the device's sequence.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Its id, drawn beforehand.
    pub id: RecordId,
    /// By the device's clock.
    pub written_at: Instant,
    /// Who makes it.
    pub author: AccountId,
    /// Whose stay it is about.
    pub participation: ParticipationId,
    /// The month it is about.
    pub month: Month,
    /// What happened.
    pub body: Body,
    /// The records that it knows it is changing.
    pub seen: Vec<RecordId>,
}

impl NewRecord {
    fn made_on(self, device: Device) -> Record {
        Record {
            id: self.id,
            device: device.id,
            sequence: device.made,
            written_at: self.written_at,
            author: self.author,
            participation: self.participation,
            month: self.month,
            body: self.body,
            seen: self.seen,
        }
    }
}

impl Store {
    /// Everything the app shows.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreFault> {
        let transaction = self.reading().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let snapshot = Snapshot {
            account: get(&about, ACCOUNT).await?,
            reference: get(&about, REFERENCE).await?,
            records: all(&transaction, RECORDS).await?,
            held_from: get(&about, HELD_FROM).await?,
            drafts: all(&transaction, DRAFTS).await?,
        };
        finished(transaction).await?;
        Ok(snapshot)
    }

    /// Notes who uses this store, and makes it a device if it is new or was emptied. `device` is used only then.
    ///
    /// # Errors
    /// When nothing was kept.
    pub async fn settle(&self, account: &Account, device: DeviceId) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        put(&about, ACCOUNT, account).await?;
        if get::<Device>(&about, DEVICE).await?.is_none() {
            put(&about, DEVICE, &Device { id: device, made: 0 }).await?;
        }
        finished(transaction).await
    }

    /// Saves records and puts them into the outbox, and drops the draft that they came from, all or nothing.
    ///
    /// # Errors
    /// When nothing was saved; the draft is still there then.
    pub async fn save(&self, new: Vec<NewRecord>, draft: Option<DraftKey>) -> Result<Vec<Stored>, StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        let mut device: Device = get(&about, DEVICE).await?.ok_or(StoreFault::Broken)?;
        let mut saved = Vec::new();
        for new in new {
            device.made += 1;
            let record = new.made_on(device);
            let stored = Stored::made(record.write());
            put(&records, &record.id.to_string(), &stored).await?;
            put(&outbox, &outbox_key(device.made), &record.id).await?;
            saved.push(stored);
        }
        put(&about, DEVICE, &device).await?;
        if let Some(draft) = draft {
            remove(&transaction.object_store(DRAFTS).map_err(fault)?, &draft.to_string()).await?;
        }
        finished(transaction).await?;
        Ok(saved)
    }

    /// Keeps a draft.
    ///
    /// # Errors
    /// When it was not kept; an earlier state of it is still there then.
    pub async fn keep_draft(&self, draft: &Draft) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        put(&transaction.object_store(DRAFTS).map_err(fault)?, &draft.key.to_string(), draft).await?;
        finished(transaction).await
    }

    /// Keeps a value under a name, beside what sync keeps: what was last seen, to be read without a network.
    ///
    /// # Errors
    /// When it was not kept.
    pub async fn keep_seen<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        put(&transaction.object_store(ABOUT).map_err(fault)?, &seen_key(name), value).await?;
        finished(transaction).await
    }

    /// What was last seen under a name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn last_seen<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreFault> {
        let transaction = self.reading().await?;
        let seen = get(&transaction.object_store(ABOUT).map_err(fault)?, &seen_key(name)).await?;
        finished(transaction).await?;
        Ok(seen)
    }
}

fn seen_key(name: &str) -> String {
    format!("seen/{name}")
}

/// Keys sort as texts, so that the outbox is read in the order of the sequence.
pub(super) fn outbox_key(sequence: u64) -> String {
    format!("{sequence:020}")
}

type ObjectStore<'a> = indexed_db_futures::object_store::ObjectStore<'a>;

/// The value of that name. A value that cannot be read counts as absent: it will be fetched again.
pub(super) async fn get<T: DeserializeOwned>(store: &ObjectStore<'_>, key: &str) -> Result<Option<T>, StoreFault> {
    let text: Option<String> = store.get(key).primitive().map_err(fault)?.await.map_err(fault)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Puts a value under a name.
pub(super) async fn put<T: Serialize>(store: &ObjectStore<'_>, key: &str, value: &T) -> Result<(), StoreFault> {
    let text = serde_json::to_string(value).map_err(|_| StoreFault::Broken)?;
    store.put(text).with_key(key).primitive().map_err(fault)?.await.map_err(fault)?;
    Ok(())
}

/// The id of a stored record, made out even where this version cannot read the rest.
pub(super) fn id_of(stored: &Stored) -> Option<RecordId> {
    Glimpse::id_in(&stored.text)
}

/// Removes what stands under a name.
pub(super) async fn remove(store: &ObjectStore<'_>, key: &str) -> Result<(), StoreFault> {
    store.delete(key).primitive().map_err(fault)?.await.map_err(fault)
}

/// Everything in a store that can be read, in the order of the keys.
pub(super) async fn all<T: DeserializeOwned>(transaction: &Transaction<'_>, name: &str) -> Result<Vec<T>, StoreFault> {
    let store = transaction.object_store(name).map_err(fault)?;
    let texts = store.get_all::<String>().primitive().map_err(fault)?.await.map_err(fault)?;
    Ok(texts.filter_map(Result::ok).filter_map(|text| serde_json::from_str(&text).ok()).collect())
}
