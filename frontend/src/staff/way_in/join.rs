//! Accepting an invitation: what it is for, and the first way in. The link's secret is used up when there is one.

use super::recovery_code::RecoveryCode;
use super::sign_in::{Elsewhere, Providers, elsewhere, use_ways};
use super::words::{fault_words, role_words};
use super::{Fault, make_passkey};
use crate::phone::{use_phone, use_screen};
use crate::platform::way_in::Allowance;
use crate::platform::{page, passkey, way_in};
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, Heading, LinkAction, Notice, NoticeKind, Shell};
use shared::way_in::{PasskeyMade, Proven, WaysIn};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Takes the secret out of the address and shows what it is for.
#[component]
pub(in crate::staff) fn JoinPage() -> Html {
    let texts = use_phone().texts();
    let secret = use_memo((), |()| page::take_secret());
    let ways = use_ways();
    let invited = use_state(|| None::<Proven>);
    let fault = use_state(|| None::<Fault>);
    let busy = use_state(|| false);
    let made = use_state(|| None::<PasskeyMade>);
    use_screen(texts.way_in_join_title(), "way-in-join".into());
    {
        let (secret, invited, fault) = (secret.clone(), invited.setter(), fault.setter());
        use_effect_with((), move |()| {
            if let Some(secret) = (*secret).clone() {
                spawn_local(async move {
                    match way_in::invitation(&secret).await {
                        Ok(known) => invited.set(Some(known)),
                        Err(why) => fault.set(Some(Fault::Server(why))),
                    }
                });
            }
        });
    }
    if let Some(made) = (*made).clone() {
        return html! { <RecoveryCode {made} /> };
    }
    let on_passkey = {
        let (secret, fault, busy, made) = (secret.clone(), fault.setter(), busy.setter(), made.setter());
        Callback::from(move |()| {
            let Some(secret) = (*secret).clone() else { return };
            let (fault, busy, made) = (fault.clone(), busy.clone(), made.clone());
            fault.set(None);
            busy.set(true);
            spawn_local(async move {
                match make_passkey(Allowance::Invitation, &secret).await {
                    Ok(new) => made.set(Some(new)),
                    Err(why) => fault.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let before = {
        let (secret, fault) = (secret.clone(), fault.setter());
        Callback::from(move |address: AttrValue| {
            let (Some(secret), fault) = ((*secret).clone(), fault.clone()) else { return };
            spawn_local(async move {
                match way_in::accept_by_provider(&secret).await {
                    Ok(()) => page::leave_for(&address),
                    Err(why) => fault.set(Some(Fault::Server(why))),
                }
            });
        })
    };
    let ways_in = |ways: &WaysIn| match elsewhere(ways) {
        Some(address) => html! { <Elsewhere {address} /> },
        None => html! {
            <>
                if passkey::are_known() {
                    <p>{texts.way_in_make_words()}</p>
                    <Action label={texts.way_in_make()} on_press={on_passkey.clone()} busy={*busy} />
                }
                <Providers ways={ways.clone()} before={Some(before.clone())} />
            </>
        },
    };
    html! {
        <Shell>
            <Heading words={texts.way_in_join_title()} />
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}><p>{fault_words(&texts, fault)}</p></Notice>
            }
            if secret.is_none() {
                <p>{texts.way_in_no_invitation()}</p>
                <LinkAction<Route> to={Route::SignIn} label={texts.way_in_again()} />
            } else if let Some(invited) = &*invited {
                <p>{texts.way_in_join_words(&invited.name)}</p>
                <ul>{for invited.roles.iter().map(|held| html! { <li>{role_words(&texts, held)}</li> })}</ul>
                {match &ways {
                    Some(Ok(ways)) => ways_in(ways),
                    Some(Err(fault)) => html! {
                        <Notice kind={NoticeKind::Fault}><p>{fault_words(&texts, fault)}</p></Notice>
                    },
                    None => html! { <p role="status">{texts.way_in_working()}</p> },
                }}
            } else if fault.is_none() {
                <p role="status">{texts.way_in_working()}</p>
            }
        </Shell>
    }
}
