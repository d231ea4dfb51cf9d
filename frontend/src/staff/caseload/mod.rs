//! The caseload: everybody followed, sorted by what needs the supervisor, all from the device's own store.

mod case;
mod chips;
mod need;
mod row;

pub(super) use case::{Case, cases, next_to_follow_up};

use super::aside::{about_whom, use_asides};
use super::ended::EndedWay;
use super::enrol::EnrolWay;
use super::places::Places;
use super::rescue::HandIn;
use crate::contacts::use_contacts;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::state::Passage;
use crate::texts::Texts;
use crate::widgets::{Heading, Notice, NoticeKind, Shell, month_name, refusal_text, typed};
use chips::{Chip, Chips};
use need::{Need, is_followed_up};
use shared::id::InterventionId;
use std::collections::BTreeSet;
use yew::prelude::*;

/// What the list is narrowed to.
#[derive(Debug, Clone, PartialEq, Default)]
struct Wanted {
    alias: String,
    need: Option<Need>,
    intervention: Option<InterventionId>,
}

impl Wanted {
    fn admits(&self, case: &Case<'_>) -> bool {
        let is_in = |id| case.folded.start.as_ref().is_some_and(|held| held.value.intervention() == id);
        case.alias.to_lowercase().contains(&self.alias.trim().to_lowercase())
            && self.need.is_none_or(|need| case.needs.contains(&need))
            && self.intervention.is_none_or(is_in)
    }
}

#[component]
pub(super) fn Caseload() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let wanted = use_state(Wanted::default);
    let contacts = use_contacts();
    let month = clock::today().month();
    use_screen(texts.caseload_title(), "caseload".into());
    let asides = about_whom(&use_asides(0));
    let all = cases(&phone, contacts.as_ref(), &asides, month);
    let open = all.iter().filter(|case| case.folded.is_open_in(month));
    let done = open.clone().filter(|case| is_followed_up(case.folded, month)).count();
    let (open, shown): (usize, Vec<&Case<'_>>) =
        (open.count(), all.iter().filter(|case| wanted.admits(case)).collect());
    let oninput = {
        let wanted = wanted.clone();
        move |event: InputEvent| {
            wanted.set(Wanted { alias: typed(&event), ..(*wanted).clone() });
        }
    };
    html! {
        <Shell wide=true navigation={html! { <Places /> }}>
            <Heading words={texts.caseload_title()} />
            <EnrolWay />
            <p>{texts.caseload_done(done, open, month_name(&texts, month))}</p>
            {nobodys_refusals(&phone, &texts)}
            <label class="field">
                <span>{texts.caseload_search()}</span>
                <input type="search" autocomplete="off" value={wanted.alias.clone()} {oninput} />
            </label>
            {need_chips(&texts, &all, &wanted)}
            {intervention_chips(&phone, &all, &wanted)}
            if open == 0 {
                <p>{texts.fetching()}</p>
            } else {
                <p class="hint" role="status">{texts.caseload_shown(shown.len(), all.len())}</p>
            }
            <ul class="cases">{for shown.into_iter().map(|case| row::row(&texts, case, month, contacts.as_ref()))}</ul>
            if let Some(first) = phone.held_from {
                <p class="hint after-list">{texts.held_from(month_name(&texts, first), first.year())}</p>
            }
            if let Some(promised) = phone.promised {
                <p class="hint">{if promised { texts.browser_keeps() } else { texts.browser_may_empty() }}</p>
            }
            <EndedWay />
            <HandIn />
        </Shell>
    }
}

/// Records that were refused and are about nobody in the list: somebody who is followed no longer.
fn nobodys_refusals(phone: &Phone, texts: &Texts) -> Html {
    let about_nobody = phone
        .refused()
        .filter(|stored| stored.read().is_none_or(|record| !phone.people.contains_key(&record.participation)));
    let notice = |passage: &Passage| match passage {
        Passage::Refused(refusal) => {
            html! { <Notice kind={NoticeKind::Calm}><p>{refusal_text(texts, refusal)}</p></Notice> }
        }
        _ => Html::default(),
    };
    html! { {for about_nobody.map(|stored| notice(&stored.passage))} }
}

fn need_chips(texts: &Texts, all: &[Case<'_>], wanted: &UseStateHandle<Wanted>) -> Html {
    let chip = |need: Need| Chip {
        name: row::chip_words(texts, need),
        count: all.iter().filter(|case| case.needs.contains(&need)).count(),
        is_on: wanted.need == Some(need),
        on_press: {
            let wanted = wanted.clone();
            let need = (wanted.need != Some(need)).then_some(need);
            Callback::from(move |()| wanted.set(Wanted { need, ..(*wanted).clone() }))
        },
    };
    html! { <Chips label={texts.caseload_by_need()} chips={Need::ALL.map(chip).to_vec()} /> }
}

/// Where people are in several interventions.
fn intervention_chips(phone: &Phone, all: &[Case<'_>], wanted: &UseStateHandle<Wanted>) -> Html {
    let in_which = |case: &Case<'_>| case.folded.start.as_ref().map(|held| held.value.intervention());
    let among: BTreeSet<InterventionId> = all.iter().filter_map(in_which).collect();
    let named = phone.account.iter().flat_map(|account| &account.interventions).filter(|one| among.contains(&one.id));
    let chips: Vec<Chip> = named
        .map(|one| Chip {
            name: one.name.to_string().into(),
            count: all.iter().filter(|case| in_which(case) == Some(one.id)).count(),
            is_on: wanted.intervention == Some(one.id),
            on_press: {
                let wanted = wanted.clone();
                let intervention = (wanted.intervention != Some(one.id)).then_some(one.id);
                Callback::from(move |()| wanted.set(Wanted { intervention, ..(*wanted).clone() }))
            },
        })
        .collect();
    if chips.len() < 2 {
        return Html::default();
    }
    html! { <Chips label={phone.texts().caseload_by_intervention()} {chips} /> }
}
