//! Stays that have ended, the latest first, and those that are registered anonymously: each leads to what can be corrected.

use super::route::{Route, StayInAddress};
use super::stay::ended as ended_words;
use crate::phone::{Phone, use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{ActionKind, Heading, LinkAction, Shell};
use crate::workplaces::{Known, use_workplaces};
use shared::fold::Start;
use shared::record::Exit;
use yew::prelude::*;
use yew_router::prelude::*;

/// A stay in the list.
struct Listed {
    id: StayInAddress,
    name: AttrValue,
    exit: Option<Exit>,
}

#[component]
pub(super) fn Ended() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let workplaces = use_workplaces();
    use_screen(texts.ended_title(), "ended".into());
    let ended = ended(&phone);
    let anonymous = anonymous(&phone, &workplaces);
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.to_caseload()} to={Route::Home} /> }}>
            <Heading words={texts.ended_title()} />
            if ended.is_empty() {
                <p>{texts.ended_none()}</p>
            }
            <ul class="cases">{for ended.into_iter().map(|one| entry(&phone, one))}</ul>
            if !anonymous.is_empty() {
                <h2>{texts.ended_anonymous_title()}</h2>
                <ul class="cases">{for anonymous.into_iter().map(|one| entry(&phone, one))}</ul>
            }
        </Shell>
    }
}

fn ended(phone: &Phone) -> Vec<Listed> {
    let listed = phone.people.iter().filter_map(|(id, folded)| {
        let name = AttrValue::from(folded.enrolment()?.alias.as_str().to_owned());
        Some(Listed { id: StayInAddress(*id), name, exit: Some(folded.exit.as_ref()?.value.clone()) })
    });
    let mut all: Vec<Listed> = listed.collect();
    all.sort_by(|a, b| b.exit.as_ref().map(|exit| exit.ended).cmp(&a.exit.as_ref().map(|exit| exit.ended)));
    all
}

fn anonymous(phone: &Phone, workplaces: &Known) -> Vec<Listed> {
    let texts = phone.texts();
    let listed = phone.people.iter().filter_map(|(id, folded)| match &folded.start.as_ref()?.value {
        Start::Anonymous { intervention, year, .. } => {
            let name = texts.ended_anonymous(workplaces.name_of(*intervention).unwrap_or_default(), year);
            Some(Listed { id: StayInAddress(*id), name, exit: folded.exit.as_ref().map(|held| held.value.clone()) })
        }
        Start::Identified(_) => None,
    });
    listed.collect()
}

fn entry(phone: &Phone, listed: Listed) -> Html {
    html! {
        <li>
            <Link<Route> to={Route::Stay { id: listed.id }} classes={classes!("case")}>
                <span class="alias">{listed.name}</span>
                if let Some(exit) = &listed.exit {
                    <span class="own">{ended_words(phone, exit)}</span>
                }
            </Link<Route>>
        </li>
    }
}

/// At the end of the caseload: the way here.
#[component]
pub(super) fn EndedWay() -> Html {
    let texts = use_phone().texts();
    html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.ended_title()} to={Route::Ended} /> }
}
