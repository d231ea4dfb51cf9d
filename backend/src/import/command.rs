//! `stegvis import`: one file into the store, with its progress shown and its refused rows told.

use super::identity::Identity;
use super::in_groups::InGroups;
use super::intake::{Counts, Intake, IntakeError};
use super::personal_columns;
use super::refused::{RefusalFile, Refusals, RefusalsShown};
use super::row_reader::RowReader;
use super::table::{Table, TableError};
use super::{Measurements, Participations, Steps, brought};
use crate::association_choice::{self, AssociationError};
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
    /// Its text.
    #[error("{} is not JSON: {}", .0.display(), .1)]
    NotJson(PathBuf, serde_json::Error),
    /// Its size.
    #[error("{} is larger than any price list or questionnaire; is it the right file?", .0.display())]
    TooLarge(PathBuf),
    /// The table in it.
    #[error(transparent)]
    Table(#[from] TableError),
    /// On the way.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// For whom.
    #[error(transparent)]
    Association(#[from] AssociationError),
}

/// Imports a file and says how many rows were imported, unchanged and refused.
pub(crate) async fn run(
    import: &Import,
    store: &Store,
    reference: Arc<Reference>,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let right = OperatorRight::at_the_machine();
    let mut rows: Box<dyn RowReader> = match import.kind {
        Kind::Prices => return brought::prices(import, store, right, &reference, clock).await,
        Kind::Instrument => return brought::instrument(import, store, right, &reference, clock).await,
        Kind::Participations => Box::new(Participations),
        Kind::Measurements => Box::new(Measurements::new(identity(import, store, right).await?, reference.clone())),
        Kind::Steps => Box::new(Steps { identity: identity(import, store, right).await? }),
    };
    let unopened = |path: &PathBuf, error| ImportError::File(path.clone(), error);
    let open = || File::open(&import.file).map_err(|error| unopened(&import.file, error));
    personal_columns::check(Table::open(open()?, |_| (), rows.needed())?)?;
    let file = open()?;
    let bar = progress::of_bytes(file.metadata().map_or(0, |about| about.len()));
    let watching = bar.clone();
    let table = Table::open(file, move |bytes| watching.inc(bytes), rows.needed())?;
    let mut refusals: Box<dyn Refusals> = match &import.errors {
        Some(path) => Box::new(RefusalFile::create(path).map_err(|error| unopened(path, error))?),
        None => Box::new(RefusalsShown::a_few()),
    };
    let keep = if import.dry_run { Keep::Nothing } else { Keep::ForGood };
    let mut intake = Intake { store, right, reference, clock, keep, refusals: &mut *refusals };
    let counts = match rows.grouping() {
        None => intake.take(table, &mut *rows).await?,
        Some(group) => {
            let sorted = InGroups::sort(table, group, &sorting_folder(import))?;
            let bar = progress::of_rows(sorted.rows);
            intake.take(bar.wrap_iter(sorted), &mut *rows).await?
        }
    };
    bar.finish_and_clear();
    Ok(told(counts))
}

/// Rows that do not fit in memory are sorted beside the database, where there is room for them; else where temporary
/// files are.
fn sorting_folder(import: &Import) -> PathBuf {
    import.place.location().folder().map_or_else(std::env::temp_dir, PathBuf::from)
}

pub(super) fn told(counts: Counts) -> Outcome {
    println!("imported {}, unchanged {}, refused {}", counts.imported, counts.unchanged, counts.refused);
    if counts.refused == 0 { Outcome::Complete } else { Outcome::Partly }
}

/// The association whose names a file without that column uses.
async fn identity(import: &Import, store: &Store, right: OperatorRight) -> Result<Identity, AssociationError> {
    association_choice::choose(store, right, import.association.as_deref()).await.map(Identity::within)
}
