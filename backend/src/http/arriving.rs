//! The way in for staff, round what proves who somebody is: which ways there are, what an invitation is for, and the end of
//! each way, where a role is chosen and a session begins.

use super::App;
use super::arrival_cookie;
use super::beginning::Beginning;
use super::cookie;
use super::fault::Fault;
use super::session::with;
use super::signed_in::SignedIn;
use super::wire::Body;
use crate::secret::{Secret, SecretHash};
use crate::store::Session;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{AppendHeaders, IntoResponse, Response};
use shared::account::SignInAnswer as Answer;
use shared::sync::wire::Problem;
use shared::way_in::{ChosenRole, Proven, Ticket, WaysIn};
use std::sync::Arc;

/// Says which ways in there are.
#[utoipa::path(
    get, path = "/api/v1/staff/ways-in", tag = "staff",
    responses((status = 200, description = "The ways in", body = WaysIn))
)]
pub(super) async fn ways_in(State(app): State<Arc<App>>) -> Json<WaysIn> {
    let address = app.relying_party.as_ref().map(|party| party.address().to_string().into());
    Json(WaysIn { address, providers: app.providers.buttons() })
}

/// Says who an invitation is for and as what, and uses nothing up.
#[utoipa::path(
    post, path = "/api/v1/staff/invitation", tag = "staff", request_body = Ticket,
    responses(
        (status = 200, description = "Who is invited", body = Proven),
        (status = 401, description = "The invitation is used, too old or unknown", body = Problem),
    )
)]
pub(super) async fn invitation(State(app): State<Arc<App>>, Body(ticket): Body<Ticket>) -> Result<Json<Proven>, Fault> {
    let hash = Secret::presented(&ticket.secret).hash();
    let (_, invited) = app.store.invited(&hash, app.clock.now()).await?.ok_or(Fault::LinkRefused)?;
    Ok(Json(invited))
}

/// Says who has just proven who they are, and as what they may go on.
#[utoipa::path(
    get, path = "/api/v1/staff/proven", tag = "staff",
    responses(
        (status = 200, description = "The person and the roles", body = Proven),
        (status = 422, description = "Nobody has, or it was too long ago", body = Problem),
    )
)]
pub(super) async fn proven(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Json<Proven>, Fault> {
    let arrival = arrival(&headers, &app)?;
    app.store.proven(&arrival, app.clock.now()).await?.map(Json).ok_or(Fault::NotProven)
}

/// Begins the session of whoever has just proven who they are, in one of their roles.
#[utoipa::path(
    post, path = "/api/v1/staff/session", tag = "staff", request_body = ChosenRole,
    responses(
        (status = 200, description = "Signed in; the session is in the cookie", body = Answer),
        (status = 422, description = "Nobody has proven who they are, or the role is not theirs", body = Problem),
    )
)]
pub(super) async fn arrive(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(chosen): Body<ChosenRole>,
) -> Result<Response, Fault> {
    let arrival = arrival(&headers, &app)?;
    let new = Beginning::new(&app, &headers, chosen.locks)?;
    let session = app.store.arrive(arrival, chosen.account, new.hashes.clone(), app.clock.now()).await?;
    arrived(&app, new, &session.ok_or(Fault::NotProven)?).await
}

/// Says which roles whoever is signed in has.
#[utoipa::path(
    get, path = "/api/v1/staff/roles", tag = "staff",
    responses(
        (status = 200, description = "The roles", body = Proven),
        (status = 404, description = "The account is nobody's of the staff", body = Problem),
    )
)]
pub(super) async fn own_roles(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
) -> Result<Json<Proven>, Fault> {
    let secret = cookie::secret_in(&headers, &app.origin).ok_or(Fault::SignedOut)?;
    app.store.own_roles(&session, &secret.hash()).await?.map(Json).ok_or(Fault::NotHere)
}

/// Ends the session, and begins another of the same person in another role.
#[utoipa::path(
    post, path = "/api/v1/staff/roles", tag = "staff", request_body = ChosenRole,
    responses(
        (status = 200, description = "The other session is in the cookie", body = Answer),
        (status = 404, description = "The role is not the person's", body = Problem),
    )
)]
pub(super) async fn change_role(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Body(chosen): Body<ChosenRole>,
) -> Result<Response, Fault> {
    let new = Beginning::new(&app, &headers, chosen.locks)?;
    let changed = app.store.change_role(session, chosen.account, new.hashes.clone(), app.clock.now()).await?;
    arrived(&app, new, &changed.ok_or(Fault::NotHere)?).await
}

/// The hash of the secret by which a browser that is on its way in is known.
pub(super) fn arrival(headers: &HeaderMap, app: &App) -> Result<SecretHash, Fault> {
    arrival_cookie::secret_in(headers, &app.origin).map(|secret| secret.hash()).ok_or(Fault::NotProven)
}

/// The way in has ended: the session's cookie takes the place of the one by which the browser was known on it.
async fn arrived(app: &App, new: Beginning, session: &Session) -> Result<Response, Fault> {
    let [begun, ended] = [with(new.cookie(app, session))?, with(arrival_cookie::end(&app.origin))?];
    let cookies = AppendHeaders(begun.into_iter().chain(ended).collect::<Vec<_>>());
    Ok((cookies, Json(new.answer(app, session).await?)).into_response())
}
