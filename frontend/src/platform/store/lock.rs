//! The lock of the device's store: the data key, wrapped by the PIN and by what the server hands out at sign-in, and the
//! wrong PINs since the last right one. Whoever has the row alone can read nothing with it.

use super::fault::fault;
use super::handle::finished;
use super::{ABOUT, Store, get, put};
use crate::state::StoreFault;
use serde::{Deserialize, Serialize};
use shared::sealing::{PinWork, Secret32, Tries, WrappedKey};
use shared::time::Instant;

/// The lock's name among the values about the store.
pub(super) const LOCK: &str = "lock";

/// The lock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// The data key, wrapped by the server's half.
    pub recovery: WrappedKey,
    /// How the person opens it; chosen right after the first sign-in.
    #[serde(default)]
    pub opened_by: OpenedBy,
    /// Wrong PINs.
    #[serde(default)]
    pub tries: Tries,
}

/// How the person opens the store again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenedBy {
    /// Not chosen yet.
    #[default]
    Unchosen,
    /// By a PIN.
    Pin(PinLock),
    /// By a new sign-in each time: others use this device as well.
    SignInOnly,
}

/// The data key, wrapped by a PIN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PinLock {
    /// Mixed into the PIN's key.
    pub salt: Secret32,
    /// How much work making that key is.
    pub work: PinWork,
    /// The data key.
    pub wrapped: WrappedKey,
}

impl Store {
    /// The lock; `None` where the store is new, or the browser has emptied it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn lock(&self) -> Result<Option<Lock>, StoreFault> {
        let transaction = self.reading().await?;
        let lock = get(&transaction.object_store(ABOUT).map_err(fault)?, LOCK).await?;
        finished(transaction).await?;
        Ok(lock)
    }

    /// Begins a try of the PIN: in one transaction it looks whether one may be made now, and counts it as a wrong one, so
    /// that neither a second tab nor closing the app gives it back. The inner error says how long to wait.
    ///
    /// # Errors
    /// When the store failed, or is not opened by a PIN.
    pub async fn begin_try(&self, now: Instant) -> Result<Result<(PinLock, Tries), Tries>, StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let lock: Lock = get(&about, LOCK).await?.ok_or(StoreFault::Broken)?;
        let OpenedBy::Pin(pin) = lock.opened_by.clone() else { return Err(StoreFault::Broken) };
        if lock.tries.wait(now) > 0 {
            return Ok(Err(lock.tries));
        }
        let tries = lock.tries.after_a_wrong_one(now);
        put(&about, LOCK, &Lock { tries, ..lock }).await?;
        match finished(transaction).await {
            // A full device keeps nobody out who has the right one.
            Ok(()) | Err(StoreFault::Full) => Ok(Ok((pin, tries))),
            Err(fault) => Err(fault),
        }
    }

    /// Changes the lock.
    ///
    /// # Errors
    /// When it was not changed, or there is none.
    pub async fn change_lock(&self, change: impl FnOnce(Lock) -> Lock) -> Result<(), StoreFault> {
        let transaction = self.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        let lock: Lock = get(&about, LOCK).await?.ok_or(StoreFault::Broken)?;
        put(&about, LOCK, &change(lock)).await?;
        finished(transaction).await
    }
}
