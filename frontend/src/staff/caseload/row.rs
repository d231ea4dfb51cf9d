//! One person in the caseload, in words: what they need, and the way to each thing that can be done about it.

use super::case::Case;
use super::need::Need;
use crate::contacts::waiting_words;
use crate::staff::route::{MonthInAddress, Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::month_name;
use shared::sync::Contact;
use shared::time::Month;
use yew::prelude::*;
use yew_router::prelude::*;

/// What a need is called where the list is narrowed by it.
pub(super) fn chip_words(texts: &Texts, need: Need) -> AttrValue {
    match need {
        Need::Aside => texts.chip_aside(),
        Need::TwoVersions => texts.chip_two_versions(),
        Need::Late => texts.chip_late(),
        Need::Due => texts.chip_due(),
        Need::Said => texts.chip_said(),
        Need::Silent => texts.chip_silent(),
        Need::Unsent => texts.chip_unsent(),
    }
}

pub(super) fn row(texts: &Texts, case: &Case<'_>, month: Month, contacts: Option<&Vec<Contact>>) -> Html {
    let rated = case.folded.months.get(&month).is_some_and(|view| view.self_assessment.is_some());
    let own = if rated { texts.case_rated() } else { texts.case_not_rated() };
    let needs = case.needs.iter().filter(|need| **need != Need::Unsent);
    html! {
        <li>
            <Link<Route> to={Route::Person { id: StayInAddress(case.id) }} classes={classes!("case")}>
                <span class="alias">{case.alias.to_owned()}</span>
                if case.needs.is_empty() {
                    <span class="need done">{texts.need_done(month_name(texts, month))}</span>
                }
                {for needs.map(|need| html! { <span class={class(*need)}>{words(texts, *need, month)}</span> })}
                if !case.needs.contains(&Need::Silent) {
                    <span class="own">{own}</span>
                }
                if let Some(waited) = waiting_words(texts, contacts, case.id) {
                    <span class="own">{waited}</span>
                }
            </Link<Route>>
            {for ways(texts, case, month).into_iter().map(|(to, words)| html! {
                <Link<Route> {to} classes={classes!("action", "beside", "short")}>
                    {words}<span class="unseen">{format!(": {}", case.alias)}</span>
                </Link<Route>>
            })}
        </li>
    }
}

/// Straight to what there is to do.
fn ways(texts: &Texts, case: &Case<'_>, month: Month) -> Vec<(Route, AttrValue)> {
    let id = StayInAddress(case.id);
    let late = case.needs.contains(&Need::Late).then(|| month.plus(-1));
    let open = late.or_else(|| case.needs.contains(&Need::Due).then_some(month));
    let follow_up = open.map(|month| (Route::FollowUp { id, month: MonthInAddress(month) }, texts.record_follow_up()));
    let versions = (Need::TwoVersions, Route::TwoVersions { id }, texts.choose_version());
    let aside = (Need::Aside, Route::Aside, texts.look_at_aside());
    let decide = [aside, versions].into_iter().filter(|(need, ..)| case.needs.contains(need));
    decide.map(|(_, to, words)| (to, words)).chain(follow_up).collect()
}

fn words(texts: &Texts, need: Need, month: Month) -> AttrValue {
    match need {
        Need::Aside => texts.need_aside(),
        Need::TwoVersions => texts.need_two_versions(),
        Need::Late => texts.need_late(month_name(texts, month.plus(-1))),
        Need::Due => texts.need_due(month_name(texts, month)),
        Need::Said => texts.need_said(),
        Need::Silent => texts.need_silent(),
        Need::Unsent => texts.chip_unsent(),
    }
}

const fn class(need: Need) -> &'static str {
    match need {
        Need::Late | Need::Aside | Need::TwoVersions => "need late",
        Need::Due | Need::Said => "need due",
        Need::Silent | Need::Unsent => "own",
    }
}
