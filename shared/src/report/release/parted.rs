//! The sources of a release by the parts of the association: what several reports of one period have in common is computed
//! once for each part. It does not know which report needs what.

use super::super::Sources;
use super::super::selected::Selected;
use super::place::{Place, parts, selection};
use crate::figures::Period;
use crate::id::InterventionId;

/// One period of the sources, by parts.
pub(super) struct Parted<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) interventions: &'a [InterventionId],
    pub(super) days: Period,
    pub(super) parts: Vec<(Place, Selected<'a>)>,
}

impl<'a> Parted<'a> {
    /// Nothing is computed yet.
    pub(super) fn of(sources: &'a Sources<'a>, interventions: &'a [InterventionId], days: Period) -> Self {
        let selected = |place: Place| {
            let selected = Selected::new(sources, selection(&place, days));
            (place, selected)
        };
        let parts = parts(sources, interventions).into_iter().map(selected).collect();
        Self { sources, interventions, days, parts }
    }
}
