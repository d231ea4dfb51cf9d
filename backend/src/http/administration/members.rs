//! The members of an association, for its analyst.

use super::invitation;
use crate::http::App;
use crate::http::fault::Fault;
use crate::http::signed_in::SignedIn;
use crate::http::wire::Body;
use crate::store::{MemberFault, Named, StaffToInvite};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::account::Role;
use shared::administration::{FirstAdministrator, MemberOutline, Members, StaffInvitation};
use shared::id::MemberId;
use shared::intervention::is_a_name;
use shared::policy::Action;
use shared::sync::wire::Problem;
use std::sync::Arc;

/// The members of the own association.
#[utoipa::path(
    get, path = "/api/v1/administration/members", tag = "administration",
    responses((status = 200, description = "By name", body = Members))
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<Members>, Fault> {
    let right = session.administers_association(Action::AdministerMembers).ok_or(Fault::NotYourRole)?;
    Ok(Json(app.store.members(right, app.clock.now()).await?))
}

/// Makes a member of that id, or says something else of it.
#[utoipa::path(
    put, path = "/api/v1/administration/members/{id}", tag = "administration", request_body = MemberOutline,
    params(("id" = String, Path, description = "The member")),
    responses(
        (status = 204, description = "It is so"),
        (status = 404, description = "It is a member of another association", body = Problem),
        (status = 409, description = "Another member has that name", body = Problem),
        (status = 422, description = "The name is none", body = Problem),
    )
)]
pub(in crate::http) async fn keep(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(outline): Body<MemberOutline>,
) -> Result<StatusCode, Fault> {
    let right = session.administers_association(Action::AdministerMembers).ok_or(Fault::NotYourRole)?;
    let member = MemberId::parse(&id).ok_or(Fault::NotHere)?;
    if !is_a_name(&outline.name) {
        return Err(Fault::NotAName);
    }
    match app.store.keep_member(right, member, outline, app.clock.now()).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(MemberFault::NotHere) => Err(Fault::NotHere),
        Err(MemberFault::NameTaken) => Err(Fault::NameTaken),
    }
}

/// Invites somebody to look after a member that nobody looks after. Later ones are invited by the member's own.
#[utoipa::path(
    post, path = "/api/v1/administration/members/{id}/administrator", tag = "administration",
    request_body = FirstAdministrator,
    params(("id" = String, Path, description = "The member")),
    responses(
        (status = 200, description = "The invitation, shown this once", body = StaffInvitation),
        (status = 404, description = "There is no such member", body = Problem),
        (status = 409, description = "It has an administrator, or the name is taken", body = Problem),
        (status = 422, description = "The name is none", body = Problem),
    )
)]
pub(in crate::http) async fn first_administrator(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(FirstAdministrator { name }): Body<FirstAdministrator>,
) -> Result<Json<StaffInvitation>, Fault> {
    let right = session.administers_association(Action::AdministerMembers).ok_or(Fault::NotYourRole)?;
    let member = MemberId::parse(&id).ok_or(Fault::NotHere)?;
    if !is_a_name(&name) {
        return Err(Fault::NotAName);
    }
    let (secret, now) = (app.entropy.secret()?, app.clock.now());
    let new = StaffToInvite {
        person: Named { id: app.entropy.staff_id(app.clock)?, name: name.into() },
        role: Role::MemberAdministrator,
        interventions: Vec::new(),
        account: app.entropy.account_id(app.clock)?,
        invitation: secret.hash(),
    };
    app.store.first_administrator(right, member, new, now).await??;
    Ok(Json(invitation(&app, &secret, now)))
}
