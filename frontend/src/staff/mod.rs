//! The staff's program: the supervisor's caseload, one person's months, the month's follow-up; the leader's dashboard.

mod administration;
mod aside;
mod audit;
mod caseload;
mod consent;
mod correct;
mod dashboard;
mod deviations;
mod ended;
mod enrol;
mod enrolled;
mod enrolment_fields;
mod enrolment_form;
mod enrolment_words;
mod exit;
mod exit_form;
mod extents_field;
mod follow_up;
mod goals;
mod hand_over;
mod import;
mod in_view_of;
mod invite;
mod name_hint;
mod own_entrances;
mod person;
mod places;
mod plan;
mod plan_form;
mod qr_picture;
mod record_words;
mod reports;
mod rescue;
mod route;
mod saving;
mod sayings;
mod stay;
mod texts;
#[cfg(test)]
mod trial;
mod two_versions;
mod typed_extents;
mod way_in;

use crate::phone::{OnceOpen, PhoneProvider, use_phone};
use crate::platform::page;
use crate::state::Gate;
use crate::texts::TextsOf;
use crate::widgets::{ChoosePin, GivePin, Shell, SignIn};
use crate::wording::WordingProvider;
use route::{Route, WhyNot};
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
            <WordingProvider texts_of={TextsOf::STAFF}>
                <PhoneProvider><OnceOpen><Switch<Route> render={screen} /></OnceOpen></PhoneProvider>
            </WordingProvider>
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
    // The link's page takes the secret out of the address when it is shown first.
    let came_by_link = use_memo(props.route == Route::SignIn, |is_sign_in| *is_sign_in && page::has_secret());
    match &props.route {
        // Only a demonstration has links that let somebody in.
        Route::SignIn if *came_by_link => return html! { <SignIn<Route> home={Route::Home} /> },
        Route::SignIn => return html! { <way_in::SignInPage why={None} /> },
        Route::NotSignedIn { why } => return html! { <way_in::SignInPage why={Some(*why)} /> },
        Route::Join => return html! { <way_in::JoinPage /> },
        Route::Recover => return html! { <way_in::RecoverPage /> },
        Route::Proven => return html! { <way_in::ProvenPage /> },
        _ => {}
    }
    match phone.gate {
        Gate::Open => {}
        Gate::ChoosePin => return html! { <ChoosePin /> },
        Gate::Pin => return html! { <GivePin /> },
        Gate::SignIn => return html! { <way_in::SignInPage why={Some(WhyNot::EachTime)} /> },
    }
    let Some(account) = phone.account.clone() else {
        let why = phone.emptied.then_some(WhyNot::Emptied);
        return html! { <way_in::SignInPage {why} /> };
    };
    if props.route == Route::Roles {
        return html! { <way_in::RolesPage /> };
    }
    match (account.role, props.route.clone()) {
        (_, Route::OwnEntrances) => html! { <own_entrances::OwnEntrancesPage /> },
        (Role::AssociationAnalyst, Route::Costs) => html! { <administration::CostsPage /> },
        (Role::AssociationAnalyst, Route::Prices) => html! { <administration::PricesPage /> },
        (Role::AssociationAnalyst, Route::Members) => html! { <administration::MembersPage /> },
        (Role::AssociationAnalyst, Route::Bridge) => html! { <administration::BridgePage /> },
        (Role::AssociationAnalyst, Route::Lists) => html! { <administration::ListsPage /> },
        (Role::AssociationAnalyst, Route::Questionnaires) => html! { <administration::InstrumentsPage /> },
        (Role::MemberAdministrator, Route::Interventions) => html! { <administration::InterventionsPage /> },
        (Role::MemberAdministrator, Route::People) => html! { <administration::PeoplePage /> },
        (Role::MemberAdministrator, Route::Files) => html! { <import::FilesPage /> },
        (role, Route::Reports) if role.sees_dashboards() => html! { <reports::Reports /> },
        (role, Route::NationalFollowUp) if role.sees_dashboards() => html! { <reports::FollowUpSheetPage /> },
        (Role::ProjectLeader, Route::Deviations) => html! { <deviations::GatheringPage /> },
        (Role::AssociationAnalyst | Role::BoardMember, Route::Deviations) => html! { <deviations::FollowingPage /> },
        (role, Route::Goals) if role.sees_dashboards() => html! { <goals::GoalsPage /> },
        (role, Route::Effect) if role.sees_dashboards() => html! { <dashboard::EffectPage /> },
        (role, Route::Figures { page }) if role.sees_dashboards() => html! { <dashboard::FiguresPage {page} /> },
        (role, _) if role.sees_dashboards() => html! { <dashboard::Dashboard /> },
        (Role::MemberAdministrator, _) => html! { <audit::AuditLog /> },
        (Role::Supervisor, Route::Person { id }) => html! { <person::Person {id} /> },
        (Role::Supervisor, Route::Plan { id }) => html! { <plan::PlanPage {id} /> },
        (Role::Supervisor, Route::NoteDeviation { id }) => html! { <deviations::NotePage {id} /> },
        (Role::Supervisor, Route::TwoVersions { id }) => html! { <two_versions::TwoVersions {id} /> },
        (Role::Supervisor, Route::Aside) => html! { <aside::AsidePage /> },
        (Role::Supervisor, Route::Invite { id }) => html! { <invite::Invite {id} /> },
        (Role::Supervisor, Route::Enrol) => html! { <enrol::Enrol id={None} key="new" /> },
        (Role::Supervisor, Route::GoOnEnrolling { id }) => {
            html! { <enrol::Enrol id={Some(id)} key={id.to_string()} /> }
        }
        (Role::Supervisor, Route::Enrolled { id }) => html! { <enrolled::Enrolled {id} /> },
        (Role::Supervisor, Route::Stay { id }) => html! { <stay::Stay {id} /> },
        (Role::Supervisor, Route::Correct { id }) => html! { <correct::Correct {id} /> },
        (Role::Supervisor, Route::Exit { id }) => html! { <exit::ExitPage {id} /> },
        (Role::Supervisor, Route::HandOver { id }) => html! { <hand_over::HandOver {id} /> },
        (Role::Supervisor, Route::Ended) => html! { <ended::Ended /> },
        (Role::Supervisor, Route::FollowUp { id, month }) => {
            // Each form begins anew, also where one leads straight to the next.
            html! { <follow_up::FollowUpPage key={format!("{id} {month}")} {id} {month} /> }
        }
        (Role::Supervisor, _) => html! { <caseload::Caseload /> },
        // The rest has nothing to look at here, and may have another role.
        _ => html! { <way_in::RolesPage /> },
    }
}

/// A screen for an address that leads nowhere now.
fn nowhere() -> Html {
    html! { <Shell><Redirect<Route> to={Route::Home} /></Shell> }
}
