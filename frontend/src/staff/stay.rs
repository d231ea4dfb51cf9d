//! One stay: what is registered of it, and everything that changes that, in one place.

use super::consent::Consent;
use super::nowhere;
use super::route::{Route, StayInAddress};
use crate::phone::{Phone, use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{
    ActionKind, Heading, LinkAction, Notice, NoticeKind, PassageLine, Shell, month_after_day, month_and_year,
};
use crate::workplaces::{Known, use_workplaces};
use shared::fold::{Participation, Start};
use shared::record::{Enrolment, Exit};
use shared::reference::{EXIT_REASON_LIST, WRONG_REGISTRATION};
use shared::time::Date;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct StayProps {
    pub(super) id: StayInAddress,
}

#[component]
pub(super) fn Stay(props: &StayProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let workplaces = use_workplaces();
    let id = props.id;
    use_screen(texts.stay_title(), format!("stay {id}").into());
    let Some(folded) = phone.people.get(&id.0).cloned() else { return nowhere() };
    let Some(start) = folded.start.clone() else { return nowhere() };
    let (heading, back) = match &start.value {
        Start::Identified(enrolment) => (texts.stay_of(enrolment.alias.as_str()), Route::Person { id }),
        Start::Anonymous { .. } => (texts.stay_anonymous(), Route::Ended),
    };
    let records = [Some(start.record), folded.exit.as_ref().map(|held| held.record)];
    let newest = records.into_iter().flatten().filter_map(|record| phone.record(record)).rfind(|stored| stored.own);
    let is_mine = folded.supervisor.is_none() || folded.supervisor == phone.account_id();
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={back} /> }}>
            <Heading words={heading} />
            if let Some(name) = workplaces.name_of(start.value.intervention()) {
                <p>{texts.stay_intervention(name)}</p>
            }
            {match &start.value {
                Start::Identified(enrolment) => identified(&phone, &folded, enrolment, &workplaces),
                Start::Anonymous { year, .. } => html! { <p>{texts.stay_year(year)}</p> },
            }}
            if let Some(exit) = folded.exit.as_ref() {
                <p>{ended(&phone, &exit.value)}</p>
            }
            if let Some(stored) = newest {
                <PassageLine passage={stored.passage.clone()} />
            }
            if !is_mine {
                <Notice kind={NoticeKind::Calm}><p>{texts.stay_in_between()}</p></Notice>
            }
            if folded.enrolment().is_some() && folded.withdrawal.is_none() {
                <div class="to-do">{ways(&texts, id, &folded)}</div>
            }
            <Consent id={id.0} {folded} />
        </Shell>
    }
}

/// What can be changed.
fn ways(texts: &Texts, id: StayInAddress, folded: &Participation) -> Html {
    let way = |label, to| html! { <LinkAction<Route> kind={ActionKind::Beside} {label} {to} /> };
    let is_wrong = folded.exit.as_ref().is_some_and(|held| is_wrong_registration(&held.value));
    let exit = if folded.exit.is_some() { texts.stay_to_correct_exit() } else { texts.stay_to_exit() };
    html! {
        <>
            if !is_wrong {
                {way(texts.stay_to_correct(), Route::Correct { id })}
                {way(exit, Route::Exit { id })}
            }
            if folded.exit.is_none() {
                {way(texts.stay_to_hand_over(), Route::HandOver { id })}
            }
        </>
    }
}

pub(super) fn is_wrong_registration(exit: &Exit) -> bool {
    exit.reason.as_ref().is_some_and(|reason| reason.as_str() == WRONG_REGISTRATION)
}

/// A day with its month and year.
pub(super) fn full_date(texts: &Texts, day: Date) -> String {
    format!("{} {} {}", day.day(), month_after_day(texts, day.month()), day.month().year())
}

fn identified(phone: &Phone, folded: &Participation, enrolment: &Enrolment, workplaces: &Known) -> Html {
    let texts = phone.texts();
    html! {
        <>
            <p>{texts.stay_started(full_date(&texts, enrolment.started))}</p>
            if let Some(day) = enrolment.consented {
                <p>{texts.stay_consented(full_date(&texts, day))}</p>
            }
            {for folded.handed_over.iter().map(|one| {
                let name = workplaces.name_of_colleague(one.to).unwrap_or_else(|| texts.stay_somebody());
                html! { <p>{texts.stay_handed_over(name, month_and_year(&texts, one.month))}</p> }
            })}
        </>
    }
}

/// When and why a stay ended, in words.
pub(super) fn ended(phone: &Phone, exit: &Exit) -> AttrValue {
    let texts = phone.texts();
    let named = exit.reason.as_ref().zip(phone.reference.as_ref()).map(|(reason, reference)| {
        let name = reference.name_of(EXIT_REASON_LIST, reason, phone.language());
        AttrValue::from(format!("{name}."))
    });
    texts.stay_ended(full_date(&texts, exit.ended), named.unwrap_or_else(|| texts.stay_no_reason()))
}
