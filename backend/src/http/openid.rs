//! Coming in by way of an identity provider: the browser is sent there, and comes back with a code that the server exchanges
//! for the provider's name for the person. Tokens never leave the server, and none is kept. Whatever goes wrong, the browser
//! comes back to a page that says what to do.

use super::App;
use super::arrival_cookie;
use super::fault::Fault;
use super::session::with;
use super::wire::Body;
use crate::providers::{Bound, Provider, ProviderError};
use crate::relying_party::RelyingParty;
use crate::secret::Secret;
use crate::store::{Identified, Recognised, Stage};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use shared::audit::Reason;
use shared::sync::wire::Problem;
use shared::way_in::Ticket;
use std::sync::Arc;

/// Where a browser goes that has come in, and that has not.
const PROVEN: &str = "/staff/proven";
const NOT_KNOWN: &str = "/staff/sign-in/not-known";
const NOT_BOUND: &str = "/staff/sign-in/not-bound";
const NOT_DONE: &str = "/staff/sign-in/not-done";

/// Remembers that the next word of a provider accepts an invitation.
#[utoipa::path(
    post, path = "/api/v1/staff/invitation/provider", tag = "staff", request_body = Ticket,
    responses(
        (status = 200, description = "The browser may be sent to a provider"),
        (status = 401, description = "The invitation is used, too old or unknown", body = Problem),
    )
)]
pub(super) async fn accept(State(app): State<Arc<App>>, Body(ticket): Body<Ticket>) -> Result<Response, Fault> {
    let (hash, now) = (Secret::presented(&ticket.secret).hash(), app.clock.now());
    app.store.invited(&hash, now).await?.ok_or(Fault::LinkRefused)?;
    let arrival = app.entropy.secret()?;
    app.store.set_out(arrival.hash(), Stage::Accepting { invitation: hash.as_str().to_owned() }, now).await?;
    Ok((with(arrival_cookie::begin(&arrival, &app.origin))?, Json(())).into_response())
}

/// Sends the browser to a provider.
#[utoipa::path(
    get, path = "/api/v1/staff/providers/{key}", tag = "staff",
    params(("key" = String, Path, description = "Which provider")),
    responses(
        (status = 303, description = "To the provider, or back to a page that says what to do"),
        (status = 404, description = "There is no such provider", body = Problem),
    )
)]
pub(super) async fn ask(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let provider = app.providers.find(&key).ok_or(Fault::NotHere)?;
    let now = app.clock.now();
    let invitation = match arrival_cookie::secret_in(&headers, &app.origin) {
        Some(before) => match app.store.take_stage(before.hash(), now).await? {
            Some(Stage::Accepting { invitation }) => Some(invitation),
            _ => None,
        },
        None => None,
    };
    let arrival = app.entropy.secret()?;
    let asked = provider.ask(&way_back(&app, &key), &Bound::to(&arrival)).await;
    let address = match asked {
        Ok(address) => address,
        Err(error) => return Ok(not_done(&error)),
    };
    app.store.set_out(arrival.hash(), Stage::AtProvider { provider: key, invitation }, now).await?;
    let cookie = with(arrival_cookie::begin(&arrival, &app.origin))?;
    Ok((cookie, Redirect::to(address.as_str())).into_response())
}

/// What a provider sends the browser back with.
#[derive(Deserialize)]
pub(super) struct Answer {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
}

/// Takes the browser back from a provider.
#[utoipa::path(
    get, path = "/api/v1/staff/providers/{key}/callback", tag = "staff",
    params(("key" = String, Path, description = "Which provider")),
    responses(
        (status = 303, description = "To the choice of a role, or back to a page that says what to do"),
        (status = 404, description = "There is no such provider", body = Problem),
    )
)]
pub(super) async fn answered(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    Query(answer): Query<Answer>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let provider = app.providers.find(&key).ok_or(Fault::NotHere)?;
    let now = app.clock.now();
    let Some(before) = arrival_cookie::secret_in(&headers, &app.origin) else { return Ok(to(NOT_DONE)) };
    let stage = app.store.take_stage(before.hash(), now).await?;
    let Some(Stage::AtProvider { provider: asked, invitation }) = stage else { return Ok(to(NOT_DONE)) };
    let bound = Bound::to(&before);
    let Some(code) = fitting(answer, provider, &bound).filter(|_| asked == key) else {
        app.store.note_refused_arrival(Reason::ByProvider, now).await?;
        return Ok(to(NOT_DONE));
    };
    let subject = match provider.identify(&way_back(&app, &key), &bound, code, now).await {
        Ok(subject) => subject,
        Err(error) => {
            app.store.note_refused_arrival(Reason::ByProvider, now).await?;
            return Ok(not_done(&error));
        }
    };
    let identified =
        Identified { issuer: provider.issuer().to_owned(), subject, within: provider.within(), invitation };
    let arrival = app.entropy.secret()?;
    let recognised = app.store.recognise(identified, arrival.hash(), now).await?;
    if recognised != Recognised::Yes {
        app.store.note_refused_arrival(Reason::ByProvider, now).await?;
    }
    Ok(match recognised {
        Recognised::Yes => (with(arrival_cookie::begin(&arrival, &app.origin))?, to(PROVEN)).into_response(),
        Recognised::NotKnown => to(NOT_KNOWN),
        Recognised::NotBound => to(NOT_BOUND),
    })
}

/// The code of an answer that belongs to this browser and comes from this provider.
fn fitting(answer: Answer, provider: &Provider, bound: &Bound) -> Option<String> {
    let is_ours = answer.state.is_some_and(|state| bound.is(&state));
    let is_theirs = answer.iss.is_none_or(|issuer| issuer == provider.issuer());
    answer.code.filter(|_| is_ours && is_theirs)
}

/// Where a provider sends a browser back to.
fn way_back(app: &App, key: &str) -> String {
    let address = app.relying_party.as_ref().map(RelyingParty::address).unwrap_or(&app.origin);
    format!("{address}/api/v1/staff/providers/{key}/callback")
}

fn to(page: &str) -> Response {
    Redirect::to(page).into_response()
}

fn not_done(error: &ProviderError) -> Response {
    tracing::warn!(%error, "a sign-in was not finished");
    to(NOT_DONE)
}
