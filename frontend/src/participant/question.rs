//! One question: where I am, the question as heading, every level as a large choice. Each answer is on the disk
//! before the next question is shown.

use super::answering::Answering;
use super::nowhere;
use super::route::{MonthInAddress, Route};
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::state::{Draft, StoreFault};
use crate::widgets::{
    ActionKind, Heading, LevelPicture, LinkAction, Notice, NoticeKind, Pictogram, Progress, ReadAloud, Shell,
    store_fault_text,
};
use shared::instrument::{Answer, Item};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct QuestionProps {
    pub(super) month: MonthInAddress,
    /// Counted from 1.
    pub(super) number: usize,
}

/// Scales of at most this many levels show words and a picture for each.
const MOST_LEVELS_IN_WORDS: usize = 7;

#[component]
pub(super) fn Question(props: &QuestionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let fault = use_state(|| None::<StoreFault>);
    let (month, number) = (props.month, props.number);
    let answering = Answering::of(&phone, month.0);
    let count = answering.as_ref().map_or(0, Answering::count);
    use_screen(texts.question_of(number, count), format!("{month}/{number}").into());
    let Some(answering) = answering else { return nowhere() };
    let Some(item) = answering.instrument.participant_items().nth(number.wrapping_sub(1)).cloned() else {
        return nowhere();
    };
    let next = if number < count { Route::Question { month, number: number + 1 } } else { Route::End { month } };
    let choose = {
        let (item, answering, fault, engine) = (item.id.clone(), answering.clone(), fault.setter(), phone.engine());
        Callback::from(move |answer: Answer| {
            let mut answers = answering.answers.clone();
            answers.insert(item.clone(), answer);
            let draft = Draft {
                key: answering.stay.key(month.0),
                answers,
                form: None,
                follow_up: None,
                changed_at: clock::now(),
            };
            let (engine, fault, next, navigator) = (engine.clone(), fault.clone(), next.clone(), navigator.clone());
            spawn_local(async move {
                match engine.keep_draft(draft).await {
                    Ok(()) => {
                        fault.set(None);
                        navigator.iter().for_each(|navigator| navigator.push(&next));
                    }
                    Err(why) => fault.set(Some(why)),
                }
            });
        })
    };
    let back = if number > 1 { Route::Question { month, number: number - 1 } } else { Route::ThisMonth };
    let chosen = answering.answers.get(&item.id).copied();
    let language = phone.language();
    let navigation = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={back} /> };
    let recording = recording(&phone, &answering, &item);
    let later = answering.instrument.participant_items().skip(number);
    let later: Vec<AttrValue> = later.filter_map(|item| self::recording(&phone, &answering, item)).collect();
    html! {
        <Shell {navigation}>
            <Progress words={texts.question_of(number, count)} done={number - 1} of={count} />
            <Pictogram of={item.id.as_str().to_owned()} />
            <Heading words={item.question.in_language(language).to_owned()} />
            <ReadAloud text={spoken(&item, language)} {recording} {later} />
            if let Some(help) = help(&phone, &answering, &item) {
                <details class="help"><summary>{texts.question_help()}</summary><p>{help}</p></details>
            }
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{store_fault_text(&texts, fault)}</p></Notice>
            }
            {levels(&item, language, chosen, &choose)}
            {choice(&choose, Answer::RatherNot, chosen, "choice rather-not", html! { texts.rather_not() })}
        </Shell>
    }
}

/// What the question means, where its questionnaire says so.
fn help(phone: &Phone, answering: &Answering, item: &Item) -> Option<String> {
    let reference = phone.reference.as_ref()?;
    let help = reference.explanation(&answering.instrument.reference(), &item.id)?.help.as_ref()?;
    Some(help.in_language(phone.language()).to_owned())
}

/// The file in which somebody reads the question in the person's language, where its questionnaire names one.
fn recording(phone: &Phone, answering: &Answering, item: &Item) -> Option<AttrValue> {
    let reference = phone.reference.as_ref()?;
    let explained = reference.explanation(&answering.instrument.reference(), &item.id)?;
    explained.audio.get(phone.language()).map(|file| file.to_string().into())
}

/// What is read aloud: the question, then what can be answered.
fn spoken(item: &Item, language: &str) -> String {
    let levels = item.levels.values().map(|words| words.in_language(language));
    std::iter::once(item.question.in_language(language)).chain(levels).collect::<Vec<_>>().join(". ")
}

/// The levels: in words with a picture where they are few, as numbers with words for the ends where they are many.
fn levels(item: &Item, language: &str, chosen: Option<Answer>, choose: &Callback<Answer>) -> Html {
    let words = |value: i16| item.levels.get(&value).map(|words| words.in_language(language).to_owned());
    let count = item.scale.values().count();
    if count <= MOST_LEVELS_IN_WORDS {
        let level = |(place, value): (usize, i16)| {
            let inside = html! { <><LevelPicture level={place + 1} of={count} /><span>{words(value)}</span></> };
            choice(choose, Answer::Rated(value), chosen, "choice", inside)
        };
        return html! { <div class="choices">{for item.scale.values().enumerate().map(level)}</div> };
    }
    let number = |value: i16| {
        let inside = html! {
            <>{value}if let Some(words) = words(value) { <span class="unseen">{format!(" – {words}")}</span> }</>
        };
        choice(choose, Answer::Rated(value), chosen, "choice number", inside)
    };
    html! {
        <>
            <div class="ends" aria-hidden="true">
                <p>{format!("{} – {}", item.scale.lowest, words(item.scale.lowest).unwrap_or_default())}</p>
                <p>{format!("{} – {}", item.scale.highest, words(item.scale.highest).unwrap_or_default())}</p>
            </div>
            <div class="numbers">{for item.scale.values().map(number)}</div>
        </>
    }
}

fn choice(
    choose: &Callback<Answer>,
    answer: Answer,
    chosen: Option<Answer>,
    class: &'static str,
    inside: Html,
) -> Html {
    let choose = choose.clone();
    let onclick = move |_| choose.emit(answer);
    let pressed = if chosen == Some(answer) { "true" } else { "false" };
    html! { <button type="button" {class} aria-pressed={pressed} {onclick}>{inside}</button> }
}
