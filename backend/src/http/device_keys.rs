//! Coming back by a phone's own key, without a new invitation. What it begins sends, and reads only with the secret that
//! lies locked on the phone: a signature alone opens nothing that the PIN keeps closed.

use super::App;
use super::beginning::Beginning;
use super::fault::Fault;
use super::peer::Peer;
use super::session::with;
use super::tries::Trying;
use super::wire::Body;
use crate::secret::Secret;
use crate::signature::PublicKey;
use crate::store::Renewal;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::invitation::{Challenge, ChallengeRequest, RenewRequest, renewal_text};
use shared::sync::wire::Problem;
use std::sync::Arc;

/// Gives something to sign. The answer does not tell whether the key is known.
#[utoipa::path(
    post, path = "/api/v1/session/challenge", tag = "session", request_body = ChallengeRequest,
    responses(
        (status = 200, description = "What is to be signed within five minutes", body = Challenge),
        (status = 429, description = "Too many tries; Retry-After says when to go on", body = Problem),
    )
)]
pub(super) async fn challenge(
    State(app): State<Arc<App>>,
    peer: Peer,
    Body(request): Body<ChallengeRequest>,
) -> Result<Json<Challenge>, Fault> {
    let now = app.clock.now();
    app.tries.begin(&Trying::Secret { peer }, now).map_err(|often| Fault::TooManyTries(often.0))?;
    let challenge = app.entropy.secret()?;
    app.store.challenge(request.device_key, challenge.hash(), now).await?;
    Ok(Json(Challenge { challenge: challenge.reveal().to_owned() }))
}

/// Begins a session for a phone that has signed what it was given; the one that it had before is over.
#[utoipa::path(
    post, path = "/api/v1/session/renew", tag = "session", request_body = RenewRequest,
    responses(
        (status = 204, description = "Signed in; the session is in the cookie"),
        (status = 401, description = "The key is unknown or revoked, or the signature is not its own", body = Problem),
        (status = 429, description = "Too many tries; Retry-After says when to go on", body = Problem),
    )
)]
pub(super) async fn renew(
    State(app): State<Arc<App>>,
    peer: Peer,
    headers: HeaderMap,
    Body(request): Body<RenewRequest>,
) -> Result<Response, Fault> {
    let now = app.clock.now();
    let trying = Trying::Secret { peer };
    app.tries.begin(&trying, now).map_err(|often| Fault::TooManyTries(often.0))?;
    let known = app.store.device_key(request.device_key).await?.ok_or(Fault::SignedOut)?;
    let text = renewal_text(&app.origin.to_string(), known.account, request.device_key, &request.challenge);
    let is_signed = PublicKey::read(&known.public).is_some_and(|key| key.has_signed(&text, &request.signature));
    if !is_signed {
        return Err(Fault::SignedOut);
    }
    let new = Beginning::new(&app, &headers, false)?;
    let renewal = Renewal {
        key: request.device_key,
        challenge: Secret::presented(&request.challenge).hash(),
        session: new.hashes.clone(),
    };
    let session = app.store.renew(renewal, now).await?.ok_or(Fault::SignedOut)?;
    // The challenge was counted, too.
    app.tries.succeeded(&trying);
    app.tries.succeeded(&trying);
    Ok((StatusCode::NO_CONTENT, with(new.cookie(&app, &session))?).into_response())
}
