//! Correcting an enrolment: the same fields, saved as a correction of what was recorded.

use super::enrolment_fields::EnrolmentFields;
use super::enrolment_form::{Corrected, EnrolmentFault, EnrolmentForm, ReadBy};
use super::enrolment_words::{fault_words, store_words};
use super::nowhere;
use super::route::{Route, StayInAddress};
use crate::engine::Happening;
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::state::StoreFault;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Shell};
use shared::record::Body;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct CorrectProps {
    pub(super) id: StayInAddress,
}

#[component]
pub(super) fn Correct(props: &CorrectProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let edited = use_state(|| None::<EnrolmentForm>);
    let faults = use_state(Vec::<EnrolmentFault>::new);
    let not_kept = use_state(|| None::<StoreFault>);
    let id = props.id;
    use_screen(texts.correct_title(), format!("correct {id}").into());
    let Some(folded) = phone.people.get(&id.0).cloned() else { return nowhere() };
    let (Some(held), Some(enrolment)) = (folded.start.clone(), folded.enrolment().cloned()) else { return nowhere() };
    let form = (*edited).clone().unwrap_or_else(|| EnrolmentForm::of(&enrolment));
    let on_change = {
        let edited = edited.setter();
        Callback::from(move |form| edited.set(Some(form)))
    };
    let back = Route::Stay { id };
    let save = {
        let (phone, form, back) = (phone.clone(), form.clone(), back.clone());
        let (faults, not_kept, navigator) = (faults.setter(), not_kept.setter(), navigator.clone());
        let ended = folded.exit.as_ref().map(|exit| exit.value.ended);
        let seen = std::iter::once(held.record).chain(held.rivals.clone()).collect::<Vec<_>>();
        Callback::from(move |()| {
            let (Some(author), Some(reference)) = (phone.account_id(), phone.reference.clone()) else { return };
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
            let month = enrolment.started.month();
            let happening = Happening { participation: id.0, month, body, seen: seen.clone() };
            let (engine, not_kept) = (phone.engine(), not_kept.clone());
            let (navigator, back) = (navigator.clone(), back.clone());
            spawn_local(async move {
                match engine.save(author, vec![happening], None).await {
                    Ok(_) => navigator.iter().for_each(|navigator| navigator.push(&back)),
                    Err(why) => not_kept.set(Some(why)),
                }
            });
        })
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={back} /> }}>
            <Heading words={texts.correct_title()} />
            <p>{texts.correct_words()}</p>
            <EnrolmentFields {form} known={Vec::new()} {on_change} corrects=true />
            {fault_words(&texts, &faults)}
            {store_words(&texts, *not_kept)}
            <div class="main-action"><Action label={texts.correct_save()} on_press={save} /></div>
        </Shell>
    }
}
