//! What the program's second file holds: whoever uses this phone, and every screen that needs to know.

use super::entering::{Asked, Entering};
use super::route::Route;
use super::way_in::{self, WayIn};
use super::{end, first_use, help, meeting, my_path, my_phone, my_record, question, receipt, settings, this_month};
use crate::phone::{OnceOpen, PhoneProvider, use_phone};
use crate::platform::settings::{self as settings_of_device, Explained};
use crate::state::{Gate, Opening};
use crate::widgets::{ActionKind, ChoosePin, GivePin, LinkAction, SignIn, SignInAgain, Welcome};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ScreensProps {
    /// What is to be shown, if anything.
    pub(super) route: Option<Route>,
    /// Who wants to be let in.
    pub(super) entering: Option<Entering>,
}

/// The phone, and a screen of it.
#[component]
pub(super) fn Screens(props: &ScreensProps) -> Html {
    html! {
        <PhoneProvider>
            <LetIn entering={props.entering.clone()} />
            if let Some(route) = props.route.clone() {
                <OnceOpen><Screen {route} /></OnceOpen>
            }
        </PhoneProvider>
    }
}

#[derive(PartialEq, Properties)]
struct LetInProps {
    entering: Option<Entering>,
}

/// Lets whoever asks in, once it is known who was here before.
#[component]
fn LetIn(props: &LetInProps) -> Html {
    let phone = use_phone();
    let is_read = phone.opening != Opening::Opening;
    use_effect_with((props.entering.clone(), is_read), move |(entering, is_read)| {
        if let Some(entering) = entering.clone().filter(|_| *is_read)
            && let Some(Asked { proof, words }) = entering.take()
        {
            spawn_local(async move { entering.answer(phone.engine().accept(proof, words).await) });
        }
    });
    Html::default()
}

#[derive(PartialEq, Properties)]
struct ScreenProps {
    route: Route,
}

/// The screen of a route; without somebody signed in, the way in.
#[component]
fn Screen(props: &ScreenProps) -> Html {
    let phone = use_phone();
    // What is explained changes what is shown next.
    let shown = use_force_update();
    let on_done = Callback::from(move |()| shown.force_update());
    match props.route {
        Route::SignIn => return html! { <LinkOrWayIn /> },
        // Help and the statement are for everybody.
        Route::Help => return html! { <help::Help /> },
        Route::Accessibility => return html! { <help::Accessibility /> },
        _ => {}
    }
    let code = html! {
        <LinkAction<Route> kind={ActionKind::Beside} label={phone.texts().code_title()} to={Route::SignIn} />
    };
    match phone.gate {
        Gate::Open => {}
        Gate::ChoosePin if !settings_of_device::is_explained(Explained::WhatThisIs) => {
            return html! { <first_use::WhatThisIs {on_done} /> };
        }
        Gate::ChoosePin => return html! { <ChoosePin /> },
        Gate::Pin => return html! { <GivePin way_in={code} /> },
        Gate::SignIn => return html! { <SignInAgain way_in={code} /> },
    }
    if phone.account.is_none() {
        return html! { <Welcome words={phone.texts().welcome_participant()} way_in={code} /> };
    }
    if first_use::is_home_screen_next() {
        return html! { <first_use::HomeScreen {on_done} /> };
    }
    match props.route.clone() {
        Route::ThisMonth | Route::SignIn | Route::Elsewhere => html! { <this_month::ThisMonth /> },
        Route::Question { month, number } => html! { <question::Question {month} {number} /> },
        Route::End { month } => html! { <end::End {month} /> },
        Route::Receipt { month } => html! { <receipt::Receipt {month} /> },
        Route::MyRecord => html! { <my_record::MyRecord /> },
        Route::MyPath => html! { <my_path::MyPath /> },
        Route::MyPhone => html! { <my_phone::MyPhone /> },
        Route::Meeting => html! { <meeting::Meeting /> },
        Route::Settings => html! { <settings::Settings /> },
        Route::HomeScreen => html! { <first_use::HomeScreen /> },
        Route::Help => html! { <help::Help /> },
        Route::Accessibility => html! { <help::Accessibility /> },
    }
}

/// What the address brings: a one-time link, or anything else.
#[component]
fn LinkOrWayIn() -> Html {
    // The link's page takes the secret out of the address when it is shown first.
    let is_link = use_memo((), |()| way_in::is_link());
    if *is_link {
        html! { <SignIn<Route> home={Route::ThisMonth} /> }
    } else {
        html! { <WayIn /> }
    }
}
