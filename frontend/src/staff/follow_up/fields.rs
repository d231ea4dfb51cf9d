//! The fields of what is counted: hours, activities, support sources, the step; and the note.

use super::parts::Sheet;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::typed;
use shared::bridge::StepRank;
use shared::code::{Code, Entry};
use shared::reference::{ACTIVITY_LIST, SUPPORT_LIST};
use yew::prelude::*;

pub(super) fn activity_words(sheet: &Sheet<'_>) -> AttrValue {
    let name = |code| sheet.reference.name_of(ACTIVITY_LIST, code, sheet.phone.language()).to_owned();
    let hours = Some(&sheet.form.hours).filter(|hours| !hours.is_empty()).map(|hours| sheet.texts.month_hours(hours));
    let names = sheet.form.activities.iter().map(name).map(AttrValue::from);
    hours.into_iter().chain(names).collect::<Vec<_>>().join(", ").into()
}

pub(super) fn activity(sheet: &Sheet<'_>) -> Html {
    let change = sheet.change.clone();
    let oninput = move |event: InputEvent| {
        let hours = typed(&event);
        change.emit(Box::new(move |form| form.hours = hours));
    };
    html! {
        <>
            <label class="field short">
                <span>{sheet.texts.hours_label()}</span>
                <input type="text" inputmode="numeric" autocomplete="off" name="hours" value={sheet.form.hours.clone()} {oninput} />
            </label>
            <fieldset>
                <legend>{sheet.texts.activities_label()}</legend>
                {chosen_first(sheet, ACTIVITY_LIST, |code| sheet.begun.activities.contains(code), |entry| activity_row(sheet, entry))}
            </fieldset>
        </>
    }
}

/// The entries of a list that were chosen last time, and the rest folded; all of them where none was.
fn chosen_first(sheet: &Sheet<'_>, list: &str, was: impl Fn(&Code) -> bool, row: impl Fn(&Entry) -> Html) -> Html {
    let entries = sheet.reference.code_list(list).map(|list| list.entries.as_slice()).unwrap_or_default();
    let (first, rest): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| was(&entry.code));
    if first.is_empty() {
        return html! { {for rest.into_iter().map(row)} };
    }
    html! {
        <>
            {for first.into_iter().map(&row)}
            <details class="more">
                <summary>{sheet.texts.more_to_choose()}</summary>
                {for rest.into_iter().map(&row)}
            </details>
        </>
    }
}

fn activity_row(sheet: &Sheet<'_>, entry: &Entry) -> Html {
    let chosen = sheet.form.activities.contains(&entry.code);
    let onclick = {
        let (change, code) = (sheet.change.clone(), entry.code.clone());
        move |_| {
            let code = code.clone();
            change.emit(Box::new(move |form| {
                if chosen {
                    form.activities.retain(|one| *one != code);
                } else {
                    form.activities.push(code);
                }
            }));
        }
    };
    html! {
        <label class="tick">
            <input type="checkbox" autocomplete="off" name={entry.code.to_string()} checked={chosen} {onclick} />
            <span>{entry.name.in_language(sheet.phone.language()).to_owned()}</span>
        </label>
    }
}

pub(super) fn support_words(sheet: &Sheet<'_>) -> AttrValue {
    let words = |(code, percent): (&Code, &String)| {
        let name = sheet.reference.name_of(SUPPORT_LIST, code, sheet.phone.language());
        if percent.trim().is_empty() { name.to_owned() } else { format!("{name} ({} %)", percent.trim()) }
    };
    sheet.form.support.iter().map(words).collect::<Vec<_>>().join(", ").into()
}

pub(super) fn support(sheet: &Sheet<'_>) -> Html {
    html! {
        <fieldset>
            <legend class="unseen">{sheet.texts.support_label()}</legend>
            {chosen_first(sheet, SUPPORT_LIST, |code| sheet.begun.support.contains_key(code), |entry| support_row(sheet, entry))}
        </fieldset>
    }
}

fn support_row(sheet: &Sheet<'_>, entry: &Entry) -> Html {
    let name = entry.name.in_language(sheet.phone.language()).to_owned();
    let chosen = sheet.form.support.get(&entry.code);
    let onclick = {
        let (change, code, chosen) = (sheet.change.clone(), entry.code.clone(), chosen.is_some());
        move |_| {
            let code = code.clone();
            change.emit(Box::new(move |form| {
                if chosen {
                    form.support.remove(&code);
                } else {
                    form.support.insert(code, String::new());
                }
            }));
        }
    };
    let oninput = {
        let (change, code) = (sheet.change.clone(), entry.code.clone());
        move |event: InputEvent| {
            let (code, percent) = (code.clone(), typed(&event));
            change.emit(Box::new(move |form| {
                form.support.insert(code, percent);
            }));
        }
    };
    html! {
        <div class="option">
            <label class="tick">
                <input type="checkbox" autocomplete="off" name={entry.code.to_string()} checked={chosen.is_some()} {onclick} />
                <span>{&name}</span>
            </label>
            if let Some(percent) = chosen.filter(|_| !entry.exclusive) {
                <label class="percent">
                    <input type="text" inputmode="numeric" autocomplete="off" placeholder="100" value={percent.clone()} {oninput}
                        aria-label={sheet.texts.percent_of(name.clone())} />
                    <span>{"%"}</span>
                </label>
            }
        </div>
    }
}

pub(super) fn step_words(sheet: &Sheet<'_>) -> AttrValue {
    let step = sheet.form.step.and_then(|rank| sheet.reference.bridge.step(rank));
    step.map(|step| format!("{}. {}", step.rank.0, step.name.in_language(sheet.phone.language())).into())
        .unwrap_or_default()
}

pub(super) fn step(sheet: &Sheet<'_>) -> Html {
    let step = |rank: StepRank, name: String| {
        let change = sheet.change.clone();
        let onclick = move |_| change.emit(Box::new(move |form| form.step = Some(rank)));
        html! {
            <label class="tick">
                <input type="radio" autocomplete="off" name="step" value={rank.0.to_string()} checked={sheet.form.step == Some(rank)} {onclick} />
                <span>{format!("{}. {name}", rank.0)}</span>
            </label>
        }
    };
    html! {
        <fieldset>
            <legend class="unseen">{sheet.texts.step_label()}</legend>
            {for sheet.reference.bridge.steps.iter().map(|one| step(one.rank, one.name.in_language(sheet.phone.language()).to_owned()))}
        </fieldset>
    }
}

pub(super) fn note(sheet: &Sheet<'_>) -> Html {
    let change = sheet.change.clone();
    let oninput = move |event: InputEvent| {
        let note = typed(&event);
        change.emit(Box::new(move |form| form.note = note));
    };
    html! {
        <label class="field">
            <span>{sheet.texts.note_label()}</span>
            <textarea autocomplete="off" name="note" rows="3" aria-describedby="note-hint" value={sheet.form.note.clone()} {oninput} />
            <span id="note-hint" class="hint">{sheet.texts.note_hint()}</span>
        </label>
    }
}
