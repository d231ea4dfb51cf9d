//! The way of rows into the store, in small transactions: what is good is kept, and what is not is told.

use super::refused::{Refusals, RefusedRow, in_terms_of_a_file};
use super::row_reader::{Group, RowReader};
use super::table::{Row, TableError};
use crate::clock::Clock;
use crate::store::{Keep, OperatorRight, RowVerdict, Store, StoreError};
use shared::record::Refusal;
use shared::reference::Reference;
use std::io;
use std::sync::Arc;

/// Groups in one transaction.
const TOGETHER: usize = 200;

/// Rows by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// New.
    pub(crate) imported: u64,
    /// Known before.
    pub(crate) unchanged: u64,
    /// Not taken.
    pub(crate) refused: u64,
}

/// Why an import ended early. What was imported before stays.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IntakeError {
    /// The table ended in the middle.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The store failed.
    #[error("{0}; what was imported before stays, and importing again goes on from there")]
    Store(#[from] StoreError),
    /// Refused rows could not be told.
    #[error("refused rows cannot be written: {0}")]
    Refusals(#[from] io::Error),
}

/// An import under way.
pub(crate) struct Intake<'a> {
    /// Where it goes.
    pub(crate) store: &'a Store,
    /// By what right.
    pub(crate) right: OperatorRight,
    /// What it is judged by.
    pub(crate) reference: Arc<Reference>,
    /// When.
    pub(crate) clock: Clock,
    /// Whether it is kept.
    pub(crate) keep: Keep,
    /// Where refused rows go.
    pub(crate) refusals: &'a mut dyn Refusals,
}

impl Intake<'_> {
    /// Takes in every row.
    pub(crate) async fn take(
        &mut self,
        rows: impl Iterator<Item = Result<Row, TableError>>,
        reader: &mut dyn RowReader,
    ) -> Result<Counts, IntakeError> {
        let mut counts = Counts::default();
        let mut waiting = Vec::with_capacity(TOGETHER);
        for row in rows {
            match read(&row?, reader) {
                Ok(group) => waiting.extend(group),
                Err(refused) => self.refuse(&mut counts, &refused)?,
            }
            if waiting.len() >= TOGETHER {
                self.import(std::mem::take(&mut waiting), &mut counts).await?;
            }
        }
        waiting.extend(reader.finish());
        self.import(waiting, &mut counts).await?;
        Ok(counts)
    }

    /// Imports groups; one that is refused for a single answer is tried again without it.
    async fn import(&mut self, mut groups: Vec<Group>, counts: &mut Counts) -> Result<(), IntakeError> {
        while !groups.is_empty() {
            let rows = groups.iter().map(|group| group.imported.clone()).collect();
            let now = self.clock.now();
            let verdicts = self.store.import(self.right, rows, self.keep, self.reference.clone(), now).await?;
            let mut again = Vec::new();
            for (group, verdict) in groups.into_iter().zip(verdicts) {
                let lines = group.lines.len() as u64;
                match verdict {
                    RowVerdict::Imported => counts.imported += lines,
                    RowVerdict::Unchanged => counts.unchanged += lines,
                    RowVerdict::Refused(refusal) => again.extend(self.part(group, &refusal, counts)?),
                }
            }
            groups = again;
        }
        Ok(())
    }

    /// Refuses the row at fault and gives back the rest, or refuses the whole group.
    fn part(&mut self, mut group: Group, refusal: &Refusal, counts: &mut Counts) -> io::Result<Option<Group>> {
        let (column, reason) = in_terms_of_a_file(refusal, &group);
        let at_fault = match refusal {
            Refusal::OffScale { item, .. } | Refusal::UnknownItem { item } => group.remove_answer(item),
            _ => None,
        };
        if let Some(line) = at_fault {
            self.refuse(counts, &RefusedRow { line, column, reason })?;
            return Ok((!group.lines.is_empty()).then_some(group));
        }
        for line in group.lines {
            self.refuse(counts, &RefusedRow { line, column, reason: reason.clone() })?;
        }
        Ok(None)
    }

    fn refuse(&mut self, counts: &mut Counts, refused: &RefusedRow) -> io::Result<()> {
        counts.refused += 1;
        self.refusals.take(refused)
    }
}

fn read(row: &Row, reader: &mut dyn RowReader) -> Result<Option<Group>, RefusedRow> {
    if let Some(reason) = row.fault() {
        return Err(RefusedRow { line: row.line, column: "", reason: reason.into() });
    }
    reader.read(row).map_err(|fault| RefusedRow { line: row.line, column: fault.column, reason: fault.reason })
}
