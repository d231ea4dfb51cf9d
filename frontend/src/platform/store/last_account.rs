//! Who used this device last, in a database of the device's own, on the disk before it counts: a browser that is killed
//! right after a sign-in still knows whose store to open.

use super::fault::fault;
use super::handle::finished;
use super::{ABOUT, ACCOUNT, Store, get, put, remove};
use crate::state::StoreFault;
use shared::id::AccountId;

impl Store {
    /// Who used this device last.
    ///
    /// # Errors
    /// When the device's database cannot be read.
    pub async fn last_account() -> Result<Option<AccountId>, StoreFault> {
        let device = Self::of_the_device().await?;
        let transaction = device.reading().await?;
        let account = get(&transaction.object_store(ABOUT).map_err(fault)?, ACCOUNT).await?;
        finished(transaction).await?;
        Ok(account)
    }

    /// Notes who uses this device; nobody with `None`.
    ///
    /// # Errors
    /// When it was not kept.
    pub async fn keep_last_account(account: Option<AccountId>) -> Result<(), StoreFault> {
        let device = Self::of_the_device().await?;
        let transaction = device.writing().await?;
        let about = transaction.object_store(ABOUT).map_err(fault)?;
        match account {
            Some(account) => put(&about, ACCOUNT, &account).await?,
            None => remove(&about, ACCOUNT).await?,
        }
        finished(transaction).await
    }
}
