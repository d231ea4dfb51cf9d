//! Push and pull: records in, records out, each with its own answer.

use super::App;
use super::fault::Fault;
use super::signed_in::{Sends, SignedIn};
use super::wire::Spoken;
use crate::store::{Batch, Pushed, Wanted};
use axum::Json;
use axum::extract::State;
use shared::sync::wire::{MOST_RECORDS, Problem, PullRequest, PullResponse, PushRequest, PushResponse};
use std::sync::Arc;

/// Takes records in. Each is judged by itself; an error status says that none was.
#[utoipa::path(
    post, path = "/api/v1/sync/push", tag = "sync", request_body = PushRequest,
    responses(
        (status = 200, description = "One answer for each record, in their order", body = PushResponse),
        (status = 400, description = "The request cannot be read, or speaks another protocol", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "The role's devices hold no records", body = Problem),
        (status = 409, description = "The device sends for another account", body = Problem),
        (status = 413, description = "Too much at once", body = Problem),
        (status = 503, description = "Not now", body = Problem),
    )
)]
pub(super) async fn push(
    State(app): State<Arc<App>>,
    Sends(right): Sends,
    Spoken(request): Spoken<PushRequest>,
) -> Result<Json<PushResponse>, Fault> {
    if request.records.len() > MOST_RECORDS {
        return Err(Fault::TooLarge);
    }
    // Opening a full push takes some milliseconds, too long to hold up other requests.
    let texts = {
        let app = app.clone();
        let opened = tokio::task::spawn_blocking(move || app.openers.open_all(request.records)).await;
        opened.map_err(|fault| Fault::Broken(fault.to_string()))?
    };
    let batch = Batch { device: request.device, texts };
    let reference = app.reference.now(&app.store).await?;
    match app.store.push(right, batch, reference, app.clock.now()).await? {
        Pushed::Judged(verdicts) => Ok(Json(PushResponse { epoch: app.store.epoch(), verdicts })),
        Pushed::DeviceOfAnother => Err(Fault::DeviceOfAnother),
    }
}

/// Hands out what a device has not seen, and says what it may no longer hold. Roles whose devices hold no records are
/// given the reference data alone.
#[utoipa::path(
    post, path = "/api/v1/sync/pull", tag = "sync", request_body = PullRequest,
    responses(
        (status = 200, description = "What is new, by member", body = PullResponse),
        (status = 400, description = "The request cannot be read, or speaks another protocol", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
    )
)]
pub(super) async fn pull(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Spoken(request): Spoken<PullRequest>,
) -> Result<Json<PullResponse>, Fault> {
    let epoch = app.store.epoch();
    let same_life = request.epoch == Some(epoch);
    let cursors = if same_life { request.cursors } else { Default::default() };
    let now = app.clock.now();
    let right = session.records();
    let held_from = right.and_then(|right| right.held_from(now.date()));
    let pages = match right {
        Some(right) => app.store.pull(right, &Wanted { cursors, limit: request.limit, held_from }).await?,
        None => Vec::new(),
    };
    let reference = app.reference.now(&app.store).await?;
    let current = request.reference.is_some_and(|held| held == reference.version);
    let reference = (!current).then(|| Box::new((*reference).clone()));
    Ok(Json(PullResponse {
        epoch,
        pages,
        reference,
        now: Some(now),
        held_from,
        sealing: Some(app.openers.newest().clone()),
    }))
}
