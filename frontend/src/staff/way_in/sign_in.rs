//! Signing in: by a passkey, or by one of the identity providers that the installation knows.

use super::role_choice::RoleChoice;
use super::words::{fault_words, why_words};
use super::{Fault, address_of, show_passkey};
use crate::phone::{use_phone, use_screen};
use crate::platform::{page, passkey, way_in};
use crate::staff::route::{Route, WhyNot};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell};
use shared::way_in::{Proven, WaysIn};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(in crate::staff) struct SignInPageProps {
    pub(in crate::staff) why: Option<WhyNot>,
}

/// The ways in as buttons.
#[component]
pub(in crate::staff) fn SignInPage(props: &SignInPageProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let ways = use_ways();
    let fault = use_state(|| None::<Fault>);
    let busy = use_state(|| false);
    let proven = use_state(|| None::<Proven>);
    use_screen(texts.way_in_title(), "way-in".into());
    if let Some(proven) = (*proven).clone() {
        return html! { <RoleChoice {proven} /> };
    }
    let on_passkey = {
        let (fault, busy, proven) = (fault.setter(), busy.setter(), proven.setter());
        Callback::from(move |()| {
            let (fault, busy, proven) = (fault.clone(), busy.clone(), proven.clone());
            fault.set(None);
            busy.set(true);
            spawn_local(async move {
                match show_passkey().await {
                    Ok(known) => proven.set(Some(known)),
                    Err(why) => fault.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let ways_in = |ways: &WaysIn| match elsewhere(ways) {
        Some(address) => html! { <Elsewhere {address} /> },
        None => html! {
            <>
                if passkey::are_known() {
                    <Action label={texts.way_in_passkey()} on_press={on_passkey.clone()} busy={*busy} />
                }
                <Providers ways={ways.clone()} />
                <LinkAction<Route> kind={ActionKind::Quiet} to={Route::Recover} label={texts.way_in_have_code()} />
            </>
        },
    };
    html! {
        <Shell>
            <Heading words={texts.way_in_title()} />
            if let Some(why) = props.why {
                <Notice kind={NoticeKind::Calm}><p>{why_words(&texts, why)}</p></Notice>
            }
            if let Some(fault) = &*fault {
                <Notice kind={NoticeKind::Fault}><p>{fault_words(&texts, fault)}</p></Notice>
            }
            {match &ways {
                None => html! { <p role="status">{texts.way_in_working()}</p> },
                Some(Err(fault)) => html! {
                    <Notice kind={NoticeKind::Fault}><p>{fault_words(&texts, fault)}</p></Notice>
                },
                Some(Ok(ways)) => html! { <><p>{texts.way_in_words()}</p>{ways_in(ways)}</> },
            }}
        </Shell>
    }
}

/// The ways in, once the server has named them.
#[hook]
pub(super) fn use_ways() -> Option<Result<WaysIn, Fault>> {
    let ways = use_state(|| None::<Result<WaysIn, Fault>>);
    {
        let ways = ways.setter();
        use_effect_with((), move |()| {
            spawn_local(async move { ways.set(Some(way_in::ways().await.map_err(Fault::Server))) });
        });
    }
    (*ways).clone()
}

/// The address at which staff come in, where that is another than the page's.
pub(super) fn elsewhere(ways: &WaysIn) -> Option<AttrValue> {
    let here = page::origin();
    ways.address
        .as_ref()
        .filter(|address| here.as_deref() != Some(&***address))
        .map(|address| address.to_string().into())
}

#[derive(PartialEq, Properties)]
pub(super) struct ElsewhereProps {
    pub(super) address: AttrValue,
}

/// The way to the address at which staff come in.
#[component]
pub(super) fn Elsewhere(props: &ElsewhereProps) -> Html {
    let texts = use_phone().texts();
    html! {
        <>
            <p>{texts.way_in_elsewhere()}</p>
            <a class="action main" href={format!("{}/staff/sign-in", props.address)}>{&props.address}</a>
        </>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct ProvidersProps {
    pub(super) ways: WaysIn,
    /// What is done before the provider is asked, where there is anything: it says whether to go.
    #[prop_or_default]
    pub(super) before: Option<Callback<AttrValue>>,
}

/// The identity providers as buttons. The browser leaves the app for them.
#[component]
pub(super) fn Providers(props: &ProvidersProps) -> Html {
    let texts = use_phone().texts();
    let leave = props.before.clone().unwrap_or_else(|| Callback::from(|address: AttrValue| page::leave_for(&address)));
    props
        .ways
        .providers
        .iter()
        .map(|provider| {
            let (leave, address) = (leave.clone(), AttrValue::from(address_of(&provider.key)));
            let on_press = Callback::from(move |()| leave.emit(address.clone()));
            html! {
                <Action kind={ActionKind::Beside} label={texts.way_in_provider(&provider.name)} {on_press} />
            }
        })
        .collect()
}
