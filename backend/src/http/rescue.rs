//! The last resort: a supervisor brings the file that a participant's phone has saved because it cannot send.

use super::App;
use super::fault::Fault;
use super::signed_in::SignedIn;
use super::wire::Body;
use crate::store::{Batch, Rescue, Rescued};
use axum::Json;
use axum::extract::State;
use shared::account::Role;
use shared::sealing::UnsentFile;
use shared::sync::wire::{Problem, PushResponse};
use std::sync::Arc;

/// Takes in the records of a file that a phone has saved. Each is judged by itself, as its author's own.
#[utoipa::path(
    post, path = "/api/v1/sync/unsent", tag = "sync", request_body = UnsentFile,
    responses(
        (status = 200, description = "One answer for each record, in their order", body = PushResponse),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only supervisors bring such files", body = Problem),
        (status = 422, description = "The file is none, or is not about somebody whom the supervisor follows", body = Problem),
    )
)]
pub(super) async fn rescue(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(file): Body<UnsentFile>,
) -> Result<Json<PushResponse>, Fault> {
    let supervises = session.role() == Role::Supervisor;
    let right = session.records().filter(|_| supervises).ok_or(Fault::NotYourRole)?;
    if !file.is_one() {
        return Err(Fault::NotAnUnsentFile);
    }
    let batch = Batch { device: file.device, texts: app.openers.open_all(file.records.clone()).await? };
    let reference = app.reference.now(&app.store, session.association()).await?;
    match app.store.rescue(right, Rescued { file: Arc::new(file), batch }, reference, app.clock.now()).await? {
        Rescue::Judged(verdicts) => Ok(Json(PushResponse { epoch: app.store.epoch(), verdicts })),
        Rescue::NotYours => Err(Fault::NotAnUnsentFile),
    }
}
