//! Passkeys: made by whoever has an invitation or a recovery code, and shown to sign in. What passes between a browser and
//! an authenticator passes through here as it is; what is asked is remembered in the store, and an answer is held against
//! it once.

use super::App;
use super::arrival_cookie;
use super::arriving::arrival;
use super::fault::Fault;
use super::session::with;
use super::wire::Body;
use crate::relying_party::{Asked, RelyingParty, credential};
use crate::secret::Secret;
use crate::store::{Allowance, KeptPasskey, Stage};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use shared::audit::Reason;
use shared::id::StaffId;
use shared::recovery_code::RecoveryCode;
use shared::sync::wire::Problem;
use shared::way_in::{PasskeyMade, Proven, Ticket};
use std::sync::Arc;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

/// Asks for a passkey of somebody who is invited.
#[utoipa::path(
    post, path = "/api/v1/staff/invitation/passkey", tag = "staff", request_body = Ticket,
    responses(
        (status = 200, description = "What to ask the authenticator", body = Object),
        (status = 401, description = "The invitation is used, too old or unknown", body = Problem),
        (status = 409, description = "The installation's address has no name", body = Problem),
    )
)]
pub(super) async fn make_as_invited(
    State(app): State<Arc<App>>,
    Body(ticket): Body<Ticket>,
) -> Result<Response, Fault> {
    let hash = Secret::presented(&ticket.secret).hash();
    let (person, invited) = app.store.invited(&hash, app.clock.now()).await?.ok_or(Fault::LinkRefused)?;
    ask_to_make(&app, person, &invited.name, Allowance::Invitation(hash.as_str().to_owned())).await
}

/// Asks for a passkey of somebody who has a recovery code.
#[utoipa::path(
    post, path = "/api/v1/staff/recovery", tag = "staff", request_body = Ticket,
    responses(
        (status = 200, description = "What to ask the authenticator", body = Object),
        (status = 409, description = "The installation's address has no name", body = Problem),
        (status = 422, description = "The code is used or unknown", body = Problem),
    )
)]
pub(super) async fn make_anew(State(app): State<Arc<App>>, Body(ticket): Body<Ticket>) -> Result<Response, Fault> {
    let code = RecoveryCode::read(&ticket.secret).ok_or(Fault::RecoveryRefused)?;
    let hash = Secret::presented(code.reveal()).hash();
    let Some((person, name)) = app.store.person_of_recovery(&hash).await? else {
        app.store.note_refused_arrival(Reason::ByRecoveryCode, app.clock.now()).await?;
        return Err(Fault::RecoveryRefused);
    };
    ask_to_make(&app, person, &name, Allowance::Recovery(hash.as_str().to_owned())).await
}

async fn ask_to_make(app: &App, person: StaffId, name: &str, allowed_by: Allowance) -> Result<Response, Fault> {
    let there = app.store.passkeys_of(person).await?;
    let Asked { options, expected } = party(app)?.ask_to_make(person, name, &there)?;
    set_out(app, Stage::MakingPasskey { person, allowed_by, expected }, options).await
}

/// Takes a passkey that was made. Its recovery code is told this once, and what allowed it is used up.
#[utoipa::path(
    post, path = "/api/v1/staff/passkeys", tag = "staff", request_body = Object,
    responses(
        (status = 200, description = "The person has proven who they are", body = PasskeyMade),
        (status = 401, description = "What allowed it was used meanwhile", body = Problem),
        (status = 422, description = "The passkey is not what was asked for", body = Problem),
    )
)]
pub(super) async fn made(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(answer): Body<RegisterPublicKeyCredential>,
) -> Result<Json<PasskeyMade>, Fault> {
    let (arrival, now) = (arrival(&headers, &app)?, app.clock.now());
    let stage = app.store.take_stage(arrival.clone(), now).await?;
    let Some(Stage::MakingPasskey { person, allowed_by, expected }) = stage else { return Err(Fault::NotProven) };
    let (credential, passkey) = party(&app)?.made(&answer, &expected)?;
    let recovery = app.entropy.recovery_code()?;
    let new = KeptPasskey { person, credential, passkey };
    let hash = Secret::presented(recovery.reveal()).hash();
    let kept = app.store.keep_passkey(new, allowed_by, hash, arrival.clone(), now).await?;
    kept.ok_or(Fault::LinkRefused)?;
    let proven = app.store.proven(&arrival, now).await?.ok_or(Fault::NotProven)?;
    Ok(Json(PasskeyMade { proven, recovery: recovery.groups().into_iter().map(str::to_owned).collect() }))
}

/// Asks for a passkey, whosever it is.
#[utoipa::path(
    post, path = "/api/v1/staff/passkeys/challenge", tag = "staff",
    responses(
        (status = 200, description = "What to ask the authenticator", body = Object),
        (status = 409, description = "The installation's address has no name", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<Arc<App>>) -> Result<Response, Fault> {
    let Asked { options, expected } = party(&app)?.ask_to_show()?;
    set_out(&app, Stage::ShowingPasskey { expected }, options).await
}

/// Takes a passkey that was shown.
#[utoipa::path(
    post, path = "/api/v1/staff/passkeys/shown", tag = "staff", request_body = Object,
    responses(
        (status = 200, description = "The person has proven who they are", body = Proven),
        (status = 422, description = "The passkey is not known, or was not shown as asked for", body = Problem),
    )
)]
pub(super) async fn shown(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(answer): Body<PublicKeyCredential>,
) -> Result<Json<Proven>, Fault> {
    let (arrival, now) = (arrival(&headers, &app)?, app.clock.now());
    let stage = app.store.take_stage(arrival.clone(), now).await?;
    let Some(Stage::ShowingPasskey { expected }) = stage else { return Err(Fault::NotProven) };
    let known = app.store.passkey(&credential(&answer.raw_id)).await?;
    let accepted = match &known {
        None => Err(Fault::PasskeyRefused),
        Some(known) => party(&app)?.shown(&answer, &expected, &known.passkey, known.person).map_err(Fault::from),
    };
    let (known, passkey) = match (known, accepted) {
        (Some(known), Ok(passkey)) => (known, passkey),
        (_, refused) => {
            app.store.note_refused_arrival(Reason::ByPasskey, now).await?;
            return Err(refused.err().unwrap_or(Fault::PasskeyRefused));
        }
    };
    app.store.passkey_was_shown(KeptPasskey { passkey, ..known }, arrival.clone(), now).await?;
    app.store.proven(&arrival, now).await?.map(Json).ok_or(Fault::NotProven)
}

fn party(app: &App) -> Result<&RelyingParty, Fault> {
    app.relying_party.as_ref().ok_or(Fault::NoPasskeysHere)
}

/// Remembers what is asked, and asks it.
async fn set_out(app: &App, stage: Stage, options: serde_json::Value) -> Result<Response, Fault> {
    let secret = app.entropy.secret()?;
    app.store.set_out(secret.hash(), stage, app.clock.now()).await?;
    Ok((with(arrival_cookie::begin(&secret, &app.origin))?, Json(options)).into_response())
}
