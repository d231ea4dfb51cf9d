//! Correcting an enrolment: the same fields, saved as a correction of what stood on the screen when they were begun.

use super::aside::{anew_notice, use_anew};
use super::enrolment_fields::EnrolmentFields;
use super::enrolment_form::{Corrected, EnrolmentFault, EnrolmentForm, ReadBy};
use super::enrolment_words::{fault_words, store_words};
use super::in_view_of::use_in_view_of;
use super::nowhere;
use super::route::{Route, StayInAddress};
use super::saving::{Saving, use_saving};
use crate::engine::Happening;
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Shell};
use shared::record::Body;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct CorrectProps {
    pub(super) id: StayInAddress,
}

#[component]
pub(super) fn Correct(props: &CorrectProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let edited = use_state(|| None::<EnrolmentForm>);
    let faults = use_state(Vec::<EnrolmentFault>::new);
    let id = props.id;
    let back = Route::Stay { id };
    let Saving { not_kept, save } = use_saving(back.clone());
    use_screen(texts.correct_title(), format!("correct {id}").into());
    let anew = use_anew(id.0);
    let now = phone.people.get(&id.0).cloned();
    let ended = now.as_ref().and_then(|now| now.exit.as_ref().map(|exit| exit.value.ended));
    let Some(folded) = use_in_view_of(now, edited.is_some() || anew.is_some()) else { return nowhere() };
    let (Some(held), Some(enrolment)) = (folded.start.clone(), folded.enrolment().cloned()) else { return nowhere() };
    let form = (*edited).clone().unwrap_or_else(|| match &anew {
        Some(Body::Enrolled(held)) => EnrolmentForm::of(held),
        _ => EnrolmentForm::of(&enrolment),
    });
    let on_change = {
        let edited = edited.setter();
        Callback::from(move |form| edited.set(Some(form)))
    };
    let save = {
        let (phone, form, faults) = (phone.clone(), form.clone(), faults.setter());
        let seen = held.records().collect::<Vec<_>>();
        Callback::from(move |()| {
            let Some(reference) = phone.reference.clone() else { return };
            let by = ReadBy {
                today: clock::today(),
                reference: &reference,
                acquaintances: &[],
                person: enrolment.person,
                supervisor: enrolment.supervisor,
                corrects: Some(Corrected { ended }),
            };
            let replacement = match form.read(&by) {
                Ok((body, _)) => Box::new(body),
                Err(found) => return faults.set(found),
            };
            faults.set(Vec::new());
            let body = Body::Corrected { target: held.record, replacement };
            save.emit(Happening { participation: id.0, month: enrolment.started.month(), body, seen: seen.clone() });
        })
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={back} /> }}>
            <Heading words={texts.correct_title()} />
            <p>{texts.correct_words()}</p>
            {anew_notice(&phone, anew.as_ref())}
            <EnrolmentFields {form} known={Vec::new()} {on_change} corrects=true />
            {fault_words(&texts, &faults)}
            {store_words(&texts, not_kept)}
            <div class="main-action"><Action label={texts.correct_save()} on_press={save} /></div>
        </Shell>
    }
}
