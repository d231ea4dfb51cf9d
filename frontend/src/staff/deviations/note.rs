//! Something that is missing round a person, noted in ten seconds: what, what it is about, and with whom it lies. What is
//! typed stays in its field until it is on the disk.

use crate::engine::Happening;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::staff::nowhere;
use crate::staff::route::{Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::state::StoreFault;
use crate::texts::Texts;
use crate::widgets::{
    Action, ActionKind, Choose, Heading, LinkAction, Notice, NoticeKind, Shell, Words, store_fault_text,
};
use shared::code::Code;
use shared::record::{Body, Deviation, Note, TextFault, is_system_party};
use shared::reference::{DEVIATION_THEME_LIST, PARTY_LIST, Reference};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(PartialEq, Properties)]
pub(in crate::staff) struct NoteProps {
    pub(in crate::staff) id: StayInAddress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    NoTheme,
    Text(TextFault),
    Store(StoreFault),
}

#[component]
pub(in crate::staff) fn NotePage(props: &NoteProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let what = use_state(String::new);
    let theme = use_state(|| None::<Code>);
    let party = use_state(|| None::<Code>);
    let fault = use_state(|| None::<Fault>);
    use_screen(texts.deviation_title(), props.id.to_string().into());
    let folded = phone.people.get(&props.id.0).cloned();
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let person = Route::Person { id: props.id };
    let save = {
        let made = deviation(&what, (*theme).clone(), (*party).clone());
        let (phone, fault, person, participation) = (phone.clone(), fault.setter(), person.clone(), props.id.0);
        Callback::from(move |()| {
            let Some(author) = phone.account_id() else { return };
            let body = match made.clone() {
                Ok(deviation) => Body::DeviationNoted(deviation),
                Err(why) => return fault.set(Some(why)),
            };
            let happening = Happening { participation, month: clock::today().month(), body, seen: Vec::new() };
            let (engine, fault, person, navigator) = (phone.engine(), fault.clone(), person.clone(), navigator.clone());
            spawn_local(async move {
                match engine.save(author, vec![happening], None).await {
                    Ok(_) => navigator.iter().for_each(|navigator| navigator.push(&person)),
                    Err(why) => fault.set(Some(Fault::Store(why))),
                }
            });
        })
    };
    let on_type = {
        let what = what.setter();
        Callback::from(move |typed| what.set(typed))
    };
    let on_choice = {
        let party = party.setter();
        Callback::from(move |code: String| party.set(Code::new(&code).ok()))
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={person} /> }}>
            <Heading words={texts.deviation_of(enrolment.alias.as_str())} />
            <p>{texts.deviation_words()}</p>
            <Words label={texts.deviation_what()} hint={texts.note_hint()} written={(*what).clone()} rows={3} {on_type} />
            {themes(&phone, &reference, &theme)}
            <Choose label={texts.deviation_party()} nothing={texts.deviation_no_party()} options={parties(&phone, &reference)}
                chosen={party.as_ref().map(ToString::to_string)} {on_choice} />
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{fault_text(&texts, fault)}</p></Notice>
            }
            <div class="main-action"><Action label={texts.save()} on_press={save} /></div>
        </Shell>
    }
}

fn deviation(what: &str, theme: Option<Code>, party: Option<Code>) -> Result<Deviation, Fault> {
    let what = Note::new(what).map_err(Fault::Text)?;
    let theme = theme.ok_or(Fault::NoTheme)?;
    Ok(Deviation { what, theme, party })
}

fn fault_text(texts: &Texts, fault: Fault) -> AttrValue {
    match fault {
        Fault::NoTheme => texts.deviation_no_theme(),
        Fault::Text(TextFault::Empty) => texts.deviation_no_words(),
        Fault::Text(TextFault::PersonalNumber) => texts.fault_personal_number(),
        Fault::Text(TextFault::TooLong) => texts.fault_note(),
        Fault::Store(fault) => store_fault_text(texts, fault),
    }
}

/// The themes, all in sight: one press.
fn themes(phone: &Phone, reference: &Reference, chosen: &UseStateHandle<Option<Code>>) -> Html {
    let entries = reference.code_list(DEVIATION_THEME_LIST).map(|list| list.entries.as_slice()).unwrap_or_default();
    let option = |code: &Code, name: &str| {
        let onclick = {
            let (chosen, code) = (chosen.setter(), code.clone());
            move |_| chosen.set(Some(code.clone()))
        };
        html! {
            <label class="tick">
                <input type="radio" autocomplete="off" name="theme" value={code.to_string()} checked={chosen.as_ref() == Some(code)} {onclick} />
                <span>{name.to_owned()}</span>
            </label>
        }
    };
    html! {
        <fieldset>
            <legend>{phone.texts().deviation_theme()}</legend>
            {for entries.iter().map(|entry| option(&entry.code, entry.name.in_language(phone.language())))}
        </fieldset>
    }
}

/// The parties that a deviation can lie with.
fn parties(phone: &Phone, reference: &Reference) -> Vec<(AttrValue, AttrValue)> {
    let Some(list) = reference.code_list(PARTY_LIST) else { return Vec::new() };
    let of_the_system = list.entries.iter().filter(|entry| is_system_party(list, &entry.code));
    let named = of_the_system
        .map(|entry| (entry.code.to_string().into(), entry.name.in_language(phone.language()).to_owned().into()));
    named.collect()
}
