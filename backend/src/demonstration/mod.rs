//! The demonstration: a store of invented people, their accounts, and links to sign in with.

mod casting;
mod data;
mod link;
mod shift;

pub(crate) use link::print as link;

use crate::clock::Clock;
use crate::import::{IntakeError, TableError};
use crate::origin::Origin;
use crate::store::{Found, NotADemonstration, OpenError, OperatorRight, Store, StoreError, database_file, peek};
use shared::reference::Reference;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why there can be no demonstration; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// The folder holds real data.
    #[error("the store in {} is no demonstration; choose another folder with --data", .0.display())]
    RealStore(PathBuf),
    /// No store at all.
    #[error("there is no store in {}; start one with `stegvis demo`", .0.display())]
    NoStore(PathBuf),
    /// An earlier demonstration's files stay.
    #[error("an earlier demonstration's file {} cannot be deleted: {}", .0.display(), .1)]
    NotDeleted(PathBuf, io::Error),
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
    folder: &Path,
    reference: &Arc<Reference>,
    clock: Clock,
) -> Result<(), DemoError> {
    let last_complete = clock.now().date().month().plus(-1);
    let begun = store.begin_demonstration(OperatorRight::at_the_machine(), last_complete).await?;
    let until = begun.map_err(|NotADemonstration| DemoError::RealStore(folder.into()))?;
    if !store.is_cast().await? {
        eprintln!("Loading the demonstration’s data up to {until} …");
        data::load(store, reference, clock, until).await?;
        data::cast(store, until).await?;
    }
    Ok(())
}

/// Refuses a folder that holds somebody's data, before anything in it is touched.
pub(crate) async fn refuse_a_real_store(folder: &Path) -> Result<(), DemoError> {
    match peek(folder).await? {
        Found::Real => Err(DemoError::RealStore(folder.into())),
        Found::Nothing | Found::Demonstration => Ok(()),
    }
}

/// Deletes an earlier demonstration's database, and nothing else.
pub(crate) fn forget_earlier(folder: &Path) -> Result<(), DemoError> {
    for ending in ["", "-wal", "-shm"] {
        let mut file = database_file(folder).into_os_string();
        file.push(ending);
        let file = PathBuf::from(file);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(DemoError::NotDeleted(file, error)),
            _ => {}
        }
    }
    Ok(())
}

/// Prints a fresh link for each part.
pub(crate) async fn print_links(store: &Store, origin: &Origin, clock: Clock) -> Result<(), DemoError> {
    for role in link::PARTS {
        let link = link::make(store, role, None, origin, clock).await?;
        println!("{:<20} {link}", role.as_str());
    }
    Ok(())
}
