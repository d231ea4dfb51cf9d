//! The month's follow-up on the screen. What is typed stays in its field until it is on the disk.

use super::follow_up_form::{Form, FormFault};
use super::nowhere;
use super::route::{MonthInAddress, Route, StayInAddress};
use crate::phone::{Phone, use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::state::StoreFault;
use crate::texts::Texts;
use crate::widgets::{
    Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, month_name, store_fault_text,
};
use shared::bridge::StepRank;
use shared::code::{Code, Entry};
use shared::instrument::{Answer, Instrument, Item};
use shared::record::TextFault;
use shared::reference::{Reference, SUPPORT_LIST};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct FollowUpProps {
    pub(super) id: StayInAddress,
    pub(super) month: MonthInAddress,
}

/// A change to the form.
type Change = Callback<Box<dyn FnOnce(&mut Form)>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Form(FormFault),
    Store(StoreFault),
}

#[component]
pub(super) fn FollowUpPage(props: &FollowUpProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let fault = use_state(|| None::<Fault>);
    let edited = use_state(|| None::<Form>);
    let month = props.month.0;
    use_screen(texts.follow_up_title(), props.month.to_string().into());
    let folded = phone.people.get(&props.id.0).cloned();
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let (Some(enrolment), Some(instrument)) = (folded.enrolment(), reference.monthly()) else { return nowhere() };
    let form = (*edited).clone().unwrap_or_else(|| Form::begin(&folded, month));
    let change: Change = {
        let (form, edited) = (form.clone(), edited.setter());
        Callback::from(move |change: Box<dyn FnOnce(&mut Form)>| {
            let mut form = form.clone();
            change(&mut form);
            edited.set(Some(form));
        })
    };
    let person = Route::Person { id: props.id };
    let save = {
        let made = form.happenings(props.id.0, &folded, month, &instrument.reference(), &reference);
        let (phone, fault, person) = (phone.clone(), fault.setter(), person.clone());
        Callback::from(move |()| {
            let Some(author) = phone.account_id() else { return };
            let happenings = match made.clone() {
                Ok(happenings) => happenings,
                Err(why) => return fault.set(Some(Fault::Form(why))),
            };
            let (engine, fault, person, navigator) = (phone.engine(), fault.clone(), person.clone(), navigator.clone());
            spawn_local(async move {
                match engine.save(author, happenings, None).await {
                    Ok(_) => navigator.iter().for_each(|navigator| navigator.push(&person)),
                    Err(why) => fault.set(Some(Fault::Store(why))),
                }
            });
        })
    };
    let navigation = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={person} /> };
    html! {
        <Shell {navigation}>
            <Heading words={texts.follow_up_of(enrolment.alias.as_str(), month_name(&texts, month))} />
            <p>{texts.follow_up_words()}</p>
            {hours_field(&texts, &form, &change)}
            {support_field(&phone, &reference, &form, &change)}
            {step_field(&phone, &reference, &form, &change)}
            {assessment_field(&phone, instrument, &form, &change)}
            {note_field(&texts, &form, &change)}
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{fault_text(&texts, fault)}</p></Notice>
            }
            <div class="main-action"><Action label={texts.save()} on_press={save} /></div>
        </Shell>
    }
}

fn fault_text(texts: &Texts, fault: Fault) -> AttrValue {
    match fault {
        Fault::Form(FormFault::Hours) => texts.fault_hours(),
        Fault::Form(FormFault::Percent) => texts.fault_percent(),
        Fault::Form(FormFault::SupportExcludes) => texts.fault_support_excludes(),
        Fault::Form(FormFault::Note(TextFault::PersonalNumber)) => texts.fault_personal_number(),
        Fault::Form(FormFault::Note(_)) => texts.fault_note(),
        Fault::Form(FormFault::Empty) => texts.fault_nothing_changed(),
        Fault::Store(fault) => store_fault_text(texts, fault),
    }
}

fn typed(event: &InputEvent) -> String {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .map(|input| input.value())
        .unwrap_or_default()
}

fn hours_field(texts: &Texts, form: &Form, change: &Change) -> Html {
    let change = change.clone();
    let oninput = move |event: InputEvent| {
        let hours = typed(&event);
        change.emit(Box::new(move |form| form.hours = hours));
    };
    html! {
        <label class="field short">
            <span>{texts.hours_label()}</span>
            <input type="text" inputmode="numeric" autocomplete="off" name="hours" value={form.hours.clone()} {oninput} />
        </label>
    }
}

fn support_field(phone: &Phone, reference: &Reference, form: &Form, change: &Change) -> Html {
    let texts = phone.texts();
    let entries = reference.code_list(SUPPORT_LIST).map(|list| list.entries.clone()).unwrap_or_default();
    html! {
        <fieldset>
            <legend>{texts.support_label()}</legend>
            {for entries.iter().map(|entry| support_row(phone, entry, form, change))}
        </fieldset>
    }
}

fn support_row(phone: &Phone, entry: &Entry, form: &Form, change: &Change) -> Html {
    let texts = phone.texts();
    let name = entry.name.in_language(phone.language()).to_owned();
    let chosen = form.support.get(&entry.code);
    let onclick = {
        let (change, code, chosen) = (change.clone(), entry.code.clone(), chosen.is_some());
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
        let (change, code) = (change.clone(), entry.code.clone());
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
                        aria-label={texts.percent_of(name.clone())} />
                    <span>{"%"}</span>
                </label>
            }
        </div>
    }
}

fn step_field(phone: &Phone, reference: &Reference, form: &Form, change: &Change) -> Html {
    let step = |rank: StepRank, name: String| {
        let change = change.clone();
        let onclick = move |_| change.emit(Box::new(move |form| form.step = Some(rank)));
        html! {
            <label class="tick">
                <input type="radio" autocomplete="off" name="step" value={rank.0.to_string()} checked={form.step == Some(rank)} {onclick} />
                <span>{format!("{}. {name}", rank.0)}</span>
            </label>
        }
    };
    let steps = &reference.bridge.steps;
    html! {
        <fieldset>
            <legend>{phone.texts().step_label()}</legend>
            {for steps.iter().map(|one| step(one.rank, one.name.in_language(phone.language()).to_owned()))}
        </fieldset>
    }
}

fn assessment_field(phone: &Phone, instrument: &Instrument, form: &Form, change: &Change) -> Html {
    let texts = phone.texts();
    html! {
        <section>
            <h2>{texts.assessment_label()}</h2>
            <p>{texts.assessment_words()}</p>
            {for instrument.items.iter().map(|item| assessment_row(phone, item, form, change))}
        </section>
    }
}

fn assessment_row(phone: &Phone, item: &Item, form: &Form, change: &Change) -> Html {
    let language = phone.language();
    let chosen = form.answers.get(&item.id).copied();
    let level = |value: i16| {
        let words = item.levels.get(&value).map(|words| words.in_language(language).to_owned());
        let onclick = {
            let (change, code): (Change, Code) = (change.clone(), item.id.clone());
            let again = chosen == Some(Answer::Rated(value));
            move |_| {
                let code = code.clone();
                // Pressed again, the answer is taken back.
                change.emit(Box::new(move |form| {
                    if again {
                        form.answers.remove(&code);
                    } else {
                        form.answers.insert(code, Answer::Rated(value));
                    }
                }));
            }
        };
        let pressed = if chosen == Some(Answer::Rated(value)) { "true" } else { "false" };
        html! {
            <button type="button" class="mark" aria-pressed={pressed} title={words.clone()} {onclick}>
                {value}if let Some(words) = &words { <span class="unseen">{format!(" – {words}")}</span> }
            </button>
        }
    };
    let ends = [item.scale.lowest, item.scale.highest].map(|end| {
        let words = item.levels.get(&end).map(|words| words.in_language(language)).unwrap_or_default();
        format!("{end} = {words}")
    });
    html! {
        <div class="assessed" role="group" aria-label={item.staff_question.in_language(language).to_owned()}>
            <p class="asked">{item.staff_question.in_language(language).to_owned()}</p>
            <div class="marks">{for item.scale.values().map(level)}</div>
            <p class="scale-ends">{ends.join(", ")}</p>
        </div>
    }
}

fn note_field(texts: &Texts, form: &Form, change: &Change) -> Html {
    let change = change.clone();
    let oninput = move |event: InputEvent| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        let note = area.map(|area| area.value()).unwrap_or_default();
        change.emit(Box::new(move |form| form.note = note));
    };
    html! {
        <label class="field">
            <span>{texts.note_label()}</span>
            <textarea autocomplete="off" name="note" rows="4" aria-describedby="note-hint" value={form.note.clone()} {oninput} />
            <span id="note-hint" class="hint">{texts.note_hint()}</span>
        </label>
    }
}
