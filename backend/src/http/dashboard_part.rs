//! The part of an association that somebody singles out on a dashboard: for the member any, for those outside what was
//! released of it. It computes no figure.

use serde_json::Value;
use shared::figures::{Cohort, Selection};
use shared::id::InterventionId;
use shared::record::Gender;
use shared::report::SplitBy;
use shared::report::release::ReleasedReport;
use std::collections::BTreeSet;

const SPLIT_BY_GENDER: &str = "by_gender";
const SPLIT_BY_MUNICIPALITY: &str = "by_municipality";

/// What was singled out; all where nothing was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) intervention: Option<InterventionId>,
    pub(super) gender: Option<Gender>,
    pub(super) municipality: Option<&'a str>,
}

impl Part<'_> {
    /// Outside the members a figure is of all, or of one part of them: parts of parts would nearly all be small.
    pub(super) const fn may_leave(self) -> bool {
        let parts = self.intervention.is_some() as u8 + self.gender.is_some() as u8 + self.municipality.is_some() as u8;
        parts <= 1
    }

    /// The participations of the part, for the member. The interventions are chosen already.
    pub(super) fn within(self, everybody: &Selection) -> Selection {
        Selection { gender: self.gender, municipality: self.municipality.map(str::to_owned), ..everybody.clone() }
    }

    /// The figures of the part as they were released; `None` where the report is not made for such a part.
    pub(super) fn of(self, released: &ReleasedReport) -> Option<Value> {
        let (by, split, part) = match (self.gender, self.municipality) {
            (Some(gender), _) => (SplitBy::Gender, SPLIT_BY_GENDER, gender.as_str()),
            (None, Some(municipality)) => (SplitBy::Municipality, SPLIT_BY_MUNICIPALITY, municipality),
            (None, None) => return released.figures(self.intervention.as_slice(), &[]).ok(),
        };
        released.figures(&[], &[by]).ok()?.get(split)?.get(part).cloned()
    }
}

/// The municipalities in which somebody of a selection lives.
pub(super) fn lived_in(cohort: &Cohort, selection: &Selection) -> Vec<String> {
    cohort.municipalities_of_active(selection).into_iter().map(str::to_owned).collect()
}

/// The municipalities for which a report was released.
pub(super) fn municipalities(released: &ReleasedReport) -> BTreeSet<String> {
    let everybody = released.figures(&[], &[SplitBy::Municipality]).unwrap_or_default();
    everybody[SPLIT_BY_MUNICIPALITY].as_object().into_iter().flat_map(|all| all.keys()).cloned().collect()
}
