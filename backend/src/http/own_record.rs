//! The participant's own record: all that is kept of the person as one file, and the end of it.

use super::App;
use super::fault::Fault;
use super::signed_in::SignedIn;
use super::wire::Body;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shared::own_record::OwnRecord;
use shared::sync::wire::Problem;
use std::sync::Arc;

/// Everything that is kept of the participant, as it is kept.
#[utoipa::path(
    get, path = "/api/v1/own/record", tag = "own",
    responses(
        (status = 200, description = "All of it", body = OwnRecord),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only participants have a record", body = Problem),
    )
)]
pub(super) async fn record(State(app): State<Arc<App>>, SignedIn(session): SignedIn) -> Result<Json<OwnRecord>, Fault> {
    let right = session.own_record().ok_or(Fault::NotYourRole)?;
    Ok(Json(app.store.own_record(right, app.clock.now()).await?))
}

/// What is to be erased: all of it, in words that nobody sends by chance.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ErasureRequest {
    /// What.
    erase: Erase,
}

/// What can be erased.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Erase {
    /// Everything that was recorded about the participant.
    EverythingAboutMe,
}

/// What was erased.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Erased {
    /// How many stays.
    stays: usize,
}

/// Erases everything that was recorded about the participant, at once and for good.
#[utoipa::path(
    post, path = "/api/v1/own/erasure", tag = "own", request_body = ErasureRequest,
    responses(
        (status = 200, description = "It is gone", body = Erased),
        (status = 400, description = "The request cannot be read", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only participants have a record", body = Problem),
    )
)]
pub(super) async fn erase(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(ErasureRequest { erase: Erase::EverythingAboutMe }): Body<ErasureRequest>,
) -> Result<Json<Erased>, Fault> {
    let right = session.own_record().ok_or(Fault::NotYourRole)?;
    Ok(Json(Erased { stays: app.store.erase_own(right, app.clock.now()).await? }))
}
