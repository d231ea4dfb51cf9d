//! Where the phone's own key is kept: in a database of its own for each account, since the browser keeps the key itself and
//! no text of it. It is bound to the account, so that the next person on this phone renews nothing of the one before.

use super::fault::{fault, open_fault};
use super::handle::{finished, in_time};
use super::{get, put, remove};
use crate::state::StoreFault;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, DeviceKeyId};
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

const KEY: &str = "key";
const ABOUT_KEY: &str = "about";

/// A private key that the browser holds.
#[derive(Debug, Clone)]
pub struct StoredKey(pub CryptoKey);

/// What is known of it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct AboutKey {
    /// By which name the server knows it.
    pub id: DeviceKeyId,
    /// When it renewed the session last, by the phone's clock.
    pub renewed_at: Instant,
}

async fn writing(account: AccountId) -> Result<Transaction<'static>, StoreFault> {
    let opening =
        Database::open(format!("stegvis-key-{account}")).with_version(1_u8).with_on_upgrade_needed(|_, database| {
            database.create_object_store(KEY).build()?;
            Ok(())
        });
    // Leaked like every other handle here: a transaction borrows it, and this is opened a few times at most.
    let database: &'static Database = Box::leak(Box::new(in_time(async { opening.await.map_err(open_fault) }).await?));
    let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
    let transaction = database.transaction(KEY).with_mode(TransactionMode::Readwrite).with_options(strict);
    transaction.build().map_err(fault)
}

/// Keeps the key of an account's phone, in place of the one before.
///
/// # Errors
/// When it was not kept.
pub async fn keep_key(account: AccountId, key: &StoredKey, about: &AboutKey) -> Result<(), StoreFault> {
    let transaction = writing(account).await?;
    let store = transaction.object_store(KEY).map_err(fault)?;
    let value: &JsValue = key.0.as_ref();
    store.put(value.clone()).with_key(KEY).primitive().map_err(fault)?.await.map_err(fault)?;
    put(&store, ABOUT_KEY, about).await?;
    finished(transaction).await
}

/// The key of an account's phone.
///
/// # Errors
/// When it cannot be read.
pub async fn kept_key(account: AccountId) -> Result<Option<(StoredKey, AboutKey)>, StoreFault> {
    let transaction = writing(account).await?;
    let store = transaction.object_store(KEY).map_err(fault)?;
    let key: Option<JsValue> = store.get(KEY).primitive().map_err(fault)?.await.map_err(fault)?;
    let about: Option<AboutKey> = get(&store, ABOUT_KEY).await?;
    finished(transaction).await?;
    let key = key.and_then(|key| key.dyn_into::<CryptoKey>().ok()).map(StoredKey);
    Ok(key.zip(about))
}

/// Notes when the key renewed the session.
///
/// # Errors
/// When it was not noted.
pub async fn note_renewal(account: AccountId, about: &AboutKey) -> Result<(), StoreFault> {
    let transaction = writing(account).await?;
    put(&transaction.object_store(KEY).map_err(fault)?, ABOUT_KEY, about).await?;
    finished(transaction).await
}

/// Lets go of the key: this phone does not come back by itself.
///
/// # Errors
/// When it is still there.
pub async fn forget_key(account: AccountId) -> Result<(), StoreFault> {
    let transaction = writing(account).await?;
    let store = transaction.object_store(KEY).map_err(fault)?;
    remove(&store, KEY).await?;
    remove(&store, ABOUT_KEY).await?;
    finished(transaction).await
}
