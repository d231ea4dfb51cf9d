//! What was agreed to do next, on the screen of whoever follows the person. What is typed stays in its field until it is
//! on the disk.

use super::aside::{anew_notice, use_anew};
use super::enrolment_words::store_words;
use super::in_view_of::use_in_view_of;
use super::nowhere;
use super::plan_form::{PlanFault, PlanForm, StepForm};
use super::route::{Route, StayInAddress};
use super::saving::{Saving, use_saving};
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{
    Action, ActionKind, Choose, Heading, LinkAction, Notice, NoticeKind, Shell, Words, month_and_year,
};
use shared::code::Code;
use shared::record::{Body, TextFault};
use shared::reference::{PARTY_LIST, Reference};
use shared::time::Month;
use yew::prelude::*;

/// How many months ahead a step can be agreed for.
const MONTHS_AHEAD: i32 = 24;

#[derive(PartialEq, Properties)]
pub(super) struct PlanProps {
    pub(super) id: StayInAddress,
}

/// A change to the form.
type Change = Callback<Box<dyn FnOnce(&mut PlanForm)>>;

#[component]
pub(super) fn PlanPage(props: &PlanProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fault = use_state(|| None::<PlanFault>);
    let person = Route::Person { id: props.id };
    let Saving { not_kept, save } = use_saving(person.clone());
    let edited = use_state(|| None::<PlanForm>);
    use_screen(texts.plan_title(), props.id.to_string().into());
    let anew = use_anew(props.id.0);
    let folded = use_in_view_of(phone.people.get(&props.id.0).cloned(), edited.is_some() || anew.is_some());
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let form = (*edited).clone().unwrap_or_else(|| match &anew {
        Some(Body::PlanAgreed(plan)) => PlanForm::of(&plan.steps),
        _ => PlanForm::begin(&folded),
    });
    let change: Change = {
        let (form, edited) = (form.clone(), edited.setter());
        Callback::from(move |change: Box<dyn FnOnce(&mut PlanForm)>| {
            let mut form = form.clone();
            change(&mut form);
            edited.set(Some(form));
        })
    };
    let save = {
        let made = form.happening(props.id.0, &folded, clock::today().month());
        let fault = fault.setter();
        Callback::from(move |()| match made.clone() {
            Ok(happening) => {
                fault.set(None);
                save.emit(happening);
            }
            Err(why) => fault.set(Some(why)),
        })
    };
    let add = change.reform(|()| Box::new(PlanForm::add) as Box<dyn FnOnce(&mut PlanForm)>);
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={person} /> }}>
            <Heading words={texts.plan_of(enrolment.alias.as_str())} />
            <p>{texts.plan_words()}</p>
            {anew_notice(&phone, anew.as_ref())}
            {for form.steps.iter().enumerate().map(|(place, step)| step_fields(&phone, &reference, place, step, &change))}
            if form.has_room() {
                <Action kind={ActionKind::Beside} label={texts.plan_add_step()} on_press={add} />
            }
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{fault_text(&texts, fault)}</p></Notice>
            }
            {store_words(&texts, not_kept)}
            <div class="main-action"><Action label={texts.save()} on_press={save} /></div>
        </Shell>
    }
}

fn fault_text(texts: &Texts, fault: PlanFault) -> AttrValue {
    match fault {
        PlanFault::Nothing => texts.plan_nothing(),
        PlanFault::Unchanged => texts.fault_nothing_changed(),
        PlanFault::Nobody => texts.plan_nobody(),
        PlanFault::Text(TextFault::PersonalNumber) => texts.plan_personal_number(),
        PlanFault::TooLong | PlanFault::Text(_) => texts.plan_too_long(),
    }
}

fn step_fields(phone: &Phone, reference: &Reference, place: usize, step: &StepForm, change: &Change) -> Html {
    let texts = phone.texts();
    let parties = reference.code_list(PARTY_LIST).map(|list| list.entries.as_slice()).unwrap_or_default();
    let parties = parties.iter().map(|entry| {
        (AttrValue::from(entry.code.to_string()), AttrValue::from(entry.name.in_language(phone.language()).to_owned()))
    });
    let done = into(change, place, |step, (): ()| step.done = !step.done).reform(|_: MouseEvent| ());
    let remove = change
        .reform(move |()| Box::new(move |form: &mut PlanForm| form.remove(place)) as Box<dyn FnOnce(&mut PlanForm)>);
    html! {
        <fieldset key={place}>
            <legend>{texts.plan_step(place + 1)}</legend>
            <Words label={texts.plan_what()} hint={texts.note_hint()} written={step.what.clone()} rows={2}
                on_type={into(change, place, |step, what| step.what = what)} />
            <Choose label={texts.plan_who()} nothing={texts.plan_choose()} options={parties.collect::<Vec<_>>()}
                chosen={step.who.as_ref().map(ToString::to_string)}
                on_choice={into(change, place, |step, code: String| step.who = Code::new(&code).ok())} />
            <Choose label={texts.plan_by_label()} nothing={texts.plan_no_month()} options={months(&texts, step.by)}
                chosen={step.by.map(|month| month.to_string())}
                on_choice={into(change, place, |step, month: String| step.by = month.parse().ok())} />
            <label class="tick">
                <input type="checkbox" autocomplete="off" checked={step.done} onclick={done} />
                <span>{texts.plan_is_done()}</span>
            </label>
            <Action kind={ActionKind::Quiet} label={texts.plan_remove_step(place + 1)} on_press={remove} />
        </fieldset>
    }
}

/// The months to choose from: from this one on, and the one that was agreed on before.
fn months(texts: &Texts, agreed: Option<Month>) -> Vec<(AttrValue, AttrValue)> {
    let first = clock::today().month();
    let ahead = (0..MONTHS_AHEAD).map(|months| first.plus(months));
    let before = agreed.filter(|month| *month < first || *month >= first.plus(MONTHS_AHEAD));
    before.into_iter().chain(ahead).map(|month| (month.to_string().into(), month_and_year(texts, month))).collect()
}

/// What a field says goes into its own step.
fn into<T: 'static>(change: &Change, place: usize, put: fn(&mut StepForm, T)) -> Callback<T> {
    change.reform(move |value: T| {
        Box::new(move |form: &mut PlanForm| {
            if let Some(step) = form.steps.get_mut(place) {
                put(step, value);
            }
        }) as Box<dyn FnOnce(&mut PlanForm)>
    })
}
