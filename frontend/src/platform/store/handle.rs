//! The handle to one account's database. Browsers close handles under a running app; a dead one is opened again.

use super::fault::{fault, open_fault};
use super::{ABOUT, STORES, put, remove};
use crate::state::StoreFault;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use shared::id::AccountId;
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

/// The layout of the database that this version writes. The first layout held texts in the clear, and was never part of
/// a released version: what is found of it goes.
const VERSION: u8 = 2;

/// What is written to try the store out, about as much as a sign-in keeps.
const TRIAL: &str = "trial";
const TRIAL_BYTES: usize = 16 * 1024;

/// The name of the device's own database.
const DEVICE: &str = "stegvis";

/// One account's store on this device.
#[derive(Debug, Clone)]
pub struct Store {
    name: Rc<str>,
    // Leaked on purpose when replaced: a transaction borrows its database, and handles die at most a few times.
    open: Rc<RefCell<&'static Database>>,
}

impl Store {
    /// Whether anything can be kept here at all; to be asked before a link is used up for nothing.
    ///
    /// # Errors
    /// Why nothing can be kept.
    pub async fn try_out() -> Result<(), StoreFault> {
        let device = Self::of_the_device().await?;
        // Not only opened: a full device opens it as well.
        let transaction = device.writing().await?;
        put(&transaction.object_store(ABOUT).map_err(fault)?, TRIAL, &" ".repeat(TRIAL_BYTES)).await?;
        finished(transaction).await?;
        let transaction = device.writing().await?;
        remove(&transaction.object_store(ABOUT).map_err(fault)?, TRIAL).await?;
        finished(transaction).await
    }

    /// Opens the store of an account, and makes it where it is new.
    ///
    /// # Errors
    /// Why it cannot be opened, as a person would want to know.
    pub async fn open(account: AccountId) -> Result<Self, StoreFault> {
        Self::named(format!("stegvis-{account}").into()).await
    }

    /// The device's own.
    pub(super) async fn of_the_device() -> Result<Self, StoreFault> {
        Self::named(DEVICE.into()).await
    }

    async fn named(name: Rc<str>) -> Result<Self, StoreFault> {
        let open = Rc::new(RefCell::new(open(&name).await?));
        Ok(Self { name, open })
    }

    pub(super) async fn reading(&self) -> Result<Transaction<'static>, StoreFault> {
        self.begin(TransactionMode::Readonly).await
    }

    pub(super) async fn writing(&self) -> Result<Transaction<'static>, StoreFault> {
        self.begin(TransactionMode::Readwrite).await
    }

    /// Begins a transaction over all stores; opens the database again if its handle is dead.
    async fn begin(&self, mode: TransactionMode) -> Result<Transaction<'static>, StoreFault> {
        let database = *self.open.borrow();
        let transaction = match begin_on(database, mode) {
            Ok(transaction) => transaction,
            Err(_) => {
                let database = open(&self.name).await?;
                self.open.replace(database);
                begin_on(database, mode).map_err(fault)?
            }
        };
        in_time(begun(&transaction)).await?;
        Ok(transaction)
    }
}

/// How long the browser may take to begin, in milliseconds. When it takes longer, something holds the store.
const PATIENCE: u32 = 10 * 1000;

/// Gives up on what something else holds up: another tab with another version, or a browser that has lost its way.
pub(super) async fn in_time<T>(work: impl Future<Output = Result<T, StoreFault>>) -> Result<T, StoreFault> {
    match select(pin!(work), TimeoutFuture::new(PATIENCE)).await {
        Either::Left((done, _)) => done,
        Either::Right(_) => Err(StoreFault::Blocked),
    }
}

/// A transaction has begun when its first request is answered; until then others may hold it up.
async fn begun(transaction: &Transaction<'static>) -> Result<(), StoreFault> {
    let about = transaction.object_store(ABOUT).map_err(fault)?;
    about.count().primitive().map_err(fault)?.await.map_err(fault)?;
    Ok(())
}

/// Waits until a transaction has run to its end: one that writes is on the disk then. The library's own `commit` does
/// not tell why a browser gave up, so that a full device would look like any other fault; and a transaction that is
/// only dropped is rolled back.
pub(super) async fn finished(transaction: Transaction<'static>) -> Result<(), StoreFault> {
    let done = transaction.on_done().map_err(fault)?;
    if done.await.is_ok() {
        return Ok(());
    }
    Err(transaction.error().map_or(StoreFault::Broken, fault))
}

fn begin_on(
    database: &'static Database,
    mode: TransactionMode,
) -> Result<Transaction<'static>, indexed_db_futures::error::Error> {
    let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
    database.transaction(STORES).with_mode(mode).with_options(strict).build()
}

async fn open(name: &str) -> Result<&'static Database, StoreFault> {
    let opening = Database::open(name).with_version(VERSION).with_on_upgrade_needed(|_, database| {
        let present: Vec<String> = database.object_store_names().collect();
        for store in present {
            database.delete_object_store(&store)?;
        }
        for store in STORES {
            database.create_object_store(store).build()?;
        }
        Ok(())
    });
    let database = in_time(async { opening.await.map_err(open_fault) }).await?;
    debug_assert!(database.object_store_names().any(|name| name == ABOUT), "the upgrade made the stores");
    Ok(Box::leak(Box::new(database)))
}
