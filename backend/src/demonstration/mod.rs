//! The demonstration: a store of invented people, their accounts, and links to sign in with.

mod casting;
mod data;
mod link;
mod shift;

pub(crate) use link::print as link;

use crate::clock::Clock;
use crate::import::{IntakeError, TableError};
use crate::origin::Origin;
use crate::store::{Found, Location, NotADemonstration, OpenError, OperatorRight, Store, StoreError, peek};
use shared::reference::Reference;
use std::sync::Arc;

/// Why there can be no demonstration; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// It holds real data.
    #[error("the store in {0} is no demonstration; choose another place with --data or --database")]
    RealStore(Location),
    /// No store at all.
    #[error("there is no store in {0}; start one with `stegvis demo`")]
    NoStore(Location),
    /// The store.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store, later.
    #[error("the demonstration cannot be prepared: {0}")]
    Store(#[from] StoreError),
    /// Built-in data.
    #[error("the demonstration's data cannot be read: {0}")]
    Table(#[from] TableError),
    /// Built-in data, later.
    #[error("the demonstration's data cannot be loaded: {0}")]
    Intake(#[from] IntakeError),
    /// Built-in data that break the product's own rules.
    #[error("{0} rows of the demonstration's data were refused; the log says why")]
    DataRefused(u64),
    /// Nobody to sign in as.
    #[error("nobody in the demonstration's data can play a part")]
    NobodyToPlay,
    /// No such account.
    #[error("the demonstration has no such account")]
    NoSuchAccount,
    /// No secret for a link.
    #[error(transparent)]
    NoEntropy(#[from] crate::entropy::NoEntropy),
}

/// Loads the data and casts the parts, unless that was done before.
pub(crate) async fn prepare(
    store: &Store,
    location: &Location,
    reference: &Arc<Reference>,
    clock: Clock,
) -> Result<(), DemoError> {
    let last_complete = clock.now().date().month().plus(-1);
    let begun = store.begin_demonstration(OperatorRight::at_the_machine(), last_complete).await?;
    let until = begun.map_err(|NotADemonstration| DemoError::RealStore(location.clone()))?;
    if !store.is_cast().await? {
        eprintln!("Loading the demonstration’s data up to {until} …");
        data::load(store, reference, clock, until).await?;
        data::cast(store, until).await?;
    }
    Ok(())
}

/// Refuses a place that holds somebody's data, before anything in it is touched.
pub(crate) async fn refuse_a_real_store(location: &Location) -> Result<(), DemoError> {
    match peek(location).await? {
        Found::Real => Err(DemoError::RealStore(location.clone())),
        Found::Nothing | Found::Demonstration => Ok(()),
    }
}

/// Prints a fresh link for each part.
pub(crate) async fn print_links(store: &Store, origin: &Origin, clock: Clock) -> Result<(), DemoError> {
    for role in link::PARTS {
        let link = link::make(store, role, None, origin, clock).await?;
        println!("{:<20} {link}", role.as_str());
    }
    Ok(())
}
