//! The end of a stay on the screen, and its correction.

use super::aside::{anew_notice, use_anew};
use super::enrolment_words::{listed, store_words};
use super::exit_form::{Ending, ExitFault, ExitForm, reasons};
use super::extents_field::ExtentsField;
use super::in_view_of::use_in_view_of;
use super::nowhere;
use super::route::{Route, StayInAddress};
use super::saving::{Saving, use_saving};
use crate::engine::Happening;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, ChoiceField, DateField, Heading, LinkAction, Notice, NoticeKind, Shell};
use shared::code::Code;
use shared::record::Body;
use shared::reference::{OCCUPATION_LIST, Reference, SUPPORT_LIST};
use shared::support::Extent;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ExitProps {
    pub(super) id: StayInAddress,
}

fn words(texts: &Texts, fault: ExitFault) -> AttrValue {
    match fault {
        ExitFault::Day => texts.exit_fault_day(),
        ExitFault::BeforeStart => texts.exit_fault_before_start(),
        ExitFault::Reason => texts.exit_fault_reason(),
        ExitFault::Percent => texts.enrol_fault_percent(),
        ExitFault::Excludes => texts.enrol_fault_excludes(),
    }
}

#[component]
pub(super) fn ExitPage(props: &ExitProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let edited = use_state(|| None::<ExitForm>);
    let faults = use_state(Vec::<ExitFault>::new);
    let id = props.id;
    let back = Route::Stay { id };
    let Saving { not_kept, save } = use_saving(back.clone());
    use_screen(texts.exit_title(), format!("exit {id}").into());
    let anew = use_anew(id.0);
    let now = phone.people.get(&id.0).filter(|now| now.withdrawal.is_none()).cloned();
    let folded = use_in_view_of(now, edited.is_some() || anew.is_some());
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let form = (*edited).clone().unwrap_or_else(|| match &anew {
        Some(Body::Exited(exit)) => ExitForm::of(exit),
        _ => ExitForm::begin(&folded),
    });
    let save = {
        let (form, folded, reference) = (form.clone(), folded.clone(), reference.clone());
        let faults = faults.setter();
        Callback::from(move |()| match form.read(&folded, &reference, clock::today()) {
            Ok(Ending { month, body, seen }) => {
                faults.set(Vec::new());
                save.emit(Happening { participation: id.0, month, body, seen });
            }
            Err(found) => faults.set(found),
        })
    };
    let put = Put { form: form.clone(), edited: edited.setter() };
    let unsent = phone.waiting().filter_map(|stored| stored.read()).filter(|one| one.participation == id.0).count();
    let today = clock::today();
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={back} /> }}>
            <Heading words={texts.exit_title()} />
            <p>{texts.exit_words()}</p>
            {anew_notice(&phone, anew.as_ref())}
            if unsent > 0 {
                <Notice kind={NoticeKind::Calm}><p>{texts.exit_unsent(unsent)}</p></Notice>
            }
            <DateField
                name="ended"
                label={texts.exit_last_day()}
                hint={texts.enrol_date_hint()}
                value={form.ended.clone()}
                earliest={AttrValue::from(enrolment.started.to_string())}
                latest={AttrValue::from(today.to_string())}
                on_type={put.callback(|form, ended| ExitForm { ended, ..form })}
            />
            <ChoiceField<Code>
                name="reason"
                label={texts.exit_reason()}
                options={reasons(&reference, today).map(|entry| {
                    (entry.code.clone(), AttrValue::from(entry.name.in_language(phone.language()).to_owned()))
                }).collect::<Vec<_>>()}
                chosen={form.reason.clone()}
                on_choose={put.callback(|form, reason| ExitForm { reason: Some(reason), ..form })}
            />
            <ExtentsField
                name="support"
                label={texts.exit_support()}
                hint={before(&phone, &reference, SUPPORT_LIST, &enrolment.support_before)}
                list={reference.code_list(SUPPORT_LIST).cloned()}
                on={today}
                chosen={form.support.clone()}
                on_change={put.callback(|form, support| ExitForm { support, ..form })}
            />
            <ExtentsField
                name="occupation"
                label={texts.exit_occupation()}
                hint={before(&phone, &reference, OCCUPATION_LIST, &enrolment.occupation_before)}
                list={reference.code_list(OCCUPATION_LIST).cloned()}
                on={today}
                chosen={form.occupation.clone()}
                on_change={put.callback(|form, occupation| ExitForm { occupation, ..form })}
            />
            {listed(&texts, faults.iter().map(|fault| words(&texts, *fault)).collect())}
            {store_words(&texts, not_kept)}
            <div class="main-action"><Action label={texts.exit_save()} on_press={save} /></div>
        </Shell>
    }
}

/// The form, and where it is put when something in it has changed.
struct Put {
    form: ExitForm,
    edited: UseStateSetter<Option<ExitForm>>,
}

impl Put {
    fn callback<T: 'static>(&self, put: fn(ExitForm, T) -> ExitForm) -> Callback<T> {
        let (form, edited) = (self.form.clone(), self.edited.clone());
        Callback::from(move |value: T| edited.set(Some(put(form.clone(), value))))
    }
}

/// What was recorded at the start, so that both can be compared.
fn before(phone: &Phone, reference: &Reference, list: &str, extents: &[Extent]) -> Option<AttrValue> {
    if extents.is_empty() {
        return None;
    }
    let named = |one: &Extent| {
        let name = reference.name_of(list, &one.code, phone.language());
        if one.percent.get() == 100 { name.to_owned() } else { format!("{name} ({} %)", one.percent.get()) }
    };
    Some(phone.texts().exit_before(extents.iter().map(named).collect::<Vec<_>>().join(", ")))
}
