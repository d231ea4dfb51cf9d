//! Structural interventions: one row is what was counted of one kind of activity on a day or in a month.

use super::cell::{CellFault, note, number, optional, text};
use super::command::{ImportError, Outcome};
use super::entries::{self, Entry};
use super::identity::Identity;
use super::setting::setting;
use super::table::Row;
use crate::clock::Clock;
use crate::config::Import;
use crate::store::{ImportRight, OperatorRight, Store, VolumeRow};
use shared::figures::{Attended, Counted, WhenHeld};
use shared::time::{Date, Month};

/// The columns without which a file holds no volume.
const NEEDED: [&str; 4] = ["association", "member", "intervention", "activity"];

/// `stegvis import volume`.
pub(super) async fn import(
    import: &Import,
    store: &Store,
    right: OperatorRight,
    clock: Clock,
) -> Result<Outcome, ImportError> {
    let bring =
        async |rows, keep| store.bring_volumes(ImportRight::AtTheMachine(right), rows, keep, None, clock.now()).await;
    entries::import(import, &NEEDED, |row| read(row, None), bring).await
}

/// Reads a row: of whatever association it names, or of the one member for whom the file is taken in.
pub(super) fn read(row: &Row, own: Option<&Identity>) -> Result<Entry<VolumeRow>, CellFault> {
    let identity = own.map_or_else(|| text(row, "association").map(Identity::of_association), |own| Ok(own.clone()))?;
    let setting = setting(row, &identity)?;
    let activity = note(row, "activity")?;
    let counted = Counted::new(optional(row, "occasions", number)?, optional(row, "attendances", number)?);
    let attended = Attended {
        intervention: setting.intervention.id,
        held: held(row)?,
        activity: activity.as_str().into(),
        counted: counted.map_err(|fault| CellFault::unread("occasions", "", fault))?,
    };
    let key = format!("{}\u{1f}{}\u{1f}{}", attended.intervention, attended.held, attended.activity);
    Ok(Entry { key, column: "activity", says: VolumeRow { setting, attended } })
}

/// The day where there is one, and it lies in the month where both are there.
fn held(row: &Row) -> Result<WhenHeld, CellFault> {
    let (day, month): (Option<Date>, Option<Month>) =
        (optional(row, "date", str::parse)?, optional(row, "month", str::parse)?);
    match (day, month) {
        (Some(day), Some(month)) if day.month() != month => {
            Err(CellFault::unread("month", row.cell("month"), format!("{day} does not lie in {month}")))
        }
        (Some(day), _) => Ok(WhenHeld::On(day)),
        (None, Some(month)) => Ok(WhenHeld::In(month)),
        (None, None) => Err(CellFault::unread("date", "", "is empty; write a date, or a month in the column “month”")),
    }
}
