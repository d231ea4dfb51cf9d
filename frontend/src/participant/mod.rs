//! The participant's program: this month, the questions one by one, the end, the receipt, the own path, the own record.

mod answering;
mod end;
mod first_language;
mod first_use;
mod help;
mod meeting;
mod my_path;
mod my_phone;
mod my_record;
mod phone_reminder;
mod question;
mod readable_record;
mod receipt;
mod route;
mod settings;
mod stay;
mod this_month;
mod way_in;

use crate::phone::{PhoneProvider, use_phone};
use crate::platform::page;
use crate::platform::settings::{self as settings_of_device, Explained};
use crate::state::Gate;
use crate::texts::TextsOf;
use crate::widgets::{ActionKind, ChoosePin, GivePin, LinkAction, Shell, SignInAgain, Welcome};
use route::Route;
use yew::prelude::*;
use yew_router::prelude::*;

/// Starts the program in the page's place for it.
pub fn run() {
    console_error_panic_hook::set_once();
    page::set_text_size(settings_of_device::text_size().as_str());
    if let Some(root) = page::app_root() {
        yew::Renderer::<Participant>::with_root(root).render();
    }
}

#[component]
fn Participant() -> Html {
    html! {
        <BrowserRouter>
            <PhoneProvider texts_of={TextsOf::PARTICIPANT}><Switch<Route> render={screen} /></PhoneProvider>
        </BrowserRouter>
    }
}

fn screen(route: Route) -> Html {
    html! { <Screen {route} /> }
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
    if !phone.has_chosen_language() {
        return html! { <first_language::FirstLanguage /> };
    }
    if props.route == Route::SignIn {
        return html! { <way_in::WayIn /> };
    }
    match props.route {
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

/// A screen for an address that leads nowhere now.
fn nowhere() -> Html {
    html! { <Shell><Redirect<Route> to={Route::ThisMonth} /></Shell> }
}
