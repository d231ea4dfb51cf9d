//! The device's store: IndexedDB, one database for each account. What a function here has returned `Ok` for is on
//! the disk: every writing transaction asks for `durability: "strict"` and is waited for until it is complete.
//! What a person said, and who it is about, is on the disk only locked or sealed; without the key ([`Store`]) what waits
//! can be sent, with it ([`OpenStore`]) it can be read. It does not know what is shown, nor what is sent.

mod fault;
mod handle;
mod key;
mod last_account;
mod lock;
mod opened;
mod pages;
mod row;
mod sync;

pub use handle::Store;
pub use key::{AboutKey, StoredKey, forget_key, keep_key, kept_key, note_renewal};
pub use lock::{Lock, OpenedBy, PinLock};
pub use opened::OpenStore;
pub use sync::Outgoing;

use crate::state::StoreFault;
use fault::fault;
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, DeviceId, ParticipationId, RecordId};
use shared::record::{Body, Record};
use shared::time::{Instant, Month};

/// One value by name: the lock, the account, the device, the reference data, cursors, the epoch.
const ABOUT: &str = "about";
/// Records by id.
const RECORDS: &str = "records";
/// Ids of waiting records by their place in the device's sequence.
const OUTBOX: &str = "outbox";
/// Unfinished answers by participation and month.
const DRAFTS: &str = "drafts";
/// All of them.
const STORES: [&str; 4] = [ABOUT, RECORDS, OUTBOX, DRAFTS];

const ACCOUNT: &str = "account";
const READING: &str = "reading";
const SEALING: &str = "sealing";
const DEVICE: &str = "device";
const REFERENCE: &str = "reference";
const EPOCH: &str = "epoch";
const CURSORS: &str = "cursors";
const HELD_FROM: &str = "held_from";

/// Which device this is, and how many records it has made.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Device {
    id: DeviceId,
    made: u64,
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

/// Keys sort as texts, so that the outbox is read in the order of the sequence.
fn outbox_key(sequence: u64) -> String {
    format!("{sequence:020}")
}

type ObjectStore<'a> = indexed_db_futures::object_store::ObjectStore<'a>;

/// The value of that name. A value that cannot be read counts as absent: it will be fetched again.
async fn get<T: DeserializeOwned>(store: &ObjectStore<'_>, key: &str) -> Result<Option<T>, StoreFault> {
    Ok(get_text(store, key).await?.and_then(|text| shared::json::read(&text).ok()))
}

// Boxed, like all that waits for the browser here: each caller would otherwise bring a copy of it.
fn get_text<'a>(store: &'a ObjectStore<'_>, key: &'a str) -> LocalBoxFuture<'a, Result<Option<String>, StoreFault>> {
    async move { store.get(key).primitive().map_err(fault)?.await.map_err(fault) }.boxed_local()
}

/// Puts a value under a name.
async fn put<T: Serialize>(store: &ObjectStore<'_>, key: &str, value: &T) -> Result<(), StoreFault> {
    put_text(store, key, serde_json::to_string(value).map_err(|_| StoreFault::Broken)?).await
}

fn put_text<'a>(store: &'a ObjectStore<'_>, key: &'a str, text: String) -> LocalBoxFuture<'a, Result<(), StoreFault>> {
    let put = async move {
        store.put(text).with_key(key).primitive().map_err(fault)?.await.map_err(fault)?;
        Ok(())
    };
    put.boxed_local()
}

/// Removes what stands under a name.
fn remove<'a>(store: &'a ObjectStore<'_>, key: &'a str) -> LocalBoxFuture<'a, Result<(), StoreFault>> {
    async move { store.delete(key).primitive().map_err(fault)?.await.map_err(fault) }.boxed_local()
}

/// Everything in a store that can be read, in the order of the keys.
async fn all<T: DeserializeOwned>(transaction: &Transaction<'_>, name: &str) -> Result<Vec<T>, StoreFault> {
    let texts = all_texts(transaction, name).await?;
    Ok(texts.iter().filter_map(|text| shared::json::read(text).ok()).collect())
}

fn all_texts<'a>(
    transaction: &'a Transaction<'_>,
    name: &'a str,
) -> LocalBoxFuture<'a, Result<Vec<String>, StoreFault>> {
    let all = async move {
        let store = transaction.object_store(name).map_err(fault)?;
        let texts = store.get_all::<String>().primitive().map_err(fault)?.await.map_err(fault)?;
        Ok(texts.filter_map(Result::ok).collect())
    };
    all.boxed_local()
}
