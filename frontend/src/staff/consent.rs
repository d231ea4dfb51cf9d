//! What ends a registration at once: consent that was withdrawn, and a registration that should never have been made. Each
//! says what it means and is asked once.

use super::exit_form::{Ending, wrong_registration};
use super::stay::is_wrong_registration;
use crate::engine::Happening;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::state::StoreFault;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind, month_after_day, store_fault_text};
use shared::fold::Participation;
use shared::id::ParticipationId;
use shared::record::Body;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ConsentProps {
    pub(super) id: ParticipationId,
    pub(super) folded: Rc<Participation>,
}

/// How it is with the consent, and what ends the registration.
#[component]
pub(super) fn Consent(props: &ConsentProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fault = use_state(|| None::<StoreFault>);
    let end_by = |ending: Option<Ending>| {
        let (phone, participation, fault) = (phone.clone(), props.id, fault.setter());
        Callback::from(move |()| {
            let (Some(author), Some(ending)) = (phone.account_id(), ending.clone()) else { return };
            let Ending { month, body, seen } = ending;
            let happening = Happening { participation, month, body, seen };
            let (engine, fault) = (phone.engine(), fault.clone());
            spawn_local(async move { fault.set(engine.save(author, vec![happening], None).await.err()) });
        })
    };
    let folded = &props.folded;
    let today = clock::today();
    let withdraw = Ending { month: today.month(), body: Body::ConsentWithdrawn { on: today }, seen: Vec::new() };
    let withdrawn = folded.withdrawal.as_ref().map(|held| held.value);
    let is_closed = folded.exit.as_ref().is_some_and(|held| is_wrong_registration(&held.value));
    html! {
        <section>
            <h2>{texts.consent_title()}</h2>
            if let Some(on) = withdrawn {
                <p>{texts.consent_withdrawn_on(on.day(), month_after_day(&texts, on.month()))}</p>
            } else {
                if folded.enrolment().is_some() {
                    <details>
                        <summary>{texts.record_withdrawal()}</summary>
                        <p>{texts.consent_withdraw_words()}</p>
                        <Action
                            kind={ActionKind::Beside}
                            label={texts.record_withdrawal_go()}
                            on_press={end_by(Some(withdraw))}
                        />
                    </details>
                }
                if !is_closed {
                    <details>
                        <summary>{texts.wrong_registration()}</summary>
                        <p>{texts.wrong_registration_words()}</p>
                        <Action
                            kind={ActionKind::Beside}
                            label={texts.wrong_registration_go()}
                            on_press={end_by(wrong_registration(folded, today))}
                        />
                    </details>
                }
            }
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{store_fault_text(&texts, fault)}</p></Notice>
            }
        </section>
    }
}
