//! The months of a stay, the newest first: what was recorded in each, and what the device holds of them.

use super::SectionProps;
use super::assessments::assessments;
use crate::phone::{Phone, use_phone};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::state::Passage;
use crate::widgets::{PassageLine, month_and_year, month_name};
use shared::code::Code;
use shared::fold::{MonthView, Participation};
use shared::id::RecordId;
use shared::reference::{ACTIVITY_LIST, Reference, SUPPORT_LIST};
use shared::support::Extent;
use shared::time::Month;
use yew::prelude::*;

/// Month by month.
#[component]
pub(super) fn Months(props: &SectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let (folded, reference) = (&props.folded, &props.reference);
    let started = folded.enrolment().map(|enrolment| enrolment.started.month());
    html! {
        <section>
            <h2>{texts.months_title()}</h2>
            if let Some(first) = phone.held_from.filter(|first| started.is_some_and(|started| *first > started)) {
                <p class="hint">{texts.held_from(month_name(&texts, first), first.year())}</p>
            }
            if folded.months.is_empty() {
                <p>{texts.no_months()}</p>
            }
            {for span(&phone, folded, clock::today().month()).into_iter().rev().enumerate().map(|(place, month)| {
                match folded.months.get(&month) {
                    Some(view) => month_details(&phone, reference, month, view, place == 0),
                    None => html! { <p class="hint">{texts.month_missing(month_and_year(&texts, month))}</p> },
                }
            })}
        </section>
    }
}

/// The months that there is something to say about: from the start, as far as this device holds them, to the end or now.
pub(super) fn span(phone: &Phone, folded: &Participation, today: Month) -> Vec<Month> {
    if folded.months.is_empty() {
        return Vec::new();
    }
    let of_records = folded.months.keys().copied();
    let started = folded.enrolment().map(|enrolment| enrolment.started.month());
    let first = phone.held_from.max(started).into_iter().chain(of_records.clone()).min().unwrap_or(today);
    let end = folded.exit.as_ref().map_or(today, |exit| exit.value.ended.month());
    let last = of_records.max().unwrap_or(today).max(end);
    (0..).map(|count| first.plus(count)).take_while(|month| *month <= last).collect()
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
            if let Some(follow_up) = follow_up.filter(|follow_up| !follow_up.activities.is_empty()) {
                <p>{texts.month_activities(activity_words(reference, &follow_up.activities, language))}</p>
            }
            if let Some(follow_up) = follow_up.filter(|follow_up| !follow_up.support.is_empty()) {
                <p>{texts.month_support(support_words(reference, &follow_up.support, language))}</p>
            }
            if let Some(note) = follow_up.and_then(|follow_up| follow_up.note.as_ref()) {
                <blockquote>{note.as_str().to_owned()}</blockquote>
            }
            if follow_up.is_none() {
                <p class="hint">{texts.follow_up_missing()}</p>
            }
            if view.self_assessment.is_none() {
                <p class="hint">{texts.self_assessment_missing()}</p>
            }
            {assessments(&texts, reference, month, view, language)}
            {own_passage(phone, view)}
        </details>
    }
}

fn activity_words(reference: &Reference, activities: &[Code], language: &str) -> String {
    activities.iter().map(|code| reference.name_of(ACTIVITY_LIST, code, language)).collect::<Vec<_>>().join(", ")
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
