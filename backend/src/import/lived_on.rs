//! What people lived on month by month: one row's value is what one month's follow-up says of it. The demonstration's people
//! have it so; an association's supervisors write their follow-ups themselves.

use super::cell::{CellFault, extents, text, value};
use super::identity::Identity;
use super::row_reader::{Group, Made, RowReader, imported, sequence_in};
use super::table::Row;
use shared::record::{Body, FollowUp, Record};
use shared::time::Month;

/// Reads what participations of an association lived on.
pub(crate) struct LivedOn {
    /// Whose names the file uses.
    pub(crate) identity: Identity,
}

impl LivedOn {
    /// The columns without which a file holds nothing of it.
    pub(crate) const NEEDED: [&'static str; 3] = ["participation", "month", "value"];
}

impl RowReader for LivedOn {
    fn needed(&self) -> &'static [&'static str] {
        &Self::NEEDED
    }

    fn read(&mut self, row: &Row) -> Result<Option<Group>, CellFault> {
        let month: Month = value(row, "month", str::parse)?;
        let made = Made {
            identity: &self.identity,
            participation: self.identity.participation(text(row, "participation")?),
            what: &format!("lived on {month}"),
            sequence: sequence_in(month, 3),
            written_at: Record::without_day(month),
            month,
        };
        let record = made.says(Body::FollowedUp(FollowUp { support: extents(row, "value")?, ..FollowUp::default() }));
        Ok(Some(Group::of_one_row(row, imported(&self.identity, None, vec![record]))))
    }
}
