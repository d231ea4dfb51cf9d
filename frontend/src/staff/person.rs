//! One person's months: self-rating and staff assessment side by side, the step, the hours, the note.

use super::consent::Consent;
use super::nowhere;
use super::route::{MonthInAddress, Route, StayInAddress};
use crate::contacts::{contact_words, is_reminded, use_contacts};
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::state::Passage;
use crate::texts::Texts;
use crate::widgets::{ActionKind, Heading, LinkAction, PassageLine, Shell, month_and_year, month_name};
use shared::code::Code;
use shared::fold::{Assessment, Held, MonthView};
use shared::id::RecordId;
use shared::instrument::{Answer, Instrument, Item};
use shared::reference::{Reference, SUPPORT_LIST};
use shared::support::Extent;
use shared::time::Month;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct PersonProps {
    pub(super) id: StayInAddress,
}

#[component]
pub(super) fn Person(props: &PersonProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.person_title(), props.id.to_string().into());
    let contacts = use_contacts();
    let folded = phone.people.get(&props.id.0).cloned();
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let month = clock::today().month();
    let language = phone.language();
    let step = folded.step_at(month).and_then(|rank| reference.bridge.step(rank));
    let started = enrolment.started;
    html! {
        <Shell wide=true navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.to_caseload()} to={Route::Home} /> }}>
            <Heading words={enrolment.alias.as_str().to_owned()} />
            <p>{texts.person_since(month_name(&texts, started.month()), started.month().year())}</p>
            if let Some(step) = step {
                <p>{texts.person_step(step.name.in_language(language))}</p>
            }
            if let Some(words) = contact_words(&texts, contacts.as_ref(), props.id.0) {
                <p class="hint">{words}</p>
            }
            if let Some(is_on) = is_reminded(contacts.as_ref(), props.id.0) {
                <p class="hint">{if is_on { texts.reminder_on() } else { texts.reminder_off() }}</p>
            }
            if folded.withdrawal.is_none() {
                <LinkAction<Route>
                    label={texts.follow_up_for(month_name(&texts, month))}
                    to={Route::FollowUp { id: props.id, month: MonthInAddress(month) }}
                />
            }
            <LinkAction<Route> kind={ActionKind::Beside} label={texts.invite_title()} to={Route::Invite { id: props.id }} />
            <h2>{texts.months_title()}</h2>
            if let Some(first) = phone.held_from.filter(|first| *first > started.month()) {
                <p class="hint">{texts.held_from(month_name(&texts, first), first.year())}</p>
            }
            if folded.months.is_empty() {
                <p>{texts.no_months()}</p>
            }
            {for folded.months.iter().rev().enumerate().map(|(place, (month, view))| {
                month_details(&phone, &reference, *month, view, place == 0)
            })}
            <Consent id={props.id.0} folded={folded.clone()} />
        </Shell>
    }
}

fn month_details(phone: &Phone, reference: &Reference, month: Month, view: &MonthView, open: bool) -> Html {
    let texts = phone.texts();
    let language = phone.language();
    let step = view.step.as_ref().and_then(|held| reference.bridge.step(held.value));
    let follow_up = view.follow_up.as_ref().map(|held| &held.value);
    html! {
        <details class="month" {open}>
            <summary>{month_and_year(&texts, month)}</summary>
            if let Some(step) = step {
                <p>{texts.month_step(step.name.in_language(language))}</p>
            }
            if let Some(hours) = follow_up.and_then(|follow_up| follow_up.hours) {
                <p>{texts.month_hours(hours.get())}</p>
            }
            if let Some(follow_up) = follow_up.filter(|follow_up| !follow_up.support.is_empty()) {
                <p>{texts.month_support(support_words(reference, &follow_up.support, language))}</p>
            }
            if let Some(note) = follow_up.and_then(|follow_up| follow_up.note.as_ref()) {
                <blockquote>{note.as_str().to_owned()}</blockquote>
            }
            {assessments(&texts, reference, view, language)}
            {own_passage(phone, view)}
        </details>
    }
}

fn support_words(reference: &Reference, support: &[Extent], language: &str) -> String {
    let words = |extent: &Extent| {
        let name = reference.name_of(SUPPORT_LIST, &extent.code, language);
        if extent.percent.get() == 100 { name.to_owned() } else { format!("{name} ({} %)", extent.percent.get()) }
    };
    support.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// Where this device's own records of the month are on their way: the one that has come least far.
fn own_passage(phone: &Phone, view: &MonthView) -> Html {
    let records: [Option<RecordId>; 3] = [
        view.follow_up.as_ref().map(|held| held.record),
        view.staff_assessment.as_ref().map(|held| held.record),
        view.step.as_ref().map(|held| held.record),
    ];
    let own = records.into_iter().flatten().filter_map(|id| phone.record(id)).filter(|stored| stored.own);
    let passages: Vec<&Passage> = own.map(|stored| &stored.passage).collect();
    let shown = passages.iter().find(|passage| ***passage == Passage::Waiting).or_else(|| passages.first());
    shown.map_or_else(Html::default, |passage| html! { <PassageLine passage={(*passage).clone()} /> })
}

fn assessments(texts: &Texts, reference: &Reference, view: &MonthView, language: &str) -> Html {
    let (own, staff) = (view.self_assessment.as_ref(), view.staff_assessment.as_ref());
    let Some(instrument) = own.or(staff).and_then(|held| reference.instrument(&held.value.instrument)) else {
        return Html::default();
    };
    html! {
        <table>
            <thead>
                <tr><th scope="col">{texts.assessed_what()}</th><th scope="col">{texts.assessed_own()}</th><th scope="col">{texts.assessed_staff()}</th></tr>
            </thead>
            <tbody>{for instrument.items.iter().filter_map(|item| compare(texts, instrument, item, own, staff, language))}</tbody>
        </table>
    }
}

fn compare(
    texts: &Texts,
    instrument: &Instrument,
    item: &Item,
    own: Option<&Held<Assessment>>,
    staff: Option<&Held<Assessment>>,
    language: &str,
) -> Option<Html> {
    let (own, staff) = (answer_of(own, &item.id), answer_of(staff, &item.id));
    if own.is_none() && staff.is_none() {
        return None;
    }
    let words = |answer: Option<Answer>| match answer {
        Some(Answer::Rated(value)) => {
            texts.value_of(value, instrument.item(&item.id).map_or(value, |item| item.scale.highest))
        }
        Some(Answer::RatherNot) => texts.rather_not(),
        None => texts.no_value(),
    };
    Some(html! {
        <tr>
            <th scope="row">{item.name.in_language(language).to_owned()}</th>
            <td>{words(own)}</td>
            <td>{words(staff)}</td>
        </tr>
    })
}

fn answer_of(held: Option<&Held<Assessment>>, item: &Code) -> Option<Answer> {
    held.and_then(|held| held.value.answers.get(item).copied())
}
