//! What every kind of import has in common: rows become groups that are imported together.

use super::cell::CellFault;
use super::identity::{self, Identity};
use super::table::Row;
use crate::store::{ImportedRow, Setting};
use shared::code::Code;
use shared::id::{ParticipationId, RecordId};
use shared::instrument::Answers;
use shared::record::{Body, Record};
use shared::time::{Instant, Month};

/// Reads the rows of one kind of file.
pub(crate) trait RowReader: Send {
    /// The columns without which a file holds nothing for it.
    fn needed(&self) -> &'static [&'static str];

    /// What names the group that a row belongs to, where several rows make one.
    fn grouping(&self) -> Option<fn(&Row) -> String> {
        None
    }

    /// Takes a row, and gives back the group that it completes, if any.
    fn read(&mut self, row: &Row) -> Result<Option<Group>, CellFault>;

    /// The group that was still open at the end.
    fn finish(&mut self) -> Option<Group> {
        None
    }
}

/// Rows that make records together.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(super) imported: ImportedRow,
    pub(super) lines: Vec<u64>,
    /// For rows that are one answer each: which answer stands in which line.
    pub(super) answers: Vec<(Code, u64)>,
    /// The column from which the records have their month.
    pub(super) month_column: &'static str,
    /// In which column each code stands.
    pub(super) code_columns: Vec<(Code, &'static str)>,
}

impl Group {
    /// What one row says.
    pub(super) fn of_one_row(row: &Row, imported: ImportedRow) -> Self {
        let (answers, code_columns) = (Vec::new(), Vec::new());
        Self { imported, lines: vec![row.line], answers, month_column: "month", code_columns }
    }

    /// The column in which a code stands, where that is known.
    pub(super) fn column_of(&self, code: &Code) -> &'static str {
        self.code_columns.iter().find(|(known, _)| known == code).map_or("", |(_, column)| column)
    }

    /// Takes out the row that gave an answer, so that the others can be kept without it.
    pub(super) fn remove_answer(&mut self, item: &Code) -> Option<u64> {
        let place = self.answers.iter().position(|(code, _)| code == item)?;
        let (_, line) = self.answers.remove(place);
        self.lines.retain(|one| *one != line);
        for record in &mut self.imported.records {
            if let Some(answers) = answers_of(&mut record.body) {
                answers.remove(item);
            }
        }
        Some(line)
    }
}

const fn answers_of(body: &mut Body) -> Option<&mut Answers> {
    match body {
        Body::SelfAssessed { answers, .. } | Body::StaffAssessed { answers, .. } => Some(answers),
        _ => None,
    }
}

/// A record made by an import: everything in it follows from the file, so that the same row is the same text.
pub(super) struct Made<'a> {
    pub(super) identity: &'a Identity,
    pub(super) participation: ParticipationId,
    /// What it is called among the participation's records.
    pub(super) what: &'a str,
    pub(super) sequence: u64,
    pub(super) written_at: Instant,
    pub(super) month: Month,
}

impl Made<'_> {
    /// The record that says this.
    pub(super) fn says(self, body: Body) -> Record {
        let id: RecordId = identity::record(self.participation, self.what);
        Record {
            id,
            device: identity::device(self.participation),
            sequence: self.sequence,
            written_at: self.written_at,
            author: self.identity.operator().id,
            participation: self.participation,
            month: self.month,
            body,
            seen: Vec::new(),
        }
    }
}

/// A place in the device's sequence that depends on the month and the kind alone.
pub(super) fn sequence_in(month: Month, kind: u64) -> u64 {
    let months = u64::from(month.year()) * 12 + u64::from(month.number());
    10 + months * 4 + kind
}

/// Records of one association.
pub(super) fn imported(identity: &Identity, setting: Option<Setting>, records: Vec<Record>) -> ImportedRow {
    ImportedRow { association: identity.association(), operator: identity.operator().id, setting, records }
}
