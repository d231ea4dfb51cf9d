//! The own path: a picture of the months, words that are general and true, and the same as a table.
//! There is no total and no mark; a harder month is drawn like any other.

use super::end::answer_words;
use super::route::Route;
use super::stay::{Stay, stay_in};
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::state::Stored;
use crate::texts::Texts;
use crate::widgets::{
    ActionKind, BridgeWay, Heading, LinkAction, PathPicture, PathPoint, Shell, month_and_year, month_in_short,
    month_name,
};
use shared::instrument::{Answer, Instrument, Item};
use shared::month_window::MonthWindow;
use shared::time::Month;
use yew::prelude::*;

/// The most months drawn: the picture stays readable on a phone.
const MOST_MONTHS: i32 = 13;

#[component]
pub(super) fn MyPath() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.my_path(), "path".into());
    let stay = stay_in(&phone, clock::today().month());
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::ThisMonth} /> }}>
            <Heading words={texts.my_path()} />
            if let Some(stay) = stay {
                <PathOfStay stay={stay.clone()} />
                <MonthTable {stay} />
                <WholeWay />
            } else {
                <p>{texts.no_stay()}</p>
            }
        </Shell>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct StayProps {
    pub(super) stay: Stay,
}

/// The picture, with a sentence.
#[component]
pub(super) fn PathOfStay(props: &StayProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let Some(instrument) = phone.reference.as_ref().and_then(|reference| reference.monthly()) else {
        return Html::default();
    };
    let stay = &props.stay;
    let last = clock::today().month();
    let first = stay.folded.months.keys().next().copied().unwrap_or(last).max(last.plus(1 - MOST_MONTHS));
    let point = |month: Month| PathPoint {
        label: month_in_short(&texts, month),
        height: stay.height(month, instrument),
        stone: stay.folded.months.get(&month).is_some_and(|view| view.step.is_some()),
    };
    let points = (0..=last.since(first)).map(|place| point(first.plus(place))).collect::<Vec<_>>();
    html! { <PathPicture {points} words={sentence(&texts, stay, instrument, phone.language())} /> }
}

/// A sentence that is general and true: how many months were answered, and one item that was rated higher than at
/// the beginning, if there is one.
fn sentence(texts: &Texts, stay: &Stay, instrument: &Instrument, language: &str) -> AttrValue {
    let rated: Vec<(Month, _)> = stay
        .folded
        .months
        .iter()
        .filter_map(|(month, view)| view.self_assessment.as_ref().map(|held| (*month, &held.value.answers)))
        .collect();
    let (Some((first, before)), Some((last, now))) = (rated.first(), rated.last()) else {
        return texts.path_empty();
    };
    // The year is said only where it helps.
    let name = |month: Month| {
        if first.year() == last.year() { month_name(texts, month) } else { month_and_year(texts, month) }
    };
    let rise = |item: &Item| match (before.get(&item.id), now.get(&item.id)) {
        (Some(Answer::Rated(before)), Some(Answer::Rated(now))) => now - before,
        _ => 0,
    };
    let most = instrument.participant_items().filter(|item| item.in_score).max_by_key(|item| rise(item));
    match most.filter(|item| rise(item) > 0) {
        Some(item) => texts.path_higher(item.name.in_language(language).to_lowercase(), name(*last), name(*first)),
        None => texts.path_months(rated.len()),
    }
}

/// The bridge with all its steps, as the association draws it.
#[component]
fn WholeWay() -> Html {
    let phone = use_phone();
    let Some(reference) = phone.reference.as_ref() else { return Html::default() };
    let (bridge, language) = (&reference.bridge, phone.language());
    html! {
        <section>
            <h2>{bridge.name.in_language(language).to_owned()}</h2>
            <BridgeWay bridge={bridge.clone()} pictures={reference.pictures.clone()} {language} />
        </section>
    }
}

/// The months as a table, newest first.
#[component]
fn MonthTable(props: &StayProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let reference = phone.reference.clone();
    let Some(instrument) = reference.as_ref().and_then(|reference| reference.monthly()) else {
        return Html::default();
    };
    let language = phone.language();
    let months = props.stay.folded.months.iter().rev().filter_map(|(month, view)| {
        let held = view.self_assessment.as_ref()?;
        let answers = &held.value.answers;
        let written = phone.record(held.record).and_then(Stored::read).map(|record| record.written_at.date());
        let is_late = written.is_some_and(|day| MonthWindow::of(*month, day).is_over());
        let rows = instrument.participant_items().filter_map(|item| {
            let answer = answer_words(item, *answers.get(&item.id)?, language, &texts.rather_not());
            Some(html! {
                <tr><th scope="row">{item.name.in_language(language).to_owned()}</th><td>{answer}</td></tr>
            })
        });
        Some(html! {
            <details>
                <summary>{month_and_year(&texts, *month)}</summary>
                if is_late {
                    <p class="hint">{texts.answered_afterwards()}</p>
                }
                <table>{for rows}</table>
            </details>
        })
    });
    html! { <section class="months"><h2>{texts.my_months()}</h2>{for months}</section> }
}
