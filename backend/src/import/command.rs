//! `stegvis import`: one file into the store, with its progress shown and its refused rows told.

use super::identity::Identity;
use super::intake::{Counts, Intake, IntakeError};
use super::refused::{RefusalFile, Refusals, RefusalsShown};
use super::row_reader::RowReader;
use super::table::{Table, TableError};
use super::{Measurements, Participations, Steps};
use crate::clock::Clock;
use crate::config::{Import, Kind};
use crate::progress;
use crate::store::{Keep, OperatorRight, Store, StoreError};
use shared::reference::Reference;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// How an import went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every row was taken.
    Complete,
    /// Some rows were refused; the others are kept.
    Partly,
}

/// Why nothing, or not all, could be imported; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// The file.
    #[error("{} cannot be opened: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// The table in it.
    #[error(transparent)]
    Table(#[from] TableError),
    /// On the way.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No association to import for.
    #[error("there is no such association here; import participations first")]
    NoAssociation,
    /// More than one, and none was named.
    #[error("the store holds several associations; name one of them with --association: {0}")]
    WhichAssociation(String),
}

/// Imports a file and says how many rows were imported, unchanged and refused.
pub(crate) async fn run(
    import: &Import,
    store: &Store,
    reference: Arc<Reference>,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let right = OperatorRight::at_the_machine();
    let unopened = |path: &PathBuf, error| ImportError::File(path.clone(), error);
    let file = File::open(&import.file).map_err(|error| unopened(&import.file, error))?;
    let size = file.metadata().map_or(0, |about| about.len());
    let bar = progress::of_bytes(size);
    let mut reader = reader_for(import, store, right, &reference).await?;
    let table = Table::from_csv(bar.wrap_read(file), needed(import.kind))?;
    let mut refusals: Box<dyn Refusals> = match &import.errors {
        Some(path) => Box::new(RefusalFile::create(path).map_err(|error| unopened(path, error))?),
        None => Box::new(RefusalsShown::a_few()),
    };
    let keep = if import.dry_run { Keep::Nothing } else { Keep::ForGood };
    let mut intake = Intake { store, right, reference, clock, keep, refusals: &mut *refusals };
    let counts = intake.take(table, &mut *reader).await?;
    bar.finish_and_clear();
    Ok(told(counts))
}

fn told(counts: Counts) -> Outcome {
    println!("imported {}, unchanged {}, refused {}", counts.imported, counts.unchanged, counts.refused);
    if counts.refused == 0 { Outcome::Complete } else { Outcome::Partly }
}

const fn needed(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Participations => &Participations::NEEDED,
        Kind::Measurements => &Measurements::NEEDED,
        Kind::Steps => &Steps::NEEDED,
    }
}

async fn reader_for(
    import: &Import,
    store: &Store,
    right: OperatorRight,
    reference: &Arc<Reference>,
) -> Result<Box<dyn RowReader>, ImportError> {
    Ok(match import.kind {
        Kind::Participations => Box::new(Participations),
        Kind::Measurements => Box::new(Measurements::new(identity(import, store, right).await?, reference.clone())),
        Kind::Steps => Box::new(Steps { identity: identity(import, store, right).await? }),
    })
}

/// The association whose names a file without that column uses.
async fn identity(import: &Import, store: &Store, right: OperatorRight) -> Result<Identity, ImportError> {
    let all = store.associations(right).await?;
    let names: Vec<&str> = all.iter().map(|association| association.name.as_str()).collect();
    let chosen = match (&import.association, &all[..]) {
        (Some(name), all) => all.iter().find(|association| association.name == *name),
        (None, [only]) => Some(only),
        (None, []) => None,
        (None, _) => return Err(ImportError::WhichAssociation(names.join(", "))),
    };
    chosen.map(|association| Identity::within(association.id)).ok_or(ImportError::NoAssociation)
}
