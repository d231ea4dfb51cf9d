//! Rows that are numbers of an association, and no records of anybody: each is one entry under its own key. A row that
//! says otherwise than an earlier one of the same file is refused; a file that is imported later puts the numbers right.

use super::cell::CellFault;
use super::command::{ImportError, Opened, Outcome, told};
use super::intake::{Counts, IntakeError};
use super::refused::{Refusals, RefusedRow};
use super::table::{Row, TableError};
use crate::config::Import;
use crate::store::{EntryVerdict, Keep, StoreError};
use shared::import::Why;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Entries in one transaction.
const TOGETHER: usize = 200;
/// More entries than any association has: what is known of each is held while the file is read.
const MOST_ENTRIES: usize = 1_000_000;

/// One row, read.
#[derive(Debug)]
pub(super) struct Entry<E> {
    /// What it is about.
    pub(super) key: String,
    /// The column that a conflict is told of.
    pub(super) column: &'static str,
    /// What it says.
    pub(super) says: E,
}

/// What an earlier row of the same key said, as a hash, and where.
struct Earlier {
    said: u64,
    line: u64,
}

/// Imports a file of entries: `read` makes an entry of a row, `bring` keeps entries, or tries them.
pub(super) async fn import<E: std::fmt::Debug>(
    import: &Import,
    needed: &'static [&'static str],
    read: impl Fn(&Row) -> Result<Entry<E>, CellFault>,
    bring: impl AsyncFn(Vec<E>, Keep) -> Result<Vec<EntryVerdict>, StoreError>,
) -> Result<Outcome, ImportError> {
    let Opened { table, mut refusals, bar, keep } = Opened::of(import, needed)?;
    let counts = take(table, read, async |entries| bring(entries, keep).await, &mut *refusals).await?;
    bar.finish_and_clear();
    Ok(told(counts))
}

/// Takes in every row: `read` makes an entry of it, `bring` keeps entries.
pub(super) async fn take<E: std::fmt::Debug>(
    rows: impl Iterator<Item = Result<Row, TableError>>,
    read: impl Fn(&Row) -> Result<Entry<E>, CellFault>,
    bring: impl AsyncFn(Vec<E>) -> Result<Vec<EntryVerdict>, StoreError>,
    refusals: &mut dyn Refusals,
) -> Result<Counts, IntakeError> {
    let mut taking = Taking { counts: Counts::default(), refusals };
    let (mut earlier, mut waiting) = (HashMap::new(), Vec::with_capacity(TOGETHER));
    for row in rows {
        let row = row?;
        match read_once(&row, &read, &mut earlier) {
            Ok(Some(entry)) => waiting.push((row.line, entry)),
            Ok(None) => taking.counts.unchanged += 1,
            Err(refused) => taking.refuse(&refused)?,
        }
        if waiting.len() >= TOGETHER {
            taking.bring(std::mem::take(&mut waiting), &bring).await?;
        }
    }
    taking.bring(waiting, &bring).await?;
    Ok(taking.counts)
}

/// An entry that the file has not had before; nothing where it had the same.
fn read_once<E: std::fmt::Debug>(
    row: &Row,
    read: impl Fn(&Row) -> Result<Entry<E>, CellFault>,
    earlier: &mut HashMap<String, Earlier>,
) -> Result<Option<E>, RefusedRow> {
    let refused = |column, why| RefusedRow { line: row.line, column, why };
    if let Some(why) = row.fault() {
        return Err(refused("", why));
    }
    let Entry { key, column, says } = read(row).map_err(|fault| refused(fault.column, fault.why))?;
    let mut hasher = DefaultHasher::new();
    format!("{says:?}").hash(&mut hasher);
    let said = hasher.finish();
    match earlier.get(&key) {
        Some(before) if before.said == said => Ok(None),
        Some(before) => Err(refused(column, Why::SaidOtherwise { line: before.line })),
        None if earlier.len() >= MOST_ENTRIES => Err(refused("", Why::TooManyDifferent)),
        None => {
            earlier.insert(key, Earlier { said, line: row.line });
            Ok(Some(says))
        }
    }
}

struct Taking<'r> {
    counts: Counts,
    refusals: &'r mut dyn Refusals,
}

impl Taking<'_> {
    async fn bring<E>(
        &mut self,
        entries: Vec<(u64, E)>,
        bring: impl AsyncFn(Vec<E>) -> Result<Vec<EntryVerdict>, StoreError>,
    ) -> Result<(), IntakeError> {
        let (lines, entries): (Vec<u64>, Vec<E>) = entries.into_iter().unzip();
        for (line, verdict) in lines.into_iter().zip(bring(entries).await?) {
            let why = match verdict {
                EntryVerdict::Imported => {
                    self.counts.imported += 1;
                    continue;
                }
                EntryVerdict::Unchanged => {
                    self.counts.unchanged += 1;
                    continue;
                }
                EntryVerdict::NoSuchIntervention => Why::NoSuchIntervention,
                EntryVerdict::SeveralInterventions => Why::SeveralInterventions,
            };
            self.refuse(&RefusedRow { line, column: "intervention", why })?;
        }
        Ok(())
    }

    fn refuse(&mut self, refused: &RefusedRow) -> Result<(), IntakeError> {
        self.counts.refused += 1;
        Ok(self.refusals.take(refused)?)
    }
}
