//! The caseload: everybody followed, sorted by what needs the supervisor, all from the device's own store.

use super::ended::EndedWay;
use super::enrol::EnrolWay;
use super::places::Places;
use super::rescue::HandIn;
use super::route::{MonthInAddress, Route, StayInAddress};
use crate::contacts::{use_contacts, waiting_words};
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::state::Passage;
use crate::texts::Texts;
use crate::widgets::{Heading, Notice, NoticeKind, Shell, month_name, refusal_text};
use shared::fold::Participation;
use shared::id::ParticipationId;
use shared::time::Month;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew_router::prelude::*;

/// What a person's month needs of the supervisor, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// Last month has no follow-up.
    Late,
    /// This month has none yet.
    Due,
    /// This month is recorded.
    Done,
}

impl Need {
    fn of(folded: &Participation, month: Month) -> Self {
        let recorded = |month: Month| folded.months.get(&month).is_some_and(|view| view.follow_up.is_some());
        if recorded(month) {
            Self::Done
        } else if folded.is_active_in(month.plus(-1)) && !recorded(month.plus(-1)) {
            Self::Late
        } else {
            Self::Due
        }
    }

    fn words(self, texts: &Texts, month: Month) -> AttrValue {
        match self {
            Self::Late => texts.need_late(month_name(texts, month.plus(-1))),
            Self::Due => texts.need_due(month_name(texts, month)),
            Self::Done => texts.need_done(month_name(texts, month)),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Late => "need late",
            Self::Due => "need due",
            Self::Done => "need done",
        }
    }
}

/// One person in the list.
struct Case<'a> {
    need: Need,
    alias: &'a str,
    id: ParticipationId,
    folded: &'a Participation,
}

#[component]
pub(super) fn Caseload() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let wanted = use_state(String::new);
    let contacts = use_contacts();
    let month = clock::today().month();
    use_screen(texts.caseload_title(), "caseload".into());
    let mut cases: Vec<Case<'_>> = phone
        .people
        .iter()
        .filter(|(_, folded)| folded.is_open_in(month))
        .filter_map(|(id, folded)| {
            let alias = folded.enrolment()?.alias.as_str();
            Some(Case { need: Need::of(folded, month), alias, id: *id, folded })
        })
        .collect();
    cases.sort_by(|a, b| (a.need, a.alias).cmp(&(b.need, b.alias)));
    let done = cases.iter().filter(|case| case.need == Need::Done).count();
    let all = cases.len();
    cases.retain(|case| case.alias.to_lowercase().contains(&wanted.to_lowercase()));
    let oninput = {
        let wanted = wanted.setter();
        move |event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            wanted.set(input.map(|input| input.value()).unwrap_or_default());
        }
    };
    html! {
        <Shell navigation={html! { <Places /> }}>
            <Heading words={texts.caseload_title()} />
            <EnrolWay />
            <p>{texts.caseload_done(done, all, month_name(&texts, month))}</p>
            {for phone.refused().filter_map(|stored| match &stored.passage {
                Passage::Refused(refusal) => Some(html! {
                    <Notice kind={NoticeKind::Calm}><p>{refusal_text(&texts, refusal)}</p></Notice>
                }),
                _ => None,
            })}
            <label class="field">
                <span>{texts.caseload_search()}</span>
                <input type="search" autocomplete="off" value={(*wanted).clone()} {oninput} />
            </label>
            if all == 0 {
                <p>{texts.fetching()}</p>
            }
            <ul class="cases">{for cases.iter().map(|case| {
                row(&texts, case, month, waiting_words(&texts, contacts.as_ref(), case.id))
            })}</ul>
            if let Some(promised) = phone.promised {
                <p class="hint after-list">{if promised { texts.browser_keeps() } else { texts.browser_may_empty() }}</p>
            }
            <EndedWay />
            <HandIn />
        </Shell>
    }
}

fn row(texts: &Texts, case: &Case<'_>, month: Month, waited: Option<AttrValue>) -> Html {
    let rated = case.folded.months.get(&month).is_some_and(|view| view.self_assessment.is_some());
    let own = if rated { texts.case_rated() } else { texts.case_not_rated() };
    // Straight to what there is to do; the person's months once it is done.
    let to = match case.need {
        Need::Done => Route::Person { id: StayInAddress(case.id) },
        Need::Late => Route::FollowUp { id: StayInAddress(case.id), month: MonthInAddress(month.plus(-1)) },
        Need::Due => Route::FollowUp { id: StayInAddress(case.id), month: MonthInAddress(month) },
    };
    html! {
        <li>
            <Link<Route> to={Route::Person { id: StayInAddress(case.id) }} classes={classes!("case")}>
                <span class="alias">{case.alias.to_owned()}</span>
                <span class={case.need.class()}>{case.need.words(texts, month)}</span>
                <span class="own">{own}</span>
                if let Some(waited) = waited {
                    <span class="own">{waited}</span>
                }
            </Link<Route>>
            if case.need != Need::Done {
                <Link<Route> {to} classes={classes!("action", "beside", "short")}>
                    {texts.record_follow_up()}<span class="unseen">{format!(": {}", case.alias)}</span>
                </Link<Route>>
            }
        </li>
    }
}
