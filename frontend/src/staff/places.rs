//! Where each role can go: the one list that the navigation of every screen of the desk is made from. What a role may
//! do, `shared::policy` says; what is offered here leads to screens that exist for it.

use super::route::Route;
use crate::phone::use_phone;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::account::Role;
use yew::prelude::*;
use yew_router::prelude::*;

/// A screen that can be gone to from anywhere, and what it is called.
struct Place {
    to: Route,
    name: AttrValue,
}

/// The places of a role, the most visited first.
fn places(role: Role, texts: &Texts) -> Vec<Place> {
    let place = |to, name| Place { to, name };
    let mut places = match role {
        Role::Supervisor => vec![place(Route::Home, texts.caseload_title())],
        Role::MemberAdministrator => vec![
            place(Route::Home, texts.audit_title()),
            place(Route::Interventions, texts.interventions_title()),
            place(Route::People, texts.people_title()),
            place(Route::Files, texts.files_title()),
        ],
        _ => vec![],
    };
    if role.sees_dashboards() {
        places.extend([
            place(Route::Home, texts.dashboard_title()),
            place(Route::Effect, texts.effect_title()),
            place(Route::Goals, texts.goals_title()),
            place(Route::Deviations, texts.deviations_title()),
            place(Route::Reports, texts.reports_title()),
        ]);
    }
    if role == Role::AssociationAnalyst {
        places.extend([
            place(Route::Costs, texts.costs_title()),
            place(Route::Prices, texts.prices_title()),
            place(Route::Members, texts.members_title()),
            place(Route::Bridge, texts.bridge_title()),
            place(Route::Lists, texts.lists_title()),
            place(Route::Questionnaires, texts.questionnaires_title()),
        ]);
    }
    places.push(place(Route::Roles, texts.roles_title()));
    places.push(place(Route::OwnEntrances, texts.my_sign_ins()));
    places
}

/// The navigation at the top of a screen: every place of the role, the one where the person is marked as such.
#[component]
pub(super) fn Places() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let here = use_route::<Route>();
    let Some(role) = phone.account.as_ref().map(|account| account.role) else { return Html::default() };
    html! {
        <nav class="places" aria-label={texts.places_label()}>
            <ul>{for places(role, &texts).into_iter().map(|place| entry(place, here.as_ref()))}</ul>
        </nav>
    }
}

fn entry(place: Place, here: Option<&Route>) -> Html {
    // The link that leads nowhere new says so instead.
    if here == Some(&place.to) {
        return html! { <li><span class="here" aria-current="page">{place.name}</span></li> };
    }
    html! { <li><Link<Route> to={place.to} classes={classes!("action", "quiet")}>{place.name}</Link<Route>></li> }
}
