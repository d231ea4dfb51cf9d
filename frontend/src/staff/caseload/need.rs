//! What a person needs of the supervisor, and who comes first. Pure; it knows no browser and no clock.

use crate::staff::two_versions;
use shared::fold::Participation;
use shared::id::RecordId;
use shared::time::{Instant, Month};
use std::collections::BTreeSet;

/// One thing that somebody needs, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::staff) enum Need {
    /// Something about the person was put aside.
    Aside,
    /// A record has two versions to choose between.
    TwoVersions,
    /// Last month has no follow-up.
    Late,
    /// This month has none yet.
    Due,
    /// The person has written something since the last follow-up.
    Said,
    /// No self-rating for two months.
    Silent,
    /// Answers wait on the person's phone.
    Unsent,
}

impl Need {
    /// Every need, in that order.
    pub(super) const ALL: [Self; 7] =
        [Self::Aside, Self::TwoVersions, Self::Late, Self::Due, Self::Said, Self::Silent, Self::Unsent];
}

/// What the records of the stay do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::staff) struct Beside {
    /// Whether something about the person was put aside and nobody has dealt with it.
    pub(in crate::staff) aside: bool,
    /// Whether answers waited on the person's phone when it was last in touch.
    pub(in crate::staff) unsent: bool,
    /// Whether the person has written something since the last follow-up.
    pub(in crate::staff) said: bool,
}

/// What somebody needs in a month; nothing where everything is done.
pub(in crate::staff) fn needs(folded: &Participation, month: Month, beside: Beside) -> BTreeSet<Need> {
    let last = month.plus(-1);
    // Nothing more is recorded about somebody who has withdrawn consent, whatever is missing.
    let goes_on = folded.withdrawal.is_none();
    let is = |need| match need {
        Need::Aside => beside.aside,
        Need::TwoVersions => goes_on && two_versions::is_any(folded),
        Need::Late => folded.is_open_in(last) && !is_followed_up(folded, last),
        Need::Due => folded.is_open_in(month) && !is_followed_up(folded, month),
        Need::Said => goes_on && beside.said,
        Need::Silent => is_silent(folded, month),
        Need::Unsent => beside.unsent,
    };
    Need::ALL.into_iter().filter(|need| is(*need)).collect()
}

/// Whether a month has its follow-up.
pub(in crate::staff) fn is_followed_up(folded: &Participation, month: Month) -> bool {
    folded.months.get(&month).is_some_and(|view| view.follow_up.is_some())
}

/// Somebody who has been here for two whole months and has rated none of them, nor this one.
fn is_silent(folded: &Participation, month: Month) -> bool {
    let has_rated = |month: Month| folded.months.get(&month).is_some_and(|view| view.self_assessment.is_some());
    folded.is_open_in(month) && folded.is_active_in(month.plus(-2)) && !(-2..=0).any(|back| has_rated(month.plus(back)))
}

/// Whether the person has written something that came after the newest follow-up. `came` says when the server had a
/// record, so that no device's clock decides; what still waits here is newest of all.
pub(in crate::staff) fn has_said_something_new(
    folded: &Participation,
    came: impl Fn(RecordId) -> Option<Instant>,
) -> bool {
    let order = |record| came(record).map_or((true, Instant(0)), |at| (false, at));
    let said = folded.remarks.iter().chain(&folded.wants_to_say).map(|said| order(said.record)).max();
    let followed = folded.months.values().filter_map(|view| Some(order(view.follow_up.as_ref()?.record))).max();
    said.is_some_and(|said| followed.is_none_or(|followed| said > followed))
}

/// The order of the list: whoever has the most pressing need first; of two, whoever has another one as well.
pub(in crate::staff) fn pressing(needs: &BTreeSet<Need>) -> u32 {
    needs.iter().fold(0, |sum, need| sum | (1 << (Need::ALL.len() - 1 - *need as usize)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::trial::{held, month, rated, stay_since};
    use shared::fold::{MonthView, Remark};
    use shared::record::{FollowUp, Note};

    fn nov() -> Month {
        month(2026, 11)
    }

    fn followed_up_in(mut folded: Participation, months: &[Month]) -> Participation {
        for (number, month) in months.iter().enumerate() {
            folded.months.entry(*month).or_default().follow_up = Some(held(100 + number as u128, FollowUp::default()));
        }
        folded
    }

    fn of(folded: &Participation) -> Vec<Need> {
        needs(folded, nov(), Beside::default()).into_iter().collect()
    }

    #[test]
    fn a_month_without_a_follow_up_is_due_and_the_one_before_it_is_late() {
        let new = stay_since(nov());
        assert_eq!(of(&new), [Need::Due]);
        let longer = stay_since(month(2026, 10));
        assert_eq!(of(&longer), [Need::Late, Need::Due]);
        assert_eq!(of(&followed_up_in(longer, &[nov()])), [Need::Late]);
        let done = followed_up_in(stay_since(month(2026, 10)), &[month(2026, 10), nov()]);
        assert!(of(&done).is_empty());
    }

    #[test]
    fn two_months_without_a_rating_are_silence_and_one_is_not() {
        let all = [month(2026, 9), month(2026, 10), nov()];
        let silent = followed_up_in(stay_since(month(2026, 9)), &all);
        assert_eq!(of(&silent), [Need::Silent]);
        let mut answered = silent.clone();
        answered.months.entry(month(2026, 9)).or_default().self_assessment = Some(held(1, rated("energy", 2)));
        assert!(of(&answered).is_empty());
        let new = followed_up_in(stay_since(month(2026, 10)), &all);
        assert!(of(&new).is_empty(), "who began last month has had no two months to answer");
    }

    #[test]
    fn versions_to_choose_between_are_a_need_until_consent_is_withdrawn() {
        let mut folded = followed_up_in(stay_since(nov()), &[nov()]);
        if let Some(held) = folded.months.entry(nov()).or_default().follow_up.as_mut() {
            held.rivals = vec![RecordId::from_uuid(uuid::Uuid::from_u128(9))];
        }
        assert_eq!(of(&folded), [Need::TwoVersions]);
        folded.withdrawal = Some(held(2, nov().first_day()));
        assert!(of(&folded).is_empty());
    }

    #[test]
    fn words_are_new_until_a_follow_up_came_after_them() {
        let record = RecordId::from_uuid(uuid::Uuid::from_u128(7));
        let Ok(note) = Note::new("Jag har börjat gå till gymmet.") else { unreachable!("it is a note") };
        let said = Remark { month: nov(), note, record };
        let folded = Participation { wants_to_say: vec![said], ..followed_up_in(stay_since(nov()), &[nov()]) };
        let at = |words: i64, follow_up: Option<i64>| {
            let came = move |id| if id == record { Some(Instant(words)) } else { follow_up.map(Instant) };
            has_said_something_new(&folded, came)
        };
        assert!(at(5, Some(4)));
        assert!(!at(5, Some(6)));
        assert!(!at(5, None), "a follow-up that waits here was written in view of them");
        let silent = Participation { wants_to_say: vec![], ..folded.clone() };
        assert!(!has_said_something_new(&silent, |_| None));
    }

    #[test]
    fn the_most_pressing_need_comes_first_and_of_two_whoever_needs_more() {
        let of = |needs: &[Need]| pressing(&needs.iter().copied().collect());
        assert!(of(&[Need::Late]) > of(&[Need::Due, Need::Said, Need::Silent, Need::Unsent]));
        assert!(of(&[Need::Late, Need::Silent]) > of(&[Need::Late]));
        assert!(of(&[Need::Aside]) > of(&[Need::TwoVersions, Need::Late]));
        assert_eq!(of(&[]), 0);
    }

    #[test]
    fn a_month_that_is_there_without_a_follow_up_still_lacks_it() {
        let mut folded = stay_since(nov());
        folded
            .months
            .insert(nov(), MonthView { self_assessment: Some(held(1, rated("goal", 3))), ..Default::default() });
        assert_eq!(of(&folded), [Need::Due]);
    }
}
