//! Who works for a member, for its administrator.

use super::{invitation, member_right};
use crate::http::App;
use crate::http::fault::Fault;
use crate::http::signed_in::SignedIn;
use crate::http::wire::Body;
use crate::store::{Appointed, INVITATION_LASTS, Named, StaffFault, StaffToInvite};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::account::Role;
use shared::administration::{NewPerson, People, Responsibilities, StaffInvitation};
use shared::id::StaffId;
use shared::intervention::is_a_name;
use shared::policy::Action;
use shared::sync::wire::Problem;
use std::sync::Arc;

impl From<StaffFault> for Fault {
    fn from(fault: StaffFault) -> Self {
        match fault {
            StaffFault::NotHere => Self::NotHere,
            StaffFault::NameTaken => Self::NameTaken,
            StaffFault::KeptApart => Self::KeptApart,
            StaffFault::NotARole => Self::NotARole,
            StaffFault::WorksElsewhere => Self::WorksElsewhere,
            StaffFault::Yourself => Self::Yourself,
            StaffFault::HasAdministrator => Self::HasAdministrator,
        }
    }
}

/// Who works for the own member.
#[utoipa::path(
    get, path = "/api/v1/administration/people", tag = "administration",
    responses(
        (status = 200, description = "By name", body = People),
        (status = 404, description = "The account looks after no member", body = Problem),
    )
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<People>, Fault> {
    let right = member_right(&app, &session, Action::AdministerStaff).await?;
    Ok(Json(app.store.people(right, app.clock.now()).await?))
}

/// Has somebody new work for the own member, and invites the person. Asked again with the same id, it invites again.
#[utoipa::path(
    put, path = "/api/v1/administration/people/{id}", tag = "administration", request_body = NewPerson,
    params(("id" = String, Path, description = "The person")),
    responses(
        (status = 200, description = "The invitation, shown this once", body = StaffInvitation),
        (status = 404, description = "The person works for others, or an intervention is another member's", body = Problem),
        (status = 409, description = "The name is taken, or the roles are kept apart", body = Problem),
        (status = 422, description = "The name is none, or the role needs interventions or has none", body = Problem),
    )
)]
pub(in crate::http) async fn take_on(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(new): Body<NewPerson>,
) -> Result<Json<StaffInvitation>, Fault> {
    let right = member_right(&app, &session, Action::AdministerStaff).await?;
    let person = StaffId::parse(&id).ok_or(Fault::NotHere)?;
    let NewPerson { name, role, interventions } = new;
    if !is_a_name(&name) {
        return Err(Fault::NotAName);
    }
    let (secret, now) = (app.entropy.secret()?, app.clock.now());
    let new = StaffToInvite {
        person: Named { id: person, name: name.into() },
        role,
        interventions,
        account: app.entropy.account_id(app.clock)?,
        invitation: secret.hash(),
    };
    Ok(Json(match app.store.take_on(right, new, now).await?? {
        Appointed::Invited => invitation(&app, &secret, now),
        Appointed::HasAWayIn => StaffInvitation { link: None, until: now.plus(INVITATION_LASTS) },
    }))
}

/// Ends everything that somebody does for the own member.
#[utoipa::path(
    delete, path = "/api/v1/administration/people/{id}", tag = "administration",
    params(("id" = String, Path, description = "The person")),
    responses(
        (status = 204, description = "It is over"),
        (status = 404, description = "Nobody of that id works for the member", body = Problem),
        (status = 409, description = "It is the one who asks", body = Problem),
    )
)]
pub(in crate::http) async fn let_go(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    take_back(&app, &session, &id, None).await
}

/// Gives somebody a role at the own member, or says for which interventions the person holds it.
#[utoipa::path(
    put, path = "/api/v1/administration/people/{id}/roles/{role}", tag = "administration",
    request_body = Responsibilities,
    params(("id" = String, Path, description = "The person"), ("role" = String, Path, description = "The role")),
    responses(
        (status = 204, description = "It is so"),
        (status = 404, description = "Nobody of that id works for the member, or an intervention is another's", body = Problem),
        (status = 409, description = "The roles are kept apart", body = Problem),
        (status = 422, description = "The role is not the member's to give, needs interventions, or has none", body = Problem),
    )
)]
pub(in crate::http) async fn give_role(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path((id, role)): Path<(String, String)>,
    Body(Responsibilities { interventions }): Body<Responsibilities>,
) -> Result<StatusCode, Fault> {
    let right = member_right(&app, &session, Action::AdministerStaff).await?;
    let person = StaffId::parse(&id).ok_or(Fault::NotHere)?;
    let role = Role::parse(&role).ok_or(Fault::NotHere)?;
    let account = app.entropy.account_id(app.clock)?;
    app.store.give_role(right, person, (role, interventions), account, app.clock.now()).await??;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a role at the own member back.
#[utoipa::path(
    delete, path = "/api/v1/administration/people/{id}/roles/{role}", tag = "administration",
    params(("id" = String, Path, description = "The person"), ("role" = String, Path, description = "The role")),
    responses(
        (status = 204, description = "It is over"),
        (status = 404, description = "Nobody of that id holds it at the member", body = Problem),
        (status = 409, description = "It is the own administration of the one who asks", body = Problem),
    )
)]
pub(in crate::http) async fn take_role(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path((id, role)): Path<(String, String)>,
) -> Result<StatusCode, Fault> {
    let role = Role::parse(&role).ok_or(Fault::NotHere)?;
    take_back(&app, &session, &id, Some(role)).await
}

async fn take_back(
    app: &App,
    session: &crate::store::Session,
    id: &str,
    role: Option<Role>,
) -> Result<StatusCode, Fault> {
    let right = member_right(app, session, Action::AdministerStaff).await?;
    let person = StaffId::parse(id).ok_or(Fault::NotHere)?;
    app.store.take_back(right, person, role, app.clock.now()).await??;
    Ok(StatusCode::NO_CONTENT)
}

/// Invites somebody who works for the own member to make a new way in.
#[utoipa::path(
    post, path = "/api/v1/administration/people/{id}/invitation", tag = "administration",
    params(("id" = String, Path, description = "The person")),
    responses(
        (status = 200, description = "The invitation, shown this once", body = StaffInvitation),
        (status = 404, description = "Nobody of that id works for the member", body = Problem),
        (status = 409, description = "The person works for others as well", body = Problem),
    )
)]
pub(in crate::http) async fn invite_again(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Json<StaffInvitation>, Fault> {
    let right = member_right(&app, &session, Action::AdministerStaff).await?;
    let person = StaffId::parse(&id).ok_or(Fault::NotHere)?;
    let (secret, now) = (app.entropy.secret()?, app.clock.now());
    app.store.invite_again(right, person, secret.hash(), now).await??;
    Ok(Json(invitation(&app, &secret, now)))
}
