//! The participant's program: this month, the questions one by one, the end, the receipt, the own path, the own record.

mod answering;
mod end;
mod entering;
mod first_language;
mod first_use;
mod help;
mod later;
mod meeting;
mod my_path;
mod my_phone;
mod my_record;
mod not_here;
mod phone_reminder;
mod question;
mod readable_record;
mod receipt;
mod route;
mod screens;
mod settings;
mod stay;
mod this_month;
mod way_in;

pub use later::{FetchLater, LaterPages, NotFetched};

use crate::platform::page;
use crate::platform::settings as settings_of_device;
use crate::texts::TextsOf;
use crate::widgets::Shell;
use crate::wording::{WordingProvider, use_wording};
use later::{LaterProvider, LaterScreens, WayThere, use_later};
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
            <LaterProvider way_there={props.way_there}>
                <WordingProvider texts_of={TextsOf::PARTICIPANT}><Switch<Route> render={screen} /></WordingProvider>
            </LaterProvider>
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

/// The screen of a route. Those that somebody meets first are in the program's first file, and stay as they are when the second
/// comes, so that nothing that was typed is lost.
#[component]
fn Screen(props: &ScreenProps) -> Html {
    let has_chosen_language = use_wording().has_chosen_language();
    let later = use_later();
    {
        let later = later.clone();
        use_effect_with((), move |()| later.begin());
    }
    let is_first = use_memo(props.route.clone(), |route| match route {
        Route::SignIn => !later.is_here() && !way_in::is_link(),
        Route::Help => !later.is_here(),
        _ => false,
    });
    let first = match props.route {
        _ if !has_chosen_language => Some(html! { <first_language::FirstLanguage /> }),
        Route::SignIn if *is_first => Some(html! { <way_in::WayIn /> }),
        Route::Help if *is_first => Some(html! { <help::Help /> }),
        _ => None,
    };
    let route = first.is_none().then(|| props.route.clone());
    html! { <>{first.unwrap_or_default()}<LaterScreens {route} /></> }
}

/// A screen for an address that leads nowhere now.
fn nowhere() -> Html {
    html! { <Shell><Redirect<Route> to={Route::ThisMonth} /></Shell> }
}
