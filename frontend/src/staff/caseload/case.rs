//! Everybody who is followed, with what they need, in the order of the list; and who comes next in it.

use super::need::{Beside, Need, has_said_something_new, is_followed_up, needs, pressing};
use crate::phone::Phone;
use crate::state::{Passage, State};
use shared::fold::Participation;
use shared::id::ParticipationId;
use shared::sync::Contact;
use shared::time::Month;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// One person in the list.
pub(in crate::staff) struct Case<'a> {
    pub(in crate::staff) id: ParticipationId,
    pub(in crate::staff) alias: &'a str,
    pub(in crate::staff) folded: &'a Participation,
    pub(super) needs: BTreeSet<Need>,
}

/// Everybody whose stay goes on in a month or who needs something, the most pressing first, then by alias.
pub(in crate::staff) fn cases<'a>(
    phone: &'a Phone,
    contacts: Option<&Vec<Contact>>,
    asides: &BTreeSet<ParticipationId>,
    month: Month,
) -> Vec<Case<'a>> {
    let refused_here = phone.refused().filter_map(|stored| stored.read()).map(|record| record.participation);
    let put_aside: BTreeSet<ParticipationId> = asides.iter().copied().chain(refused_here).collect();
    let waits = |id| contacts.into_iter().flatten().any(|one| one.participation == id && one.waiting > Some(0));
    let case = |(id, folded): (&ParticipationId, &'a std::rc::Rc<Participation>)| {
        let alias = folded.enrolment()?.alias.as_str();
        let beside = Beside {
            aside: put_aside.contains(id),
            unsent: waits(*id) && folded.is_open_in(month),
            said: has_said_something_new(folded, |record| came(phone, record)),
        };
        Some(Case { id: *id, alias, needs: needs(folded, month, beside), folded })
    };
    let mut cases: Vec<Case<'_>> = phone
        .people
        .iter()
        .filter_map(case)
        .filter(|case| case.folded.is_open_in(month) || !case.needs.is_empty())
        .collect();
    cases.sort_by_cached_key(|case| (Reverse(pressing(&case.needs)), case.alias.to_lowercase()));
    cases
}

/// When the server had a record.
fn came(state: &State, record: shared::id::RecordId) -> Option<shared::time::Instant> {
    match state.record(record)?.passage {
        Passage::Received(at) => Some(at),
        _ => None,
    }
}

/// Whose follow-up comes after one that was saved: the same person's of this month where last month's was late, else the
/// next person in the list whose follow-up is late or due.
pub(in crate::staff) fn next_to_follow_up<'a>(
    cases: &[Case<'a>],
    saved: (ParticipationId, Month),
    month: Month,
) -> Option<(&'a str, ParticipationId, Month)> {
    let missing = |case: &Case<'a>| {
        let is_missing =
            |at: &Month| (case.id, *at) != saved && case.folded.is_open_in(*at) && !is_followed_up(case.folded, *at);
        [month.plus(-1), month].into_iter().find(is_missing).map(|at| (case.alias, case.id, at))
    };
    let same = cases.iter().find(|case| case.id == saved.0).and_then(missing);
    same.or_else(|| cases.iter().find_map(missing))
}
