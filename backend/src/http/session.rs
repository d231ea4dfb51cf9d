//! Signing in by a one-time link, asking who one is, and signing out.

use super::App;
use super::beginning::Beginning;
use super::cookie;
use super::fault::Fault;
use super::signed_in::SignedIn;
use super::wire::Body;
use crate::secret::Secret;
use crate::store::{Session, SignIn};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::account::{Account, Keeping, SignInAnswer as Answer};
use shared::sealing::Secret32;
use shared::sync::wire::{Problem, SignInRequest};
use std::sync::Arc;

/// Exchanges a one-time link's secret for a session; the link is then used up.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "session", request_body = SignInRequest,
    responses(
        (status = 200, description = "Signed in; the session is in the cookie", body = Answer),
        (status = 401, description = "The link is used, too old or unknown", body = Problem),
    )
)]
pub(super) async fn begin(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<SignInRequest>,
) -> Result<Response, Fault> {
    let new = Beginning::new(&app, &headers, request.locks)?;
    let sign_in = SignIn { link: Secret::presented(&request.secret).hash(), session: new.hashes.clone() };
    let session = app.store.sign_in(sign_in, app.clock.now()).await?.ok_or(Fault::LinkRefused)?;
    let cookie = with(new.cookie(&app, &session))?;
    Ok((cookie, Json(new.answer(&app, &session).await?)).into_response())
}

/// What a device that locks is given.
pub(super) async fn keeping(app: &App, session: &Session, reading: Secret32) -> Result<Keeping, Fault> {
    let recovery = app.store.recovery(session, app.entropy.secret_for_a_phone()?).await?;
    Ok(Keeping { recovery, reading, sealing: app.openers.newest().clone() })
}

/// Hands out once more what sign-in gave to a device that locks: for ten minutes, so that somebody who loads the page
/// again before a PIN is chosen needs no new link.
#[utoipa::path(
    post, path = "/api/v1/session/keys", tag = "session",
    responses(
        (status = 200, description = "The account and its keys", body = Answer),
        (status = 401, description = "Nobody is signed in, or it is too late", body = Problem),
    )
)]
pub(super) async fn keys_again(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Json<Answer>, Fault> {
    let secret = cookie::secret_in(&headers, &app.origin).ok_or(Fault::SignedOut)?;
    let reading = app.entropy.secret_for_a_phone()?;
    let hash = Secret::presented(&reading.reveal()).hash();
    let session = app.store.read_by(secret.hash(), hash, app.clock.now()).await?.ok_or(Fault::TooLateForKeys)?;
    let account = app.store.account(&session).await?;
    Ok(Json(Answer { account, keeping: Some(keeping(&app, &session, reading).await?) }))
}

/// Says who is signed in.
#[utoipa::path(
    get, path = "/api/v1/session", tag = "session",
    responses(
        (status = 200, description = "The account", body = Account),
        (status = 401, description = "Nobody is signed in", body = Problem),
    )
)]
pub(super) async fn current(State(app): State<Arc<App>>, SignedIn(session): SignedIn) -> Result<Json<Account>, Fault> {
    Ok(Json(app.store.account(&session).await?))
}

/// Signs out, whether or not somebody is signed in.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "session",
    responses((status = 204, description = "Signed out"))
)]
pub(super) async fn end(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Fault> {
    if let Some(secret) = cookie::secret_in(&headers, &app.origin) {
        app.store.sign_out(secret.hash(), app.clock.now()).await?;
    }
    Ok((StatusCode::NO_CONTENT, with(cookie::end(&app.origin))?).into_response())
}

/// The header that sets a cookie.
pub(super) fn with(cookie: Option<HeaderValue>) -> Result<[(header::HeaderName, HeaderValue); 1], Fault> {
    let cookie = cookie.ok_or_else(|| Fault::Broken("the session cookie is no header".into()))?;
    Ok([(header::SET_COOKIE, cookie)])
}
