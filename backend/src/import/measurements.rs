//! Ratings: one row is one answer, and the rows of a participation, a month and a rater are one record.

use super::cell::{CellFault, number, one_of, text, value};
use super::identity::Identity;
use super::row_reader::{Group, Made, RowReader, imported, sequence_in};
use super::table::Row;
use shared::code::Code;
use shared::id::ParticipationId;
use shared::import::Why;
use shared::instrument::{Answer, Answers, InstrumentRef};
use shared::record::{Body, Record};
use shared::reference::Reference;
use shared::time::Month;
use std::sync::Arc;

/// Reads ratings of an association's participations.
pub(crate) struct Measurements {
    identity: Identity,
    reference: Arc<Reference>,
    open: Option<Open>,
}

/// Answers that go on with the next row.
struct Open {
    key: Key,
    answers: Answers,
    lines: Vec<(Code, u64)>,
}

#[derive(PartialEq)]
struct Key {
    participation: ParticipationId,
    month: Month,
    by: Rater,
    instrument: InstrumentRef,
}

#[derive(Clone, Copy, PartialEq)]
enum Rater {
    Participant,
    Staff,
}

impl Measurements {
    /// The columns without which a file holds no ratings.
    pub(crate) const NEEDED: [&'static str; 5] = ["participation", "month", "instrument", "item", "value"];

    /// A reader for files that use an association's names.
    pub(crate) const fn new(identity: Identity, reference: Arc<Reference>) -> Self {
        Self { identity, reference, open: None }
    }

    fn key(&self, row: &Row) -> Result<Key, CellFault> {
        Ok(Key {
            participation: self.identity.participation(text(row, "participation")?),
            month: value(row, "month", str::parse)?,
            by: super::cell::optional(row, "by", rater)?.unwrap_or(Rater::Participant),
            instrument: self.instrument(row)?,
        })
    }

    /// The file names an instrument without its version: the newest is meant.
    fn instrument(&self, row: &Row) -> Result<InstrumentRef, CellFault> {
        let id: Code = value(row, "instrument", Code::new)?;
        let versions = self.reference.instruments.iter().filter(|one| one.id == id);
        versions
            .max_by_key(|one| one.version)
            .map(shared::instrument::Instrument::reference)
            .ok_or_else(|| CellFault::unread("instrument", id.as_str(), format!("“{id}” is not known here")))
    }

    fn close(&mut self) -> Option<Group> {
        let open = self.open.take()?;
        let (what, kind) = match open.key.by {
            Rater::Participant => ("self", 0),
            Rater::Staff => ("staff", 1),
        };
        let month = open.key.month;
        let instrument = &open.key.instrument.id;
        let is_monthly = self.reference.monthly().is_some_and(|monthly| monthly.id == *instrument);
        let made = Made {
            identity: &self.identity,
            participation: open.key.participation,
            what: &if is_monthly { format!("{what} {month}") } else { format!("{what} {month} {instrument}") },
            sequence: sequence_in(month, kind),
            written_at: Record::without_day(month),
            month,
        };
        let (instrument, answers) = (open.key.instrument, open.answers);
        let record = made.says(match open.key.by {
            Rater::Participant => Body::SelfAssessed { instrument, answers },
            Rater::Staff => Body::StaffAssessed { instrument, answers },
        });
        let lines = open.lines.iter().map(|(_, line)| *line).collect();
        Some(Group {
            imported: imported(&self.identity, None, vec![record]),
            lines,
            answers: open.lines,
            month_column: "month",
            code_columns: Vec::new(),
        })
    }
}

impl RowReader for Measurements {
    fn needed(&self) -> &'static [&'static str] {
        &Self::NEEDED
    }

    fn grouping(&self) -> Option<fn(&Row) -> String> {
        Some(group_of)
    }

    fn read(&mut self, row: &Row) -> Result<Option<Group>, CellFault> {
        let key = self.key(row)?;
        let item: Code = value(row, "item", Code::new)?;
        let answer = value(row, "value", answer)?;
        let done = if self.open.as_ref().is_some_and(|open| open.key != key) { self.close() } else { None };
        let open = self.open.get_or_insert_with(|| Open { key, answers: Answers::new(), lines: Vec::new() });
        if open.answers.contains_key(&item) {
            return Err(CellFault::because("item", Why::ItemTwice { item: item.as_str().into() }));
        }
        open.answers.insert(item.clone(), answer);
        open.lines.push((item, row.line));
        Ok(done)
    }

    fn finish(&mut self) -> Option<Group> {
        self.close()
    }
}

/// Rows of one month by one rater, however the rater is written.
fn group_of(row: &Row) -> String {
    let by = match rater(row.cell("by")) {
        Ok(Rater::Staff) => "staff",
        Ok(Rater::Participant) | Err(_) => "participant",
    };
    [row.cell("participation"), row.cell("month"), by, row.cell("instrument")].join("\u{1f}")
}

fn answer(text: &str) -> Result<Answer, String> {
    if text == "rather_not" { Ok(Answer::RatherNot) } else { number(text).map(Answer::Rated) }
}

fn rater(text: &str) -> Result<Rater, String> {
    one_of(
        text,
        &[
            ("participant", Rater::Participant),
            ("staff", Rater::Staff),
            ("deltagare", Rater::Participant),
            ("personal", Rater::Staff),
        ],
    )
}
