//! A store whose key is at hand: everything that reads or writes what a person said goes through here.

use super::fault::fault;
use super::handle::finished;
use super::lock::LOCK;
use super::row::Row;
use super::{
    ABOUT, ACCOUNT, CURSORS, DEVICE, DRAFTS, Device, HELD_FROM, Lock, NewRecord, OUTBOX, ObjectStore, OpenedBy,
    READING, RECORDS, REFERENCE, SEALING, Store, all, get, outbox_key, put, remove,
};
use crate::platform::entropy;
use crate::state::{Draft, DraftKey, Passage, Snapshot, StoreFault, Stored};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::account::{Account, Keeping};
use shared::id::{DeviceId, MemberId, RecordId};
use shared::sealing::{DataKey, Locked, SealingKey, Secret32, Tries, WrappedKey, WrappingKey};
use shared::sync::wire::Cursor;
use std::collections::BTreeMap;
use std::ops::Deref;

/// A store and its key. Dereferences to what can be done without the key.
#[derive(Debug, Clone)]
pub struct OpenStore {
    store: Store,
    pub(super) key: DataKey,
}

impl Deref for OpenStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Store {
    /// The store with its key, once somebody has unwrapped it.
    pub fn opened(self, key: DataKey) -> OpenStore {
        OpenStore { store: self, key }
    }

    /// Notes who uses this store, with the keys of the sign-in, and makes it a device if it is new or was emptied.
    /// `device` is used only then. A key that the server's half opens stays, and with it the PIN, unless that was
    /// given wrong; else there is a new key, and what was locked under the old one is fetched again.
    ///
    /// # Errors
    /// When nothing was kept.
    pub async fn settle(self, account: &Account, keeping: &Keeping, device: DeviceId) -> Result<OpenStore, StoreFault> {
        let before = self.lock().await?;
        let by = WrappingKey(keeping.recovery.clone());
        let known = before.as_ref().and_then(|lock| lock.recovery.unwrap(&by));
        // Whoever comes by a new sign-in after a wrong PIN has forgotten it, and chooses another.
        let lock = known.as_ref().and(before).filter(|lock| lock.tries.wrong == 0);
        let opened_by = lock.map_or(OpenedBy::Unchosen, |lock| lock.opened_by);
        let key = known.unwrap_or_else(entropy::data_key);
        let lock = Lock { recovery: key.wrap(&by, entropy::nonce()), opened_by, tries: Tries::default() };
        let opened = self.opened(key);

        let transaction = opened.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        put(&about, LOCK, &lock).await?;
        put(&about, SEALING, &keeping.sealing).await?;
        opened.put(&about, READING, &keeping.reading).await?;
        opened.put(&about, ACCOUNT, account).await?;
        if get::<Device>(&about, DEVICE).await?.is_none() {
            put(&about, DEVICE, &Device { id: device, made: 0 }).await?;
        }
        finished(transaction).await?;
        Ok(opened)
    }
}

impl OpenStore {
    /// Everything the app shows. What cannot be unlocked is let go, to be fetched again; what was made here stays, unseen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreFault> {
        let transaction = self.reading().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let rows: Vec<Row> = all(&transaction, RECORDS).await?;
        let records: Vec<Stored> = rows.iter().filter_map(|row| row.unlock(&self.key)).collect();
        let snapshot = Snapshot {
            account: self.get(&about, ACCOUNT).await?,
            reference: get(&about, REFERENCE).await?,
            held_from: get(&about, HELD_FROM).await?,
            drafts: self.drafts(&transaction).await?,
            records,
        };
        finished(transaction).await?;
        if snapshot.records.len() < rows.len() {
            self.let_go(&rows).await?;
        }
        Ok(snapshot)
    }

    /// Lets go of what cannot be unlocked, and starts the cursors over. What was made here and is sealed stays: it waits,
    /// or a server that is restored will ask for it. A tab whose key is no longer the store's lets go of nothing.
    async fn let_go(&self, rows: &[Row]) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let lock: Option<Lock> = get(&about, LOCK).await?;
        let is_ours = lock.is_some_and(|lock| lock.recovery.key() == self.key.id());
        let goes = |row: &&Row| row.stored.may_be_let_go(row.can_be_sent()) && row.unlock(&self.key).is_none();
        let going: Vec<&Row> = rows.iter().filter(goes).filter(|_| is_ours).collect();
        for row in &going {
            remove(&records, &row.id.to_string()).await?;
        }
        if !going.is_empty() {
            put(&about, CURSORS, &BTreeMap::<MemberId, Cursor>::new()).await?;
        }
        finished(transaction).await
    }

    /// The store's key, wrapped.
    pub fn wrap_key(&self, by: &WrappingKey) -> WrappedKey {
        self.key.wrap(by, entropy::nonce())
    }

    /// The secret to be shown with everything that reads.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn reading_secret(&self) -> Result<Option<Secret32>, StoreFault> {
        let transaction = self.reading().await?;
        let secret = self.get(&transaction.object_store(ABOUT).map_err(fault)?, READING).await?;
        finished(transaction).await?;
        Ok(secret)
    }

    /// Saves records and puts them into the outbox, sealed, and drops the draft that they came from, all or nothing.
    ///
    /// # Errors
    /// When nothing was saved; the draft is still there then.
    pub async fn save(&self, new: Vec<NewRecord>, draft: Option<DraftKey>) -> Result<Vec<Stored>, StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let outbox = transaction.object_store(OUTBOX).map_err(fault)?;
        let mut device: Device = get(&about, DEVICE).await?.ok_or(StoreFault::Broken)?;
        let sealing: SealingKey = get(&about, SEALING).await?.ok_or(StoreFault::Broken)?;
        let mut saved = Vec::new();
        for new in new {
            device.made += 1;
            let record = new.made_on(device);
            let stored = Stored::made(record.write());
            let row = Row::new(stored.clone(), &self.key).ok_or(StoreFault::Broken)?;
            let row = row.sealed(&stored.text, &sealing);
            if !row.can_be_sent() {
                return Err(StoreFault::Broken);
            }
            put(&records, &record.id.to_string(), &row).await?;
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
        let drafts = transaction.object_store(DRAFTS).map_err(fault)?;
        self.put(&drafts, &draft.key.to_string(), draft).await?;
        finished(transaction).await
    }

    /// Lets go of a record that the server put aside and somebody has dealt with; says whether it was here.
    ///
    /// # Errors
    /// When it is still there.
    pub async fn let_go_of_refused(&self, id: RecordId) -> Result<bool, StoreFault> {
        let transaction = self.writing().await?;
        let records = transaction.object_store(RECORDS).map_err(fault)?;
        let row: Option<Row> = get(&records, &id.to_string()).await?;
        let is_refused = row.is_some_and(|row| matches!(row.stored.passage, Passage::Refused(_)));
        if is_refused {
            remove(&records, &id.to_string()).await?;
        }
        finished(transaction).await?;
        Ok(is_refused)
    }

    /// Drops a draft.
    ///
    /// # Errors
    /// When it is still there.
    pub async fn drop_draft(&self, key: DraftKey) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        remove(&transaction.object_store(DRAFTS).map_err(fault)?, &key.to_string()).await?;
        finished(transaction).await
    }

    async fn drafts(&self, transaction: &Transaction<'_>) -> Result<Vec<Draft>, StoreFault> {
        let store = transaction.object_store(DRAFTS).map_err(fault)?;
        let keys = store.get_all_keys::<String>().primitive().map_err(fault)?.await.map_err(fault)?;
        let mut drafts = Vec::new();
        for key in keys.filter_map(Result::ok) {
            drafts.extend(self.get::<Draft>(&store, &key).await?);
        }
        Ok(drafts)
    }

    /// Keeps a value under a name, beside what sync keeps: what was last seen, to be read without a network.
    ///
    /// # Errors
    /// When it was not kept.
    pub async fn keep_seen<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        self.put(&about, &seen_key(name), value).await?;
        finished(transaction).await
    }

    /// What was last seen under a name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn last_seen<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreFault> {
        let transaction = self.reading().await?;
        let seen = self.get(&transaction.object_store(ABOUT).map_err(fault)?, &seen_key(name)).await?;
        finished(transaction).await?;
        Ok(seen)
    }

    /// Puts a value under a name, locked, and bound to that name.
    async fn put<T: Serialize>(&self, store: &ObjectStore<'_>, name: &str, value: &T) -> Result<(), StoreFault> {
        self.put_text(store, name, serde_json::to_string(value).map_err(|_| StoreFault::Broken)?).await
    }

    // Boxed, like its counterpart: each caller would otherwise bring a copy of it.
    fn put_text<'a>(
        &'a self,
        store: &'a ObjectStore<'_>,
        name: &'a str,
        text: String,
    ) -> LocalBoxFuture<'a, Result<(), StoreFault>> {
        async move { put(store, name, &self.key.lock(name, &text, entropy::nonce())).await }.boxed_local()
    }

    /// The value of that name; one that cannot be unlocked counts as absent.
    async fn get<T: DeserializeOwned>(&self, store: &ObjectStore<'_>, name: &str) -> Result<Option<T>, StoreFault> {
        Ok(self.get_text(store, name).await?.and_then(|text| shared::json::read(&text).ok()))
    }

    fn get_text<'a>(
        &'a self,
        store: &'a ObjectStore<'_>,
        name: &'a str,
    ) -> LocalBoxFuture<'a, Result<Option<String>, StoreFault>> {
        let text = async move {
            let locked: Option<Locked> = get(store, name).await?;
            Ok(locked.and_then(|locked| self.key.unlock(name, &locked).ok()))
        };
        text.boxed_local()
    }
}

fn seen_key(name: &str) -> String {
    format!("seen/{name}")
}
