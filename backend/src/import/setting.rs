//! Where a row belongs: the association, the member and the intervention that it names. What is not there yet is made.

use super::cell::{CellFault, one_of, optional, text};
use super::identity::Identity;
use super::table::Row;
use crate::store::{Named, Setting};

/// The place that a row names.
pub(super) fn setting(row: &Row, identity: &Identity) -> Result<Setting, CellFault> {
    let focus = optional(row, "focus", focus)?.unwrap_or("social").into();
    let intervention = text(row, "intervention")?;
    let supervisor = Some(row.cell("supervisor")).filter(|name| !name.is_empty());
    if let Some(own) = identity.own() {
        return own.setting(row, identity, (intervention, focus), supervisor);
    }
    let member = identity.member(text(row, "member")?);
    let intervention = identity.intervention(member.id, intervention);
    Ok(Setting {
        association: Named { id: identity.association(), name: text(row, "association")?.into() },
        operator: identity.operator(),
        member,
        intervention,
        focus,
        supervisor: supervisor.map(|name| identity.supervisor(name)),
    })
}

fn focus(text: &str) -> Result<&'static str, String> {
    one_of(
        text,
        &[
            ("job", "job"),
            ("skills", "skills"),
            ("health", "health"),
            ("social", "social"),
            ("jobb", "job"),
            ("kompetens", "skills"),
            ("hälsa", "health"),
        ],
    )
}
