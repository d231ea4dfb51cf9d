//! The roles of whoever is signed in: another may be gone on with, and somebody whose session is over signs in again.

use super::Fault;
use super::going_on::{GoingOn, Step, use_going_on};
use super::words::{arrival_words, fault_words, role_words};
use crate::phone::{use_phone, use_screen};
use crate::platform::server::ServerFault;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell};
use shared::sync::Failure;
use shared::way_in::Proven;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The roles as buttons, apart from the one that is gone on with.
#[component]
pub(in crate::staff) fn RolesPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let roles = use_state(|| None::<Result<Proven, ServerFault>>);
    let GoingOn { go_on, busy, fault } = use_going_on(Step::Change);
    use_screen(texts.roles_title(), "roles".into());
    {
        let (engine, roles) = (phone.engine(), roles.setter());
        use_effect_with((), move |()| {
            spawn_local(async move { roles.set(Some(engine.own_roles().await)) });
        });
    }
    let own = phone.account_id();
    let held = |proven: &Proven| {
        let (here, others): (Vec<_>, Vec<_>) = proven.roles.iter().partition(|held| Some(held.account) == own);
        html! {
            <>
                {for here.into_iter().map(|held| html! { <p>{texts.roles_now(role_words(&texts, held))}</p> })}
                if others.is_empty() {
                    <p>{texts.roles_only_one()}</p>
                }
                {for others.into_iter().map(|held| {
                    let (go_on, account) = (go_on.clone(), held.account);
                    let on_press = Callback::from(move |()| go_on.emit(account));
                    html! {
                        <Action kind={ActionKind::Beside} label={role_words(&texts, held)} {on_press} {busy} />
                    }
                })}
            </>
        }
    };
    html! {
        <Shell navigation={html! {
            <LinkAction<Route> kind={ActionKind::Quiet} to={Route::Home} label={texts.back()} />
        }}>
            <Heading words={texts.roles_title()} />
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}><p>{arrival_words(&texts, fault)}</p></Notice>
            }
            {match &*roles {
                None => html! { <p role="status">{texts.way_in_working()}</p> },
                Some(Ok(proven)) => held(proven),
                Some(Err(ServerFault::Refused(_))) => html! { <p>{texts.roles_only_one()}</p> },
                Some(Err(ServerFault::Failed(Failure::SignedOut))) => html! { <p>{texts.roles_signed_out()}</p> },
                Some(Err(fault)) => html! { <p>{fault_words(&texts, &Fault::Server(fault.clone()))}</p> },
            }}
            <LinkAction<Route> kind={ActionKind::Quiet} to={Route::SignIn} label={texts.way_in_again()} />
        </Shell>
    }
}
