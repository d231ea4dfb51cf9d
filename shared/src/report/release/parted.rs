//! The sources of a release by the parts of the association: what several reports of one period have in common is computed
//! once for each part. It does not know which report needs what.

use super::super::at_once::AtOnce;
use super::super::selected::Selected;
use super::super::{ReportName, Sources};
use super::place::{Place, parts, selection};
use crate::figures::{Leaf, Period};
use crate::id::InterventionId;

/// One period of the sources, by parts.
pub(super) struct Parted<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) interventions: &'a [InterventionId],
    pub(super) days: Period,
    pub(super) parts: Vec<(Place, Selected<'a>)>,
    leaves: Vec<Leaf>,
}

impl<'a> Parted<'a> {
    /// Nothing is computed yet.
    pub(super) fn of(sources: &'a Sources<'a>, interventions: &'a [InterventionId], days: Period) -> Self {
        let selected = |place: Place| {
            let selected = Selected::new(sources, selection(&place, days));
            (place, selected)
        };
        let parts = parts(sources, interventions).into_iter().map(selected).collect();
        Self { sources, interventions, days, parts, leaves: sources.cohort.leaves(days) }
    }

    /// Those of the parts of which a report tells, with what it asks for computed at once where that is possible.
    pub(super) fn told(&self, name: ReportName, is_told: impl Fn(&Place) -> bool) -> Vec<&(Place, Selected<'a>)> {
        let told: Vec<&(Place, Selected<'a>)> = self.parts.iter().filter(|(place, _)| is_told(place)).collect();
        let all = told.iter().map(|(_, selected)| selected).collect();
        AtOnce { leaves: &self.leaves, all }.compute(name);
        told
    }
}
