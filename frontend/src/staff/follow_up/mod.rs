//! The month's follow-up on the screen: last time's values, each part kept with one press or changed. What is typed is
//! kept on the device until it is recorded.

mod assessing;
mod drafting;
mod fields;
mod form;
mod parts;
mod saved;

use super::nowhere;
use super::route::{MonthInAddress, Route, StayInAddress};
use crate::phone::{use_phone, use_screen};
use crate::platform::page;
use crate::staff::aside::{anew_notice, use_anew};
use crate::staff::in_view_of::use_in_view_of;
use crate::staff::name_hint::name_in;
use crate::staff::texts::StaffTexts as _;
use crate::state::{FollowUpDraft, Part, Settled, StoreFault};
use crate::texts::Texts;
use crate::widgets::{
    Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, month_name, store_fault_text,
};
use drafting::{forget_draft, kept_draft, key_of, use_kept};
use form::{FormFault, PARTS};
use parts::Sheet;
use shared::record::TextFault;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct FollowUpProps {
    pub(super) id: StayInAddress,
    pub(super) month: MonthInAddress,
}

/// A change to the form.
type Change = Callback<Box<dyn FnOnce(&mut FollowUpDraft)>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Form(FormFault),
    Store(StoreFault),
}

#[component]
pub(super) fn FollowUpPage(props: &FollowUpProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let (id, month) = (props.id.0, props.month.0);
    let fault = use_state(|| None::<Fault>);
    let is_saved = use_state(|| false);
    let opened = use_state(|| None::<Part>);
    let edited = use_state(|| None::<FollowUpDraft>);
    use_screen(texts.follow_up_title(), format!("{month} {}", *is_saved).into());
    use_kept(&phone, key_of(id, month), (*edited).clone().filter(|_| !*is_saved));
    use_effect_with(*opened, |part| part.iter().for_each(|part| page::focus_first_field(parts::place(*part))));
    let anew = use_anew(id);
    let folded = use_in_view_of(phone.people.get(&id).cloned(), edited.is_some() || anew.is_some());
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let (Some(enrolment), Some(instrument)) = (folded.enrolment(), reference.monthly()) else { return nowhere() };
    if *is_saved {
        return html! { <saved::Saved {id} {month} /> };
    }
    let fresh = FollowUpDraft::begin(&folded, month);
    let draft = kept_draft(&phone, id, month);
    let form = (*edited).clone().unwrap_or_else(|| {
        let form = draft.clone().unwrap_or_else(|| fresh.clone());
        anew.iter().fold(form, FollowUpDraft::holding)
    });
    // A draft is gone on with in view of what its first change was made in view of.
    let begun = form.begun.as_deref().cloned().unwrap_or(fresh);
    let is_kept = edited.is_some() && draft == *edited;
    let change: Change = {
        let (form, begun, edited) = (form.clone(), begun.clone(), edited.setter());
        Callback::from(move |change: Box<dyn FnOnce(&mut FollowUpDraft)>| {
            let mut form = form.clone().begun_in_view_of(&begun);
            change(&mut form);
            edited.set(Some(form));
        })
    };
    let save = {
        let made = form.happenings(id, &begun.recorded, month, &instrument.reference(), &reference);
        let (phone, fault, is_saved) = (phone.clone(), fault.setter(), is_saved.setter());
        Callback::from(move |()| {
            let Some(author) = phone.account_id() else { return };
            let happenings = match made.clone() {
                Ok(happenings) => happenings,
                Err(why) => return fault.set(Some(Fault::Form(why))),
            };
            let (engine, fault, is_saved) = (phone.engine(), fault.clone(), is_saved.clone());
            spawn_local(async move {
                match engine.save(author, happenings, Some(key_of(id, month))).await {
                    Ok(_) => is_saved.set(true),
                    Err(why) => fault.set(Some(Fault::Store(why))),
                }
            });
        })
    };
    let open = {
        let (change, opened) = (change.clone(), opened.setter());
        Callback::from(move |part: Part| {
            change.emit(Box::new(move |form| {
                form.settled.insert(part, Settled::Entered);
            }));
            opened.set(Some(part));
        })
    };
    let sheet = Sheet { phone: &phone, texts: &texts, reference: &reference, form: &form, begun: &begun, change, open };
    let can_be_kept = PARTS.iter().any(|part| begun.knows(*part) && !form.settled.contains_key(part));
    let keep_the_rest = {
        let (change, begun) = (sheet.change.clone(), begun.clone());
        Callback::from(move |()| {
            let begun = begun.clone();
            change.emit(Box::new(move |form| form.keep_the_rest(&begun)));
        })
    };
    let onsubmit = save.reform(|event: SubmitEvent| event.prevent_default());
    let begin_anew = forget_draft(&phone, id, month);
    let person = Route::Person { id: props.id };
    let navigation = html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={person} /> };
    html! {
        <Shell wide=true {navigation}>
            <Heading words={texts.follow_up_of(enrolment.alias.as_str(), month_name(&texts, month))} />
            {anew_notice(&phone, anew.as_ref())}
            if draft.is_some() && edited.is_none() {
                <Notice kind={NoticeKind::Calm}>
                    <p>{texts.follow_up_draft()}</p>
                    <Action kind={ActionKind::Quiet} label={texts.follow_up_anew()} on_press={begin_anew} />
                </Notice>
            } else {
                <p>{texts.follow_up_words()}</p>
            }
            <form class="follow-up" {onsubmit}>
                if can_be_kept {
                    <Action kind={ActionKind::Beside} label={texts.keep_all()} on_press={keep_the_rest} />
                }
                <div class="parts">
                    {sheet.part(Part::Activity, fields::activity(&sheet), fields::activity_words(&sheet))}
                    {sheet.part(Part::Support, fields::support(&sheet), fields::support_words(&sheet))}
                    {sheet.part(Part::Step, fields::step(&sheet), fields::step_words(&sheet))}
                    {sheet.part(Part::Assessment, assessing::fields(&sheet, instrument), assessing::words(&sheet, instrument))}
                    {note(&sheet)}
                </div>
                <p class="hint" role="status">{is_kept.then(|| texts.follow_up_draft_kept())}</p>
                if let Some(fault) = *fault {
                    <Notice kind={NoticeKind::Fault}><p>{fault_text(&texts, fault)}</p></Notice>
                }
                <div class="main-action"><button type="submit" class="action main">{texts.save()}</button></div>
            </form>
        </Shell>
    }
}

fn note(sheet: &Sheet<'_>) -> Html {
    let aliases = sheet.phone.people.values().filter_map(|folded| Some(folded.enrolment()?.alias.as_str()));
    let hint = name_in(&sheet.form.note, aliases).map(|word| sheet.texts.note_looks_like_name(word));
    html! {
        <section class="part note">
            {fields::note(sheet)}
            <p class="hint name-hint" role="status">{hint}</p>
        </section>
    }
}

fn fault_text(texts: &Texts, fault: Fault) -> AttrValue {
    match fault {
        Fault::Form(FormFault::Hours) => texts.fault_hours(),
        Fault::Form(FormFault::Percent) => texts.fault_percent(),
        Fault::Form(FormFault::SupportExcludes) => texts.fault_support_excludes(),
        Fault::Form(FormFault::ActivityExcludes) => texts.fault_activity_excludes(),
        Fault::Form(FormFault::Note(TextFault::PersonalNumber)) => texts.fault_personal_number(),
        Fault::Form(FormFault::Note(_)) => texts.fault_note(),
        Fault::Form(FormFault::Empty) => texts.fault_nothing_changed(),
        Fault::Store(fault) => store_fault_text(texts, fault),
    }
}
