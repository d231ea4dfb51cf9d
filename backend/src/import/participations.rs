//! Stays, from start to end: one row is an enrolment, and an exit where it has ended.

use super::cell::{CellFault, extents, gender, note, number, optional, text, value, yes_or_no};
use super::identity::Identity;
use super::row_reader::{Group, Made, RowReader, imported};
use super::setting::setting;
use super::table::Row;
use crate::store::Setting;
use shared::code::Code;
use shared::import::Why;
use shared::record::{Body, Enrolment, Exit, Note, Record};
use shared::reference::Reference;
use shared::time::{Date, Instant, Month};
use std::sync::Arc;

/// Reads participations.
pub(crate) struct Participations {
    /// Where the municipalities are.
    reference: Arc<Reference>,
    /// For whom the file is taken in; otherwise it names that itself.
    own: Option<Identity>,
}

impl Participations {
    /// The columns without which a file holds no participations.
    pub(crate) const NEEDED: [&'static str; 7] =
        ["association", "member", "intervention", "participation", "participant", "gender", "started"];

    /// A reader for files that name associations and members.
    pub(crate) const fn new(reference: Arc<Reference>) -> Self {
        Self { reference, own: None }
    }

    /// A reader for a member's own files.
    pub(super) const fn of_a_member(reference: Arc<Reference>, own: Identity) -> Self {
        Self { reference, own: Some(own) }
    }

    fn identity(&self, row: &Row) -> Result<Identity, CellFault> {
        self.own.clone().map_or_else(|| text(row, "association").map(Identity::of_association), Ok)
    }
}

impl RowReader for Participations {
    fn needed(&self) -> &'static [&'static str] {
        &Self::NEEDED
    }

    fn read(&mut self, row: &Row) -> Result<Option<Group>, CellFault> {
        let identity = &self.identity(row)?;
        let setting = setting(row, identity)?;
        let records = if optional(row, "anonymous", yes_or_no)?.unwrap_or(false) {
            vec![anonymous(row, identity, &setting)?]
        } else {
            let mut records = vec![enrolment(row, identity, &setting, &self.reference)?];
            records.extend(exit(row, identity)?);
            records
        };
        let mut group = Group::of_one_row(row, imported(identity, Some(setting), records));
        group.month_column = if row.cell("ended").is_empty() { "started" } else { "ended" };
        group.code_columns = code_columns(row);
        Ok(Some(group))
    }
}

/// Where each code of the row stands, for the words about one that is refused.
fn code_columns(row: &Row) -> Vec<(Code, &'static str)> {
    let lists = ["support_before", "support_after", "occupation_before", "occupation_after"];
    let of_list = |column| {
        let extents = extents(row, column).unwrap_or_default();
        extents.into_iter().map(move |extent| (extent.code, column))
    };
    let single = ["education", "exit_reason"].into_iter();
    let of_single = single.filter_map(|column| Some((Code::new(row.cell(column)).ok()?, column)));
    lists.into_iter().flat_map(of_list).chain(of_single).collect()
}

/// Gender and start year, and nothing else: not even the day on which it began.
fn anonymous(row: &Row, identity: &Identity, setting: &Setting) -> Result<Record, CellFault> {
    let started: Date = value(row, "started", str::parse)?;
    let year = started.month().year();
    let month = Month::new(year, 1).unwrap_or_else(|| started.month());
    let made = Made {
        identity,
        participation: identity.participation(text(row, "participation")?),
        what: "enrolled",
        sequence: 1,
        written_at: Instant::start_of(month.first_day()),
        month,
    };
    Ok(made.says(Body::EnrolledAnonymously {
        intervention: setting.intervention.id,
        gender: value(row, "gender", gender)?,
        start_year: year,
    }))
}

fn enrolment(row: &Row, identity: &Identity, setting: &Setting, reference: &Reference) -> Result<Record, CellFault> {
    let started: Date = value(row, "started", str::parse)?;
    let participant = text(row, "participant")?;
    let made = Made {
        identity,
        participation: identity.participation(text(row, "participation")?),
        what: "enrolled",
        sequence: 1,
        written_at: Instant::start_of(started),
        month: started.month(),
    };
    Ok(made.says(Body::Enrolled(Enrolment {
        intervention: setting.intervention.id,
        person: identity.person(participant),
        alias: note(row, "participant")?,
        gender: value(row, "gender", gender)?,
        birth_year: optional(row, "birth_year", number)?,
        municipality: municipality(row, reference)?,
        education: optional(row, "education", Code::new)?,
        started,
        supervisor: setting.supervisor.as_ref().map(|supervisor| supervisor.id),
        consented: None,
        support_before: extents(row, "support_before")?,
        months_in_support_before: optional(row, "months_in_support_before", number)?,
        occupation_before: extents(row, "occupation_before")?,
    })))
}

/// The name, also where the file has the code: what is stored is what tables carry.
fn municipality(row: &Row, reference: &Reference) -> Result<Option<Note>, CellFault> {
    let name = |text: &str| match &reference.municipalities {
        Some(list) => list.find(text).map(|found| found.name.to_string()).map_err(|unknown| unknown.to_string()),
        None => Ok(text.to_owned()),
    };
    let name = optional(row, "municipality", name)?;
    let words = |name: String| Note::new(&name).map_err(|fault| CellFault::because("municipality", Why::Words(fault)));
    name.map(words).transpose()
}

fn exit(row: &Row, identity: &Identity) -> Result<Option<Record>, CellFault> {
    let Some(ended) = optional::<Date, _>(row, "ended", str::parse)? else { return Ok(None) };
    let made = Made {
        identity,
        participation: identity.participation(text(row, "participation")?),
        what: "exited",
        sequence: 2,
        written_at: Instant::start_of(ended),
        month: ended.month(),
    };
    Ok(Some(made.says(Body::Exited(Exit {
        ended,
        reason: optional(row, "exit_reason", Code::new)?,
        support_after: extents(row, "support_after")?,
        occupation_after: extents(row, "occupation_after")?,
    }))))
}
