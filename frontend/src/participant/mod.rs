//! The participant's program: this month, the questions one by one, the end, the receipt, the own path, the own record.

mod answering;
mod end;
mod first_language;
mod first_use;
mod help;
mod later;
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

pub use later::{FetchLater, LaterPages, NotFetched};

use crate::phone::{PhoneProvider, use_phone};
use crate::platform::page;
use crate::platform::settings::{self as settings_of_device, Explained};
use crate::state::Gate;
use crate::texts::TextsOf;
use crate::widgets::{ActionKind, ChoosePin, GivePin, LinkAction, Shell, SignInAgain, Welcome};
use later::{LaterPage, LaterProvider, LaterScreen, WayThere};
use route::Route;
use yew::prelude::*;
use yew_router::prelude::*;

/// Starts the program in the page's place for it. The pages of the second file come by `fetch_later`.
pub fn run(fetch_later: FetchLater) {
    console_error_panic_hook::set_once();
    page::set_text_size(settings_of_device::text_size().as_str());
    if let Some(root) = page::app_root() {
        let props = ParticipantProps { way_there: WayThere(fetch_later) };
        yew::Renderer::<Participant>::with_root_and_props(root, props).render();
    }
}

#[derive(PartialEq, Properties)]
struct ParticipantProps {
    way_there: WayThere,
}

#[component]
fn Participant(props: &ParticipantProps) -> Html {
    html! {
        <BrowserRouter>
            <PhoneProvider texts_of={TextsOf::PARTICIPANT}>
                <LaterProvider way_there={props.way_there}><Switch<Route> render={screen} /></LaterProvider>
            </PhoneProvider>
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
        Route::Accessibility => return later(LaterPage::Accessibility),
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
        Route::MyRecord => later(LaterPage::MyRecord),
        Route::MyPath => later(LaterPage::MyPath),
        Route::MyPhone => later(LaterPage::MyPhone),
        Route::Meeting => later(LaterPage::Meeting),
        Route::Settings => later(LaterPage::Settings),
        Route::HomeScreen => later(LaterPage::HomeScreen),
        Route::Help => html! { <help::Help /> },
        Route::Accessibility => later(LaterPage::Accessibility),
    }
}

fn later(page: LaterPage) -> Html {
    html! { <LaterScreen {page} /> }
}

/// A screen for an address that leads nowhere now.
fn nowhere() -> Html {
    html! { <Shell><Redirect<Route> to={Route::ThisMonth} /></Shell> }
}
