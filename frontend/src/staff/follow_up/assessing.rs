//! The supervisor's rating: each domain a row of levels, chosen by a press, by the arrow keys or by the level's digit.

use super::parts::Sheet;
use crate::staff::texts::StaffTexts as _;
use crate::state::FollowUpDraft;
use shared::code::Code;
use shared::instrument::{Answer, Instrument, Item, Rater};
use yew::prelude::*;

/// In one line: each domain and its level.
pub(super) fn words(sheet: &Sheet<'_>, instrument: &Instrument) -> AttrValue {
    let level = |item: &Item| match sheet.form.answers.get(&item.id)? {
        Answer::Rated(value) => Some(format!("{} {value}", item.name.in_language(sheet.phone.language()))),
        Answer::RatherNot => None,
    };
    instrument.items.iter().filter_map(level).collect::<Vec<_>>().join(" · ").into()
}

pub(super) fn fields(sheet: &Sheet<'_>, instrument: &Instrument) -> Html {
    html! {
        <>
            <p>{sheet.texts.assessment_words()}</p>
            {for instrument.items.iter().map(|item| row(sheet, item))}
        </>
    }
}

fn answer(form: &mut FollowUpDraft, item: Code, value: Option<i16>) {
    match value {
        Some(value) => form.answers.insert(item, Answer::Rated(value)),
        None => form.answers.remove(&item),
    };
}

fn row(sheet: &Sheet<'_>, item: &Item) -> Html {
    let language = sheet.phone.language();
    let question = item.staff_question.in_language(language).to_owned();
    let chosen = sheet.form.answers.get(&item.id).copied();
    let choose = {
        let (change, item) = (sheet.change.clone(), item.id.clone());
        Callback::from(move |value: Option<i16>| {
            let item = item.clone();
            change.emit(Box::new(move |form| answer(form, item, value)));
        })
    };
    let onkeydown = {
        let (choose, scale) = (choose.clone(), item.scale);
        move |event: KeyboardEvent| {
            let digit = event.key().parse::<i16>().ok().filter(|digit| scale.holds(*digit));
            digit.into_iter().for_each(|digit| choose.emit(Some(digit)));
        }
    };
    let level = |value: i16| {
        let words = item.levels.get(&value).map(|words| words.in_language(language).to_owned());
        let is_chosen = chosen == Some(Answer::Rated(value));
        mark(&item.id, Some(value), words, is_chosen, choose.reform(move |()| Some(value)))
    };
    let none =
        mark(&item.id, None, Some(sheet.texts.no_answer().to_string()), chosen.is_none(), choose.reform(|()| None));
    let ends = [item.scale.lowest, item.scale.highest].map(|end| {
        let words = item.levels.get(&end).map(|words| words.in_language(language)).unwrap_or_default();
        format!("{end} = {words}")
    });
    html! {
        <div class="assessed" role="radiogroup" aria-label={question.clone()} {onkeydown}>
            <p class="asked">{question}</p>
            <div class="marks">{for item.scale.values().map(level)}{none}</div>
            <p class="scale-ends">{ends.join(", ")}</p>
            if item.rater == Rater::Staff {
                <details class="why">
                    <summary>{sheet.texts.outlook_why()}</summary>
                    <p>{sheet.texts.outlook_research()}</p>
                    <p>{sheet.texts.outlook_who_sees()}</p>
                </details>
            }
        </div>
    }
}

/// One level, or that there is no answer.
fn mark(item: &Code, value: Option<i16>, words: Option<String>, is_chosen: bool, choose: Callback<()>) -> Html {
    let onclick = move |_| choose.emit(());
    let shown = value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    html! {
        <label class={classes!("mark", is_chosen.then_some("chosen"))} title={words.clone()}>
            <input type="radio" class="unseen" autocomplete="off" name={format!("level-{item}")} value={shown.clone()} checked={is_chosen} {onclick} />
            <span aria-hidden={value.is_none().then_some("true")}>{shown}</span>
            if let Some(words) = words {
                <span class="unseen">{if value.is_some() { format!(" – {words}") } else { words }}</span>
            }
        </label>
    }
}
