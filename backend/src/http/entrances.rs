//! On which phones and browsers somebody is signed in, and ending that: the own, and those of a participant whose phone is
//! lost.

use super::App;
use super::cookie;
use super::fault::Fault;
use super::signed_in::SignedIn;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use shared::entrance::Entrances;
use shared::id::ParticipationId;
use shared::sync::wire::Problem;
use std::sync::Arc;

/// Says on which phones and browsers one is signed in: since when, and when last; never where.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "session",
    responses(
        (status = 200, description = "The one that was used last comes first", body = Entrances),
        (status = 401, description = "Nobody is signed in", body = Problem),
    )
)]
pub(super) async fn own(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
) -> Result<Json<Entrances>, Fault> {
    let asking = cookie::secret_in(&headers, &app.origin).ok_or(Fault::SignedOut)?.hash();
    Ok(Json(Entrances { entrances: app.store.own_entrances(&session, &asking, app.clock.now()).await? }))
}

/// Signs out on one of them.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "session",
    params(("id" = String, Path, description = "As the list names it")),
    responses(
        (status = 204, description = "Signed out there"),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 404, description = "There is none of that name among the own", body = Problem),
    )
)]
pub(super) async fn end_own(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    match app.store.end_own_entrance(session, id, app.clock.now()).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Fault::NotHere),
    }
}

/// Says on which phones a participant is signed in.
#[utoipa::path(
    get, path = "/api/v1/participations/{id}/phones", tag = "invitations",
    params(("id" = String, Path, description = "The stay")),
    responses(
        (status = 200, description = "The one that was used last comes first", body = Entrances),
        (status = 403, description = "Only supervisors are told", body = Problem),
        (status = 404, description = "There is no such stay among those that the supervisor follows", body = Problem),
    )
)]
pub(super) async fn of_participant(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(stay): Path<String>,
) -> Result<Json<Entrances>, Fault> {
    let right = session.invites().ok_or(Fault::NotYourRole)?;
    let stay = ParticipationId::parse(&stay).ok_or(Fault::NotHere)?;
    let entrances = app.store.entrances_of_participant(right, stay, app.clock.now()).await?;
    Ok(Json(Entrances { entrances: entrances.ok_or(Fault::NotHere)? }))
}

/// Signs a participant out everywhere, for a phone that is lost. What waits on it stays there, locked.
#[utoipa::path(
    delete, path = "/api/v1/participations/{id}/phones", tag = "invitations",
    params(("id" = String, Path, description = "The stay")),
    responses(
        (status = 204, description = "Signed out everywhere"),
        (status = 403, description = "Only supervisors do this", body = Problem),
        (status = 404, description = "There is no such stay among those that the supervisor follows", body = Problem),
    )
)]
pub(super) async fn end_of_participant(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(stay): Path<String>,
) -> Result<StatusCode, Fault> {
    let right = session.invites().ok_or(Fault::NotYourRole)?;
    let stay = ParticipationId::parse(&stay).ok_or(Fault::NotHere)?;
    match app.store.end_entrances_of_participant(right, stay, app.clock.now()).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Fault::NotHere),
    }
}
