//! What ends a registration at once, from a person's page: consent that was withdrawn, and a registration that should
//! never have been made. Beside it, what the person says of the own record.

use crate::engine::Happening;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::state::StoreFault;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind, month_after_day, month_and_year, store_fault_text};
use shared::code::Code;
use shared::fold::Participation;
use shared::id::ParticipationId;
use shared::record::{Body, Exit};
use shared::reference::WRONG_REGISTRATION;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ConsentProps {
    pub(super) id: ParticipationId,
    pub(super) folded: Rc<Participation>,
}

/// What the participant wrote, and what ends the registration.
#[component]
pub(super) fn Consent(props: &ConsentProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fault = use_state(|| None::<StoreFault>);
    let end_by = |body: Option<Body>, seen: Vec<_>| {
        let (phone, id, fault) = (phone.clone(), props.id, fault.setter());
        Callback::from(move |()| {
            let (Some(author), Some(body)) = (phone.account_id(), body.clone()) else { return };
            let month = clock::today().month();
            let happening = Happening { participation: id, month, body, seen: seen.clone() };
            let (engine, fault) = (phone.engine(), fault.clone());
            spawn_local(async move { fault.set(engine.save(author, vec![happening], None).await.err()) });
        })
    };
    let folded = &props.folded;
    let today = clock::today();
    let wrong = Code::new(WRONG_REGISTRATION).ok().map(|reason| {
        let exit = Body::Exited(Exit {
            ended: today,
            reason: Some(reason),
            support_after: Vec::new(),
            occupation_after: Vec::new(),
        });
        match &folded.exit {
            // An end that is recorded already is corrected.
            Some(held) => Body::Corrected { target: held.record, replacement: Box::new(exit) },
            None => exit,
        }
    });
    let seen = folded.exit.iter().flat_map(|held| std::iter::once(held.record).chain(held.rivals.clone())).collect();
    let withdrawn = folded.withdrawal.as_ref().map(|held| held.value);
    html! {
        <>
            if !folded.wants_to_say.is_empty() {
                <h2>{texts.wants_to_say()}</h2>
                {for folded.wants_to_say.iter().rev().map(|said| html! {
                    <blockquote>
                        <p>{said.note.as_str().to_owned()}</p>
                        <p class="hint">{month_and_year(&texts, said.month)}</p>
                    </blockquote>
                })}
            }
            if !folded.remarks.is_empty() {
                <h2>{texts.remark_from_participant()}</h2>
                {for folded.remarks.iter().map(|remark| html! { <blockquote><p>{remark.note.as_str().to_owned()}</p></blockquote> })}
            }
            <h2>{texts.consent_title()}</h2>
            if let Some(on) = withdrawn {
                <p>{texts.consent_withdrawn_on(on.day(), month_after_day(&texts, on.month()))}</p>
            } else {
                <details>
                    <summary>{texts.record_withdrawal()}</summary>
                    <p>{texts.consent_withdraw_words()}</p>
                    <Action
                        kind={ActionKind::Beside}
                        label={texts.record_withdrawal_go()}
                        on_press={end_by(Some(Body::ConsentWithdrawn { on: today }), Vec::new())}
                    />
                </details>
                <details>
                    <summary>{texts.wrong_registration()}</summary>
                    <p>{texts.wrong_registration_words()}</p>
                    <Action kind={ActionKind::Beside} label={texts.wrong_registration_go()} on_press={end_by(wrong, seen)} />
                </details>
            }
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{store_fault_text(&texts, fault)}</p></Notice>
            }
        </>
    }
}
