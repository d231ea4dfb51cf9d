//! `stegvis import`: one file into the store, with its progress shown and its refused rows told.

use super::identity::Identity;
use super::in_groups::InGroups;
use super::intake::{Counts, Intake, IntakeError};
use super::personal_columns;
use super::refused::{RefusalFile, Refusals, RefusalsShown};
use super::row_reader::RowReader;
use super::table::{Table, TableError};
use super::{Measurements, Participations, Steps, brought, goals, volume};
use crate::association_choice::{self, AssociationError};
use crate::clock::Clock;
use crate::config::{Import, Kind};
use crate::progress;
use crate::store::{ImportRight, Keep, OperatorRight, Store, StoreError};
use indicatif::ProgressBar;
use shared::audit::{Entry, Reason, Scope, What, Who};
use shared::reference::Reference;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

const MEGABYTE: u64 = 1_000_000;
/// Some twenty million ratings: no association has so many, and more is another file by mistake.
const MOST_BYTES: u64 = 1_000 * MEGABYTE;

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
    /// A pipe, a folder, a device.
    #[error("{} is no file on a disk; an import reads its file twice, so save it as one first", .0.display())]
    NotAFile(PathBuf),
    /// A table's size.
    #[error(
        "{} has {} MB, and a table of at most {} MB is taken; split it into files of whole participations, each with the header row, and import one after the other",
        .0.display(), .1 / MEGABYTE, MOST_BYTES / MEGABYTE
    )]
    TooMuch(PathBuf, u64),
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

/// Imports a file and says how many rows were imported, unchanged and refused. That it is done is noted before anything
/// is taken in, and in the logs of those whom it concerns when it is over.
pub(crate) async fn run(
    import: &Import,
    store: &Store,
    reference: Arc<Reference>,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    if import.dry_run {
        return take_in(import, store, reference, clock).await;
    }
    let (right, kind) = (OperatorRight::at_the_machine(), kind_of(import));
    store.note_command(right, What::Imported, Some(kind), clock.now()).await?;
    let outcome = take_in(import, store, reference, clock).await;
    // A file may name the associations itself; then each hears of it.
    let chosen = association_choice::choose(store, right, import.association.as_deref()).await.ok();
    let concerned = match chosen {
        Some(association) => vec![association],
        None => store.associations(right).await?.iter().map(|association| association.id).collect(),
    };
    let imported = Entry::new(Scope::Installation, Who::CommandLine, What::Imported).because(kind);
    store.note_command_for(right, concerned, imported, clock.now()).await?;
    outcome
}

const fn kind_of(import: &Import) -> Reason {
    match import.kind {
        Kind::Participations => Reason::Participations,
        Kind::Measurements => Reason::Measurements,
        Kind::Steps => Reason::Steps,
        Kind::Volume => Reason::Volume,
        Kind::Goals => Reason::Goals,
        Kind::Prices => Reason::Prices,
        Kind::Instrument => Reason::Instrument,
    }
}

async fn take_in(
    import: &Import,
    store: &Store,
    reference: Arc<Reference>,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let right = OperatorRight::at_the_machine();
    let mut rows: Box<dyn RowReader> = match import.kind {
        Kind::Prices => return brought::prices(import, store, right, &reference, clock).await,
        Kind::Instrument => return brought::instrument(import, store, right, &reference, clock).await,
        Kind::Volume => return volume::import(import, store, right, clock).await,
        Kind::Goals => return goals::import(import, store, right, clock).await,
        Kind::Participations => Box::new(Participations::new(reference.clone())),
        Kind::Measurements => Box::new(Measurements::new(identity(import, store, right).await?, reference.clone())),
        Kind::Steps => Box::new(Steps { identity: identity(import, store, right).await? }),
    };
    let Opened { table, mut refusals, bar, keep } = Opened::of(import, rows.needed())?;
    let right = ImportRight::AtTheMachine(right);
    let mut intake = Intake { store, right, reference, clock, keep, under: None, refusals: &mut *refusals };
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

/// A table that is ready to be taken in: nothing in it is personal that must not be.
pub(super) struct Opened {
    pub(super) table: Table<'static>,
    pub(super) refusals: Box<dyn Refusals>,
    pub(super) bar: ProgressBar,
    pub(super) keep: Keep,
}

impl Opened {
    /// Opens what an import names.
    pub(super) fn of(import: &Import, needed: &'static [&'static str]) -> Result<Self, ImportError> {
        let unopened = |path: &PathBuf, error| ImportError::File(path.clone(), error);
        let open = || File::open(&import.file).map_err(|error| unopened(&import.file, error));
        // Asked before it is opened: a pipe would wait for somebody to write.
        let about = std::fs::metadata(&import.file).map_err(|error| unopened(&import.file, error))?;
        if !about.is_file() {
            return Err(ImportError::NotAFile(import.file.clone()));
        }
        if about.len() > MOST_BYTES {
            return Err(ImportError::TooMuch(import.file.clone(), about.len()));
        }
        personal_columns::check(Table::open(open()?, |_| (), needed)?)?;
        let bar = progress::of_bytes(about.len());
        let watching = bar.clone();
        let table = Table::open(open()?, move |bytes| watching.inc(bytes), needed)?;
        let refusals: Box<dyn Refusals> = match &import.errors {
            Some(path) => Box::new(RefusalFile::create(path).map_err(|error| unopened(path, error))?),
            None => Box::new(RefusalsShown::a_few()),
        };
        let keep = if import.dry_run { Keep::Nothing } else { Keep::ForGood };
        Ok(Self { table, refusals, bar, keep })
    }
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
