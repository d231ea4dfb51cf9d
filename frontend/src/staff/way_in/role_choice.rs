//! The last step in: somebody is known, and goes on in a role. Who has one role is not asked.

use super::Fault;
use super::going_on::{GoingOn, Step, use_going_on};
use super::words::{arrival_words, fault_words, role_words};
use crate::phone::{use_phone, use_screen};
use crate::platform::way_in;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell};
use shared::way_in::Proven;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct RoleChoiceProps {
    pub(super) proven: Proven,
}

/// The roles as buttons; with one role, what comes of it.
#[component]
pub(super) fn RoleChoice(props: &RoleChoiceProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let GoingOn { go_on, busy, fault } = use_going_on(Step::Arrive);
    use_screen(texts.way_in_role_title(), "way-in-role".into());
    let only = match props.proven.roles.as_slice() {
        [only] => Some(only.account),
        _ => None,
    };
    {
        let go_on = go_on.clone();
        use_effect_with(only, move |only| only.iter().for_each(|account| go_on.emit(*account)));
    }
    html! {
        <Shell>
            <Heading words={texts.way_in_role_title()} />
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}><p>{arrival_words(&texts, fault)}</p></Notice>
                <LinkAction<Route> to={Route::SignIn} label={texts.way_in_again()} />
            } else if props.proven.roles.is_empty() {
                <p>{texts.way_in_no_role()}</p>
            } else if only.is_some() {
                <p role="status">{texts.way_in_working()}</p>
            } else {
                <p>{texts.way_in_role_words(&props.proven.name)}</p>
                {for props.proven.roles.iter().map(|held| {
                    let (go_on, account) = (go_on.clone(), held.account);
                    let on_press = Callback::from(move |()| go_on.emit(account));
                    html! {
                        <Action kind={ActionKind::Beside} label={role_words(&texts, held)} {on_press} {busy} />
                    }
                })}
            }
        </Shell>
    }
}

/// For somebody whom an identity provider has sent back: they are known, or it took too long.
#[component]
pub(in crate::staff) fn ProvenPage() -> Html {
    let texts = use_phone().texts();
    let answer = use_state(|| None::<Result<Proven, Fault>>);
    use_screen(texts.way_in_title(), "way-in-proven".into());
    {
        let answer = answer.setter();
        use_effect_with((), move |()| {
            spawn_local(async move { answer.set(Some(way_in::proven().await.map_err(Fault::Server))) });
        });
    }
    match &*answer {
        Some(Ok(proven)) => html! { <RoleChoice proven={proven.clone()} /> },
        Some(Err(fault)) => html! {
            <Shell>
                <Heading words={texts.way_in_title()} />
                <Notice kind={NoticeKind::Fault}><p>{fault_words(&texts, fault)}</p></Notice>
                <LinkAction<Route> to={Route::SignIn} label={texts.way_in_again()} />
            </Shell>
        },
        None => html! {
            <Shell>
                <Heading words={texts.way_in_title()} />
                <p role="status">{texts.way_in_working()}</p>
            </Shell>
        },
    }
}
