//! Taking in the rows of an import: the same judgement and the same log as for a push. A row's records enter together
//! or not at all, and a row that was imported before changes nothing.

use super::log::{Judging, Taken, take_in};
use super::organisation::{Setting, ensure};
use super::sql::Connection;
use super::{ImportRight, Store, StoreError, imports};
use shared::id::{AccountId, AssociationId, ImportId};
use shared::record::{Record, Refusal};
use shared::reference::Reference;
use shared::time::Instant;
use std::sync::Arc;

/// What one row, or a few that belong together, say.
#[derive(Debug, Clone)]
pub(crate) struct ImportedRow {
    /// The tenant.
    pub(crate) association: AssociationId,
    /// The account under which the import writes.
    pub(crate) operator: AccountId,
    /// What must be there before its records.
    pub(crate) setting: Option<Setting>,
    /// What happened.
    pub(crate) records: Vec<Record>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RowVerdict {
    /// At least one of its records is new.
    Imported,
    /// Everything in it was known.
    Unchanged,
    /// One of its records broke a rule; none was taken.
    Refused(Refusal),
}

/// Whether an import is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// It is.
    ForGood,
    /// It is tried, and taken back.
    Nothing,
}

impl Keep {
    /// Begins rows that may be taken back together.
    pub(super) async fn begin(connection: &mut Connection) -> Result<(), StoreError> {
        Ok(connection.execute("SAVEPOINT rows").await?)
    }

    /// Ends what [`Keep::begin`] began, and takes it back where it was only tried.
    pub(super) async fn end(self, connection: &mut Connection) -> Result<(), StoreError> {
        if self == Self::Nothing {
            connection.execute("ROLLBACK TO rows").await?;
        }
        Ok(connection.execute("RELEASE rows").await?)
    }
}

impl Store {
    /// Takes in a few rows in one transaction, as part of an import where that is one to be taken back.
    pub(crate) async fn import(
        &self,
        right: ImportRight,
        rows: Vec<ImportedRow>,
        (keep, under): (Keep, Option<ImportId>),
        reference: Arc<Reference>,
        now: Instant,
    ) -> Result<Vec<RowVerdict>, StoreError> {
        self.writer
            .run(move |connection| {
                Box::pin(async move {
                    Keep::begin(connection).await?;
                    let mut verdicts = Vec::with_capacity(rows.len());
                    for row in &rows {
                        let author = right.importing(row.association, row.operator);
                        let judging = Judging { author, reference: &reference, now };
                        verdicts.push(import_row(connection, &judging, row, under).await?);
                    }
                    keep.end(connection).await?;
                    Ok(verdicts)
                })
            })
            .await
    }
}

async fn import_row(
    connection: &mut Connection,
    judging: &Judging<'_>,
    row: &ImportedRow,
    under: Option<ImportId>,
) -> Result<RowVerdict, StoreError> {
    connection.execute("SAVEPOINT one_row").await?;
    let verdict = take_row_in(connection, judging, row, under).await?;
    if matches!(verdict, RowVerdict::Refused(_)) {
        connection.execute("ROLLBACK TO one_row").await?;
    }
    connection.execute("RELEASE one_row").await?;
    Ok(verdict)
}

async fn take_row_in(
    connection: &mut Connection,
    judging: &Judging<'_>,
    row: &ImportedRow,
    under: Option<ImportId>,
) -> Result<RowVerdict, StoreError> {
    if let Some(setting) = &row.setting {
        ensure(connection, setting).await?;
    }
    let mut verdict = RowVerdict::Unchanged;
    for record in &row.records {
        let mut record = record.clone();
        let mut taken = take_in(connection, judging, &record.write(), &record).await?;
        // What was taken back may come again, with the same content or another: as a record of its own.
        while matches!(taken, Taken::Before(_) | Taken::Refused(Refusal::ConflictingId))
            && imports::is_taken_back(connection, &judging.author, &record).await?
        {
            record.id = imports::again(record.id);
            taken = take_in(connection, judging, &record.write(), &record).await?;
        }
        match taken {
            Taken::In => {
                verdict = RowVerdict::Imported;
                if let Some(import) = under {
                    imports::brought(connection, import, &judging.author, &record).await?;
                }
            }
            Taken::Before(_) => {}
            Taken::Refused(refusal) => return Ok(RowVerdict::Refused(refusal)),
            Taken::Gone => return Ok(RowVerdict::Refused(Refusal::NotYours)),
        }
    }
    Ok(verdict)
}
