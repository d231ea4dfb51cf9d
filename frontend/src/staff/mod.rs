//! The staff's program: the supervisor's caseload, one person's months, the month's follow-up; the leader's dashboard.

mod audit;
mod caseload;
mod consent;
mod dashboard;
mod follow_up;
mod follow_up_form;
mod invite;
mod own_entrances;
mod person;
mod qr_picture;
mod rescue;
mod route;

use crate::phone::{PhoneProvider, use_phone};
use crate::platform::page;
use crate::state::Gate;
use crate::widgets::{ChoosePin, GivePin, Shell, SignIn, SignInAgain, Welcome};
use route::Route;
use shared::account::Role;
use yew::prelude::*;
use yew_router::prelude::*;

/// Starts the program in the page's place for it.
pub fn run() {
    console_error_panic_hook::set_once();
    if let Some(root) = page::app_root() {
        yew::Renderer::<Staff>::with_root(root).render();
    }
}

#[component]
fn Staff() -> Html {
    html! {
        <BrowserRouter basename="/staff">
            <PhoneProvider><Switch<Route> render={screen} /></PhoneProvider>
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

/// The screen of a route for the role of whoever is signed in.
#[component]
fn Screen(props: &ScreenProps) -> Html {
    let phone = use_phone();
    if props.route == Route::SignIn {
        return html! { <SignIn<Route> home={Route::Home} /> };
    }
    match phone.gate {
        Gate::Open => {}
        Gate::ChoosePin => return html! { <ChoosePin /> },
        Gate::Pin => return html! { <GivePin /> },
        Gate::SignIn => return html! { <SignInAgain /> },
    }
    let Some(account) = phone.account.clone() else {
        return html! { <Welcome words={phone.texts().welcome_staff()} /> };
    };
    match (account.role, props.route.clone()) {
        (_, Route::OwnEntrances) => html! { <own_entrances::OwnEntrancesPage /> },
        (role, _) if role.sees_dashboards() => html! { <dashboard::Dashboard /> },
        (Role::MemberAdministrator, _) => html! { <audit::AuditLog /> },
        (Role::Supervisor, Route::Person { id }) => html! { <person::Person {id} /> },
        (Role::Supervisor, Route::Invite { id }) => html! { <invite::Invite {id} /> },
        (Role::Supervisor, Route::FollowUp { id, month }) => html! { <follow_up::FollowUpPage {id} {month} /> },
        (Role::Supervisor, _) => html! { <caseload::Caseload /> },
        _ => html! { <Welcome words={phone.texts().welcome_staff()} /> },
    }
}

/// A screen for an address that leads nowhere now.
fn nowhere() -> Html {
    html! { <Shell><Redirect<Route> to={Route::Home} /></Shell> }
}
