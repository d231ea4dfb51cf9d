//! Which records of a stay have versions that did not know of each other, and are the supervisor's to decide. Pure.

use shared::fold::{Held, Participation};
use shared::id::RecordId;

/// The versions of one record: the one that is shown first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dispute {
    pub(super) versions: Vec<RecordId>,
    /// Records that say the same as one of them.
    pub(super) twins: Vec<RecordId>,
}

/// Every record with several versions. The participant's own ratings are left out: those are the participant's to correct.
pub(super) fn disputes(folded: &Participation) -> Vec<Dispute> {
    let of_months = folded.months.values().flat_map(|view| {
        [dispute(view.follow_up.as_ref()), dispute(view.staff_assessment.as_ref()), dispute(view.step.as_ref())]
    });
    let of_stay = [
        dispute(folded.start.as_ref()),
        folded.withdrawal.is_none().then(|| dispute(folded.exit.as_ref())).flatten(),
        dispute(folded.plan.as_ref()),
    ];
    of_stay.into_iter().chain(of_months).flatten().collect()
}

/// Whether there is anything to decide.
pub(in crate::staff) fn is_any(folded: &Participation) -> bool {
    !disputes(folded).is_empty()
}

fn dispute<T>(held: Option<&Held<T>>) -> Option<Dispute> {
    let held = held.filter(|held| !held.rivals.is_empty())?;
    let versions = std::iter::once(held.record).chain(held.rivals.iter().copied()).collect();
    Some(Dispute { versions, twins: held.twins.clone() })
}
