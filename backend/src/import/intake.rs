//! The way of rows into the store, in small transactions: what is good is kept, and what is not is told.

use super::refused::{Refusals, RefusedRow, in_terms_of_a_file};
use super::row_reader::{Group, RowReader};
use super::table::{Row, TableError};
use crate::clock::Clock;
use crate::store::{ImportRight, Keep, RowVerdict, Store, StoreError};
use shared::id::{ImportId, RecordId};
use shared::record::{Record, Refusal};
use shared::reference::Reference;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
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
    pub(crate) right: ImportRight,
    /// What it is judged by.
    pub(crate) reference: Arc<Reference>,
    /// When.
    pub(crate) clock: Clock,
    /// Whether it is kept.
    pub(crate) keep: Keep,
    /// As part of which import it is kept, where that can be taken back.
    pub(crate) under: Option<ImportId>,
    /// Where refused rows go.
    pub(crate) refusals: &'a mut dyn Refusals,
}

/// What a trial has judged so far. The store forgets each of its transactions, and what came earlier in the file would be
/// there by then.
#[derive(Default)]
struct Tried(HashMap<RecordId, u64>);

impl Tried {
    /// What earlier rows say of a group, if anything.
    fn verdict(&self, group: &Group) -> Option<RowVerdict> {
        let records = &group.imported.records;
        let before: Vec<bool> = records.iter().filter_map(|one| Some(*self.0.get(&one.id)? == said(one))).collect();
        if before.contains(&false) {
            return Some(RowVerdict::Refused(Refusal::ConflictingId));
        }
        (!records.is_empty() && before.len() == records.len()).then_some(RowVerdict::Unchanged)
    }

    fn remember(&mut self, group: &Group) {
        self.0.extend(group.imported.records.iter().map(|one| (one.id, said(one))));
    }
}

fn said(record: &Record) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.write().hash(&mut hasher);
    hasher.finish()
}

impl Intake<'_> {
    /// Takes in every row.
    pub(crate) async fn take(
        &mut self,
        rows: impl Iterator<Item = Result<Row, TableError>>,
        reader: &mut dyn RowReader,
    ) -> Result<Counts, IntakeError> {
        let (mut counts, mut tried) = (Counts::default(), Tried::default());
        let mut waiting = Vec::with_capacity(TOGETHER);
        for row in rows {
            match read(&row?, reader) {
                Ok(group) => waiting.extend(group),
                Err(refused) => self.refuse(&mut counts, &refused)?,
            }
            if waiting.len() >= TOGETHER {
                self.import(std::mem::take(&mut waiting), &mut counts, &mut tried).await?;
            }
        }
        waiting.extend(reader.finish());
        self.import(waiting, &mut counts, &mut tried).await?;
        Ok(counts)
    }

    /// Imports groups; one that is refused for a single answer is tried again without it.
    async fn import(
        &mut self,
        mut groups: Vec<Group>,
        counts: &mut Counts,
        tried: &mut Tried,
    ) -> Result<(), IntakeError> {
        while !groups.is_empty() {
            let rows = groups.iter().map(|group| group.imported.clone()).collect();
            let (now, reference) = (self.clock.now(), self.reference.clone());
            let verdicts = self.store.import(self.right, rows, (self.keep, self.under), reference, now).await?;
            let mut again = Vec::new();
            for (group, verdict) in groups.into_iter().zip(verdicts) {
                let lines = group.lines.len() as u64;
                let verdict = match self.keep {
                    Keep::ForGood => verdict,
                    Keep::Nothing => tried.verdict(&group).unwrap_or(verdict),
                };
                if self.keep == Keep::Nothing && !matches!(verdict, RowVerdict::Refused(_)) {
                    tried.remember(&group);
                }
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
        let (column, why) = in_terms_of_a_file(refusal, &group);
        let at_fault = match refusal {
            Refusal::OffScale { item, .. } | Refusal::UnknownItem { item } => group.remove_answer(item),
            _ => None,
        };
        if let Some(line) = at_fault {
            self.refuse(counts, &RefusedRow { line, column, why })?;
            return Ok((!group.lines.is_empty()).then_some(group));
        }
        for line in group.lines {
            self.refuse(counts, &RefusedRow { line, column, why: why.clone() })?;
        }
        Ok(None)
    }

    fn refuse(&mut self, counts: &mut Counts, refused: &RefusedRow) -> io::Result<()> {
        counts.refused += 1;
        self.refusals.take(refused)
    }
}

fn read(row: &Row, reader: &mut dyn RowReader) -> Result<Option<Group>, RefusedRow> {
    if let Some(why) = row.fault() {
        return Err(RefusedRow { line: row.line, column: "", why });
    }
    reader.read(row).map_err(|fault| RefusedRow { line: row.line, column: fault.column, why: fault.why })
}
