//! The way in: a link that somebody was given, used once by pressing a button, so that a robot that only opens
//! links uses nothing up.

use super::failure::store_fault_text;
use super::{Action, Heading, Notice, NoticeKind, Shell};
use crate::engine::SignInFault;
use crate::phone::{use_phone, use_screen};
use crate::platform::page;
use crate::texts::Texts;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

/// Properties of [`SignIn`].
#[derive(PartialEq, Properties)]
pub struct SignInProps<R: Routable + 'static> {
    /// Where to go when signed in.
    pub home: R,
}

/// Takes the secret out of the address and waits for a press.
#[component]
pub fn SignIn<R: Routable + 'static>(props: &SignInProps<R>) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let navigator = use_navigator();
    let secret = use_memo((), |()| page::take_secret());
    let fault = use_state(|| None::<SignInFault>);
    let busy = use_state(|| false);
    use_screen(texts.sign_in_title(), "sign-in".into());
    let on_press = {
        let (engine, secret, fault, busy, home) =
            (phone.engine(), secret.clone(), fault.setter(), busy.setter(), props.home.clone());
        Callback::from(move |()| {
            let Some(secret) = (*secret).clone() else { return };
            let (engine, fault, busy, home, navigator) =
                (engine.clone(), fault.clone(), busy.clone(), home.clone(), navigator.clone());
            busy.set(true);
            spawn_local(async move {
                match engine.sign_in(&secret).await {
                    Ok(()) => navigator.iter().for_each(|navigator| navigator.replace(&home)),
                    Err(why) => fault.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    html! {
        <Shell>
            <Heading words={texts.sign_in_title()} />
            if secret.is_none() {
                <p>{texts.sign_in_no_link()}</p>
            } else {
                <p>{texts.sign_in_words()}</p>
                if let Some(fault) = &*fault {
                    <Notice kind={NoticeKind::Fault}><p>{fault_text(&texts, fault)}</p></Notice>
                }
                <div class="main-action"><Action label={texts.sign_in_go()} {on_press} busy={*busy} /></div>
            }
        </Shell>
    }
}

fn fault_text(texts: &Texts, fault: &SignInFault) -> AttrValue {
    match fault {
        SignInFault::Link => texts.sign_in_link_spent(),
        SignInFault::TooOften => texts.invited_too_often(),
        SignInFault::Server => texts.sign_in_no_network(),
        SignInFault::Store(fault) => store_fault_text(texts, *fault),
    }
}

/// Properties of [`Welcome`].
#[derive(PartialEq, Properties)]
pub struct WelcomeProps {
    /// What this is and how to get in.
    pub words: AttrValue,
    /// Other ways in.
    #[prop_or_default]
    pub way_in: Html,
}

/// For somebody who is not signed in.
#[component]
pub fn Welcome(props: &WelcomeProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    use_screen(texts.welcome_title(), "welcome".into());
    html! {
        <Shell>
            <Heading words={texts.welcome_title()} />
            <p>{if phone.emptied { texts.welcome_emptied() } else { props.words.clone() }}</p>
            {props.way_in.clone()}
        </Shell>
    }
}
