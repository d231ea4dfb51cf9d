//! Places on the bridge: one row is one month's step.

use super::cell::{CellFault, number, text, value};
use super::identity::Identity;
use super::row_reader::{Group, Made, RowReader, imported, sequence_in};
use super::table::Row;
use shared::bridge::StepRank;
use shared::record::{Body, Record};
use shared::time::Month;

/// Reads steps of an association's participations.
pub(crate) struct Steps {
    /// Whose names the file uses.
    pub(crate) identity: Identity,
}

impl Steps {
    /// The columns without which a file holds no steps.
    pub(crate) const NEEDED: [&'static str; 3] = ["participation", "month", "step"];
}

impl RowReader for Steps {
    fn needed(&self) -> &'static [&'static str] {
        &Self::NEEDED
    }

    fn read(&mut self, row: &Row) -> Result<Option<Group>, CellFault> {
        let month: Month = value(row, "month", str::parse)?;
        let made = Made {
            identity: &self.identity,
            participation: self.identity.participation(text(row, "participation")?),
            what: &format!("step {month}"),
            sequence: sequence_in(month, 2),
            written_at: Record::without_day(month),
            month,
        };
        let record = made.says(Body::StepRecorded { step: StepRank(value(row, "step", number)?) });
        Ok(Some(Group::of_one_row(row, imported(&self.identity, None, vec![record]))))
    }
}
