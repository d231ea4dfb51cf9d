//! The participant's reminder on the phone: whether it is on, switching it on and off. Each phone has its own.

use super::App;
use super::cookie;
use super::fault::Fault;
use super::signed_in::SignedIn;
use super::wire::Body;
use crate::secret::SecretHash;
use crate::store::{ReminderRight, Session};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use shared::push_reminder::{PushAddress, ReminderState};
use shared::sync::wire::Problem;
use std::sync::Arc;

/// Says whether this phone is reminded, and with which key it subscribes.
#[utoipa::path(
    get, path = "/api/v1/own/reminder", tag = "own",
    responses(
        (status = 200, description = "How it stands on this phone", body = ReminderState),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only participants are reminded", body = Problem),
        (status = 404, description = "This installation reminds nobody", body = Problem),
    )
)]
pub(super) async fn state(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
) -> Result<Json<ReminderState>, Fault> {
    let (right, asking) = asked(&app, &session, &headers)?;
    let key = app.reminders.public_key().ok_or(Fault::NotHere)?;
    Ok(Json(ReminderState { key, is_on: app.store.is_reminded(right, &asking).await? }))
}

/// Has this phone reminded from now on, where its browser is reached.
#[utoipa::path(
    put, path = "/api/v1/own/reminder", tag = "own", request_body = PushAddress,
    responses(
        (status = 204, description = "It is on"),
        (status = 400, description = "This is no address of a push service that is asked from here", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only participants are reminded", body = Problem),
        (status = 404, description = "There is nothing to be reminded of, or nobody is reminded here", body = Problem),
    )
)]
pub(super) async fn start(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Body(address): Body<PushAddress>,
) -> Result<StatusCode, Fault> {
    let (right, asking) = asked(&app, &session, &headers)?;
    app.reminders.public_key().ok_or(Fault::NotHere)?;
    if !app.reminders.accepts(&address) {
        return Err(Fault::Unreadable("it names no push service that reminders are sent by".into()));
    }
    match app.store.start_reminding(right, asking, address, app.clock.now()).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Fault::NotHere),
    }
}

/// Has this phone reminded no longer.
#[utoipa::path(
    delete, path = "/api/v1/own/reminder", tag = "own",
    responses(
        (status = 204, description = "It is off, whether or not it was on"),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only participants are reminded", body = Problem),
    )
)]
pub(super) async fn stop(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
) -> Result<StatusCode, Fault> {
    let (right, asking) = asked(&app, &session, &headers)?;
    app.store.stop_reminding_here(right, asking).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The right, and the session that asks.
fn asked(app: &App, session: &Session, headers: &HeaderMap) -> Result<(ReminderRight, SecretHash), Fault> {
    let right = session.reminder().ok_or(Fault::NotYourRole)?;
    let asking = cookie::secret_in(headers, &app.origin).ok_or(Fault::SignedOut)?.hash();
    Ok((right, asking))
}
