//! How much of what was asked for came in.

use super::Figure;
use super::cohort::{Cohort, Selection};
use super::share::{Share, wilson};
use serde::{Deserialize, Serialize};

/// Table 8: months, not participations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Months in which a participation was active in the period.
    pub expected: u32,
    /// Of them, with a self-assessment.
    pub self_assessments: Figure<Share>,
    /// Of them, with a follow-up.
    pub follow_ups: Figure<Share>,
}

/// Counts the months of the participations active in the period, from the start to the end or the period's end.
pub fn response(cohort: &Cohort, selection: &Selection) -> Response {
    let period = selection.period;
    let (mut expected, mut rated, mut followed) = (0_u32, 0, 0);
    for row in cohort.active(selection) {
        let first = row.started.max(period.from()).month();
        let last = row.ended.map_or(period.to(), |ended| ended.min(period.to())).month();
        expected += u32::try_from(last.since(first) + 1).unwrap_or(0);
        for place in row.months.up_to(first.plus(-1))..row.months.up_to(last) {
            rated += u32::from(row.months.has_self_assessment(place));
            followed += u32::from(row.months.has_follow_up(place));
        }
    }
    Response { expected, self_assessments: wilson(rated, expected), follow_ups: wilson(followed, expected) }
}
