//! Who plays whom: the supervisor with most to do, and among the people that supervisor follows the one with most to
//! look back on. A pure choice, the same at each start.

use shared::fold::Participation;
use shared::id::{AccountId, ParticipationId};
use shared::time::Month;
use std::collections::BTreeMap;

/// A stay as far as the choice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stay {
    pub(super) id: ParticipationId,
    pub(super) alias: String,
    supervisor: AccountId,
    rated_months: usize,
}

impl Stay {
    /// The stay, if it goes on after `until` and somebody follows it.
    pub(super) fn going_on(id: ParticipationId, folded: &Participation, until: Month) -> Option<Self> {
        if !folded.is_active_in(until.plus(1)) {
            return None;
        }
        Some(Self {
            id,
            alias: folded.enrolment()?.alias.as_str().into(),
            supervisor: folded.supervisor?,
            rated_months: folded.months.values().filter(|view| view.self_assessment.is_some()).count(),
        })
    }
}

/// The two main parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) supervisor: AccountId,
    pub(super) participant: Stay,
}

/// Chooses among the stays that go on.
pub(super) fn choose(going_on: &[Stay]) -> Option<Parts> {
    let mut caseloads: BTreeMap<AccountId, usize> = BTreeMap::new();
    for stay in going_on {
        *caseloads.entry(stay.supervisor).or_default() += 1;
    }
    let (supervisor, _) = caseloads.into_iter().max_by_key(|(_, caseload)| *caseload)?;
    let own = going_on.iter().filter(|stay| stay.supervisor == supervisor);
    let participant = own.max_by_key(|stay| (stay.rated_months, stay.id))?.clone();
    Some(Parts { supervisor, participant })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn stay(number: u128, supervisor: u128, rated_months: usize) -> Stay {
        let supervisor = AccountId::from_uuid(Uuid::from_u128(supervisor));
        Stay {
            id: ParticipationId::from_uuid(Uuid::from_u128(number)),
            alias: "Björk".into(),
            supervisor,
            rated_months,
        }
    }

    #[test]
    fn the_largest_caseload_and_in_it_the_longest_story_are_chosen() {
        let stays = [stay(1, 7, 20), stay(2, 8, 3), stay(3, 8, 9), stay(4, 8, 9)];
        let parts = choose(&stays);
        assert_eq!(parts.map(|parts| parts.participant), Some(stay(4, 8, 9)));
    }

    #[test]
    fn without_anybody_there_is_no_cast() {
        assert_eq!(choose(&[]), None);
    }
}
