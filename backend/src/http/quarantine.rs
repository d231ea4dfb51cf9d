//! Reviewing what was put aside: what there is, taking one in after all, and closing one with a reason.

use super::App;
use super::fault::Fault;
use super::signed_in::SignedIn;
use super::wire::Body;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::value::RawValue;
use shared::quarantine::{AsideKey, Asides, CloseAside};
use shared::sync::wire::{Judged, Problem};
use std::sync::Arc;

/// What was put aside and is about somebody whom the supervisor follows, or was sent by the supervisor.
#[utoipa::path(
    get, path = "/api/v1/quarantine", tag = "quarantine",
    responses((status = 200, description = "The oldest first; what was dealt with is not there", body = Asides))
)]
pub(super) async fn list(State(app): State<Arc<App>>, SignedIn(session): SignedIn) -> Result<Json<Asides>, Fault> {
    let right = session.reviews().ok_or(Fault::NotYourRole)?;
    Ok(Json(app.store.asides(right, app.clock.now()).await?))
}

/// Judges a record again, as its author's own, and takes it in if it breaks no rule any more.
#[utoipa::path(
    post, path = "/api/v1/quarantine/acceptance", tag = "quarantine", request_body = AsideKey,
    responses(
        (status = 200, description = "What became of it", body = Judged),
        (status = 404, description = "There is no such record to review", body = Problem),
    )
)]
pub(super) async fn accept(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(key): Body<AsideKey>,
) -> Result<Json<Judged>, Fault> {
    let right = session.reviews().ok_or(Fault::NotYourRole)?;
    let text = app.store.aside_text(right, &key).await?.ok_or(Fault::NotHere)?;
    let text = RawValue::from_string(text.into()).map_err(|_| Fault::NotHere)?;
    let opened = app.openers.open_all(vec![text]).await?.pop().ok_or(Fault::NotHere)?;
    let reference = app.reference.now(&app.store, session.association()).await?;
    let judged = app.store.accept_aside(right, key, opened, reference, app.clock.now()).await?;
    Ok(Json(judged.ok_or(Fault::NotHere)?))
}

/// Closes the review of a record that is not taken in: it is kept with the reason, and asked about no more.
#[utoipa::path(
    post, path = "/api/v1/quarantine/closing", tag = "quarantine", request_body = CloseAside,
    responses(
        (status = 204, description = "It is closed"),
        (status = 404, description = "There is no such record to review", body = Problem),
    )
)]
pub(super) async fn close(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(closing): Body<CloseAside>,
) -> Result<StatusCode, Fault> {
    let right = session.reviews().ok_or(Fault::NotYourRole)?;
    let was_there = app.store.close_aside(right, closing, app.clock.now()).await?;
    if was_there { Ok(StatusCode::NO_CONTENT) } else { Err(Fault::NotHere) }
}
