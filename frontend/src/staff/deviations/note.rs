//! Something that is missing round a person, noted in ten seconds: what, what it is about, and with whom it lies. What is
//! typed stays in its field until it is on the disk.

use crate::engine::Happening;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::staff::aside::{anew_notice, use_anew};
use crate::staff::enrolment_words::store_words;
use crate::staff::nowhere;
use crate::staff::route::{Route, StayInAddress};
use crate::staff::saving::{Saving, use_saving};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, ChoiceField, Choose, Heading, LinkAction, Notice, NoticeKind, Shell, Words};
use shared::code::{Code, Entry};
use shared::record::{Body, Deviation, Note, TextFault, is_system_party};
use shared::reference::{DEVIATION_THEME_LIST, PARTY_LIST, Reference};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(in crate::staff) struct NoteProps {
    pub(in crate::staff) id: StayInAddress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    NoTheme,
    Text(TextFault),
}

#[component]
pub(in crate::staff) fn NotePage(props: &NoteProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let what = use_state(String::new);
    let theme = use_state(|| None::<Code>);
    let party = use_state(|| None::<Code>);
    let fault = use_state(|| None::<Fault>);
    let person = Route::Person { id: props.id };
    let Saving { not_kept, save } = use_saving(person.clone());
    use_screen(texts.deviation_title(), props.id.to_string().into());
    let anew = use_anew(props.id.0);
    {
        let (what, theme, party) = (what.setter(), theme.setter(), party.setter());
        use_effect_with(anew.clone(), move |anew| {
            if let Some(Body::DeviationNoted(held)) = anew {
                what.set(held.what.as_str().to_owned());
                theme.set(Some(held.theme.clone()));
                party.set(held.party.clone());
            }
        });
    }
    let folded = phone.people.get(&props.id.0).cloned();
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let save = {
        let made = deviation(&what, (*theme).clone(), (*party).clone());
        let (fault, participation) = (fault.setter(), props.id.0);
        Callback::from(move |()| match made.clone() {
            Ok(deviation) => {
                fault.set(None);
                let body = Body::DeviationNoted(deviation);
                save.emit(Happening { participation, month: clock::today().month(), body, seen: Vec::new() });
            }
            Err(why) => fault.set(Some(why)),
        })
    };
    let on_type = {
        let what = what.setter();
        Callback::from(move |typed| what.set(typed))
    };
    let on_choose = {
        let theme = theme.setter();
        Callback::from(move |code| theme.set(Some(code)))
    };
    let on_choice = {
        let party = party.setter();
        Callback::from(move |code: String| party.set(Code::new(&code).ok()))
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={person} /> }}>
            <Heading words={texts.deviation_of(enrolment.alias.as_str())} />
            <p>{texts.deviation_words()}</p>
            {anew_notice(&phone, anew.as_ref())}
            <Words label={texts.deviation_what()} hint={texts.note_hint()} written={(*what).clone()} rows={3} {on_type} />
            <ChoiceField<Code> name="theme" label={texts.deviation_theme()} options={themes(&phone, &reference)}
                chosen={(*theme).clone()} {on_choose} />
            <Choose label={texts.deviation_party()} nothing={texts.deviation_no_party()} options={parties(&phone, &reference)}
                chosen={party.as_ref().map(ToString::to_string)} {on_choice} />
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{fault_text(&texts, fault)}</p></Notice>
            }
            {store_words(&texts, not_kept)}
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
    }
}

/// The themes, all in sight: one press.
fn themes(phone: &Phone, reference: &Reference) -> Vec<(Code, AttrValue)> {
    let entries = reference.code_list(DEVIATION_THEME_LIST).map(|list| list.entries.as_slice()).unwrap_or_default();
    let named = |entry: &Entry| (entry.code.clone(), entry.name.in_language(phone.language()).to_owned().into());
    entries.iter().map(named).collect()
}

/// The parties that a deviation can lie with.
fn parties(phone: &Phone, reference: &Reference) -> Vec<(AttrValue, AttrValue)> {
    let Some(list) = reference.code_list(PARTY_LIST) else { return Vec::new() };
    let of_the_system = list.entries.iter().filter(|entry| is_system_party(list, &entry.code));
    let named = of_the_system
        .map(|entry| (entry.code.to_string().into(), entry.name.in_language(phone.language()).to_owned().into()));
    named.collect()
}
