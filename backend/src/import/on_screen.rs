//! A file that a member's administrator takes in on the screen: looked at, tried, and taken in, by the same readers and
//! the same judgement as on the command line. Its bytes are held in memory while it is at work, and nowhere after.

use super::entries;
use super::identity::Identity;
use super::in_groups::InGroups;
use super::intake::{Counts, Intake, IntakeError};
use super::own_names::OwnNames;
use super::refused::{Refusals, RefusedRow};
use super::row_reader::RowReader;
use super::table::{Columns, Row, Table, TableError};
use super::{Measurements, Participations, Steps, personal_columns, volume};
use crate::clock::Clock;
use crate::store::{ImportRight, Keep, MemberRight, Store};
use shared::id::ImportId;
use shared::import::{
    Field, FileFault, FileKind, HAVE_IN_ONE_FILE, Looked, LookedColumn, MOST_TOLD, Refused, Verdict, lacking,
};
use shared::reference::Reference;
use std::io::{self, Cursor};
use std::sync::Arc;

/// How many cells of a column are shown.
const EXAMPLES: usize = 3;
/// How much of each.
const OF_A_CELL: usize = 40;
/// After how many rows it is told again how far it is.
const TOLD_EVERY: u64 = 100;

/// Looks at a file: its columns, with something of what stands in them, and how many rows there are.
pub(crate) fn look(content: &Arc<[u8]>) -> Looked {
    match seen(content) {
        Ok((columns, rows)) => Looked::Table { columns, rows },
        Err(fault) => Looked::Fault(fault),
    }
}

fn seen(content: &Arc<[u8]>) -> Result<(Vec<LookedColumn>, u64), FileFault> {
    let rows = checked(content)?;
    let table = opened(content, Columns::ForNothing)?;
    let column = |heading: &String| LookedColumn { heading: heading.as_str().into(), examples: Vec::new() };
    let mut columns: Vec<LookedColumn> = table.headings().iter().map(column).collect();
    for row in table.take(EXAMPLES) {
        let row = row.map_err(fault_of)?;
        for (column, cell) in columns.iter_mut().zip(row.cells()).filter(|(_, cell)| !cell.is_empty()) {
            column.examples.push(cell.chars().take(OF_A_CELL).collect::<String>().into());
        }
    }
    Ok((columns, rows))
}

fn opened(content: &Arc<[u8]>, columns: Columns<'_>) -> Result<Table<'static>, FileFault> {
    Table::open_as(Cursor::new(content.clone()), columns, |_| (), &[]).map_err(fault_of)
}

/// Checks a file as a whole: that nothing is in it that must not be kept, and not more than is taken in here. Gives how
/// many rows there are.
fn checked(content: &Arc<[u8]>) -> Result<u64, FileFault> {
    let rows = personal_columns::check(opened(content, Columns::ForNothing)?).map_err(fault_of)?;
    if rows > u64::from(HAVE_IN_ONE_FILE) {
        return Err(FileFault::TooManyRows { most: HAVE_IN_ONE_FILE });
    }
    Ok(rows)
}

/// A file that is tried or taken in.
pub(crate) struct OnScreen<'a> {
    /// Where it goes.
    pub(crate) store: &'a Store,
    /// By what right.
    pub(crate) right: MemberRight,
    /// What it is judged by.
    pub(crate) reference: Arc<Reference>,
    /// When.
    pub(crate) clock: Clock,
    /// As part of what it is kept; where there is nothing, it is tried alone.
    pub(crate) under: Option<ImportId>,
}

impl OnScreen<'_> {
    /// Takes in every row, or tries them; `told` hears how many of how many are done, and `is_given_up` says whether nobody
    /// waits for the end any more.
    ///
    /// # Errors
    /// Why nothing of the file is taken in, or not all of it.
    pub(crate) async fn take(
        &self,
        content: &Arc<[u8]>,
        (kind, columns): (FileKind, &[Option<Field>]),
        names: OwnNames,
        (told, is_given_up): (&(dyn Fn(u64, u64) + Sync), &(dyn Fn() -> bool + Sync)),
    ) -> Result<Verdict, FileFault> {
        let rows = checked(content)?;
        if let Some(field) = lacking(kind, columns).first() {
            return Err(FileFault::Lacks { field: *field });
        }
        let columns: Vec<Option<&'static str>> = columns.iter().map(|field| field.map(Field::as_str)).collect();
        let table = opened(content, Columns::Chosen(&columns))?;
        let (names, mut refusals) = (Arc::new(names), Kept::default());
        let mut done = 0;
        let counted = |row: Result<Row, TableError>| {
            done += u64::from(row.is_ok());
            if done % TOLD_EVERY == 0 || done == rows {
                told(done, rows);
            }
            if is_given_up() { None } else { Some(row) }
        };
        let identity = Identity::of_a_member(names.clone());
        let counts = match kind {
            FileKind::Goals => return Err(FileFault::NotAMembers),
            FileKind::Volume => self.take_volume(table.map_while(counted), &identity, &mut refusals).await,
            FileKind::Participations => {
                let mut reader = Participations::of_a_member(self.reference.clone(), identity);
                self.take_records(table.map_while(counted), &mut reader, &mut refusals).await
            }
            FileKind::Measurements => {
                let mut reader = Measurements::new(identity, self.reference.clone());
                let Some(group) = reader.grouping() else { return Err(FileFault::BrokenOff) };
                let sorted = InGroups::sort(table, group, &std::env::temp_dir()).map_err(fault_of)?;
                self.take_records(sorted.map_while(counted), &mut reader, &mut refusals).await
            }
            FileKind::Steps => {
                self.take_records(table.map_while(counted), &mut Steps { identity }, &mut refusals).await
            }
        };
        let Counts { imported, unchanged, refused } = counts.map_err(broken_off)?;
        let new = names.new_names();
        let mut problems = refusals.0;
        problems.sort_by_key(|one| one.line);
        Ok(Verdict {
            imported,
            unchanged,
            refused,
            problems,
            new_interventions: new.interventions.into_iter().collect(),
            new_supervisors: new.supervisors.into_iter().collect(),
            taken_before: None,
        })
    }

    const fn keep(&self) -> Keep {
        if self.under.is_some() { Keep::ForGood } else { Keep::Nothing }
    }

    async fn take_records(
        &self,
        rows: impl Iterator<Item = Result<Row, TableError>>,
        reader: &mut dyn RowReader,
        refusals: &mut Kept,
    ) -> Result<Counts, IntakeError> {
        let (right, keep) = (ImportRight::OfMember(self.right), self.keep());
        let (reference, clock, under) = (self.reference.clone(), self.clock, self.under);
        Intake { store: self.store, right, reference, clock, keep, under, refusals }.take(rows, reader).await
    }

    async fn take_volume(
        &self,
        rows: impl Iterator<Item = Result<Row, TableError>>,
        identity: &Identity,
        refusals: &mut Kept,
    ) -> Result<Counts, IntakeError> {
        let right = ImportRight::OfMember(self.right);
        let bring = async |rows| self.store.bring_volumes(right, rows, self.keep(), self.under, self.clock.now()).await;
        entries::take(rows, |row| volume::read(row, Some(identity)), bring, refusals).await
    }
}

/// The first of the refused rows.
#[derive(Default)]
struct Kept(Vec<Refused>);

impl Refusals for Kept {
    fn take(&mut self, refused: &RefusedRow) -> io::Result<()> {
        if self.0.len() < MOST_TOLD {
            let RefusedRow { line, column, why } = refused;
            self.0.push(Refused { line: *line, field: Field::parse(column), why: why.clone() });
        }
        Ok(())
    }
}

fn broken_off(error: IntakeError) -> FileFault {
    match error {
        IntakeError::Table(error) => fault_of(error),
        IntakeError::Store(_) | IntakeError::Refusals(_) => {
            tracing::error!(%error, "a file could not be taken in to its end");
            FileFault::BrokenOff
        }
    }
}

fn fault_of(error: TableError) -> FileFault {
    let field = |name: &str| Field::parse(name);
    match error {
        TableError::Empty => FileFault::Empty,
        TableError::NotUtf8 => FileFault::NotText,
        TableError::Endless(line) => FileFault::Endless { line },
        TableError::OtherColumns => FileFault::OtherColumns,
        TableError::PersonalHeading(heading) => FileFault::PersonalHeading { heading: heading.into() },
        TableError::PersonalNumbers { heading, line } => FileFault::PersonalNumbers { heading: heading.into(), line },
        TableError::Lacks(name) if let Some(field) = field(name) => FileFault::Lacks { field },
        TableError::Twice(name) if let Some(field) = field(name) => FileFault::Twice { field },
        other => FileFault::NotATable { said: other.to_string().into() },
    }
}
