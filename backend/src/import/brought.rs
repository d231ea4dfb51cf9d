//! Price lists and questionnaires: files that are taken as a whole or not at all. What is wrong in one is told by its
//! field; whether it is wrong is judged in `shared`.

use super::command::{ImportError, Outcome, told};
use super::intake::Counts;
use crate::association_choice;
use crate::clock::Clock;
use crate::config::Import;
use crate::store::{Brought, Keep, OperatorRight, Store};
use serde::de::IgnoredAny;
use shared::economics::PriceList;
use shared::file_error::FileError;
use shared::instrument::Instrument;
use shared::reference::Reference;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// No list of prices and no questionnaire comes near: more is another file by mistake.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// What is wrong in a file, and where.
struct Flaw {
    /// The path of the field; empty where the text names it.
    field: String,
    what: String,
}

/// `stegvis import prices`.
pub(super) async fn prices(
    import: &Import,
    store: &Store,
    right: OperatorRight,
    reference: &Reference,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let text = whole_text(&import.file)?;
    let association = association_choice::choose(store, right, import.association.as_deref()).await?;
    if let Err(error) = PriceList::of_file(&text, reference) {
        return refused(import, &error.into());
    }
    let brought = store.bring_prices(right, association, text, keep(import), clock.now()).await?;
    taken(import, brought)
}

/// `stegvis import instrument`.
pub(super) async fn instrument(
    import: &Import,
    store: &Store,
    right: OperatorRight,
    reference: &Reference,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let text = whole_text(&import.file)?;
    let instrument = match Instrument::read(&text) {
        Ok(instrument) => instrument,
        Err(error) => return refused(import, &error.into()),
    };
    let named = instrument.reference();
    let brought = match reference.instrument(&named) {
        Some(known) if *known == instrument => Brought::Unchanged,
        Some(_) => Brought::Conflicting,
        None => store.bring_instrument(right, named, text, keep(import), clock.now()).await?,
    };
    taken(import, brought)
}

const fn keep(import: &Import) -> Keep {
    if import.dry_run { Keep::Nothing } else { Keep::ForGood }
}

/// The file's text, which must be JSON at all to be judged.
fn whole_text(path: &Path) -> Result<String, ImportError> {
    let unopened = |error| ImportError::File(path.into(), error);
    let mut text = String::new();
    let file = File::open(path).map_err(unopened)?;
    let size = file.take(MOST_BYTES + 1).read_to_string(&mut text).map_err(unopened)?;
    if size as u64 > MOST_BYTES {
        return Err(ImportError::TooLarge(path.into()));
    }
    let text = text.trim_start_matches('\u{feff}').to_owned();
    match serde_json::from_str::<IgnoredAny>(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(ImportError::NotJson(path.into(), error)),
    }
}

fn taken(import: &Import, brought: Brought) -> Result<Outcome, ImportError> {
    match brought {
        Brought::New => Ok(told(Counts { imported: 1, ..Counts::default() })),
        Brought::Unchanged => Ok(told(Counts { unchanged: 1, ..Counts::default() })),
        Brought::Conflicting => {
            let what = "this version was imported before with other content, which is kept; raise the version";
            refused(import, &Flaw { field: "version".into(), what: what.into() })
        }
    }
}

fn refused(import: &Import, flaw: &Flaw) -> Result<Outcome, ImportError> {
    match &import.errors {
        Some(path) => write(path, flaw).map_err(|error| ImportError::File(path.clone(), error))?,
        None => eprintln!("{}, {flaw}", import.file.display()),
    }
    Ok(told(Counts { refused: 1, ..Counts::default() }))
}

/// The same columns as for the rows of a table; a field's path says more than its line.
fn write(path: &Path, flaw: &Flaw) -> io::Result<()> {
    let mut file = csv::Writer::from_path(path)?;
    file.write_record(["line", "column", "reason"])?;
    file.write_record(["", &flaw.field, &flaw.what])?;
    file.flush()
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.field.as_str() {
            "" => f.write_str(&self.what),
            field => write!(f, "{field}: {}", self.what),
        }
    }
}

impl From<FileError> for Flaw {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Unreadable { what, .. } => Self { field: String::new(), what },
            FileError::Field { field, what } => Self { field, what },
        }
    }
}
