//! Push and pull: records in, records out, each with its own answer.

use super::App;
use super::fault::Fault;
use super::signed_in::{Sends, SignedIn};
use super::wire::Spoken;
use crate::store::{Batch, Pushed, RecordsRight, SendRight, Wanted};
use axum::Json;
use axum::extract::State;
use shared::account::Role;
use shared::id::DeviceId;
use shared::reference::Reference;
use shared::sync::Noted;
use shared::sync::wire::{MOST_RECORDS, Problem, PullRequest, PullResponse, PushRequest, PushResponse};
use shared::time::Instant;
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
    // Somebody else has signed in in the same browser: a device must not be bound to them.
    if request.account.is_some_and(|account| !right.is_of(account)) {
        return Err(Fault::SignedOut);
    }
    let batch = Batch { device: request.device, texts: app.openers.open_all(request.records).await? };
    let reference = app.reference.now(&app.store, right.association()).await?;
    let (device, now) = (batch.device, app.clock.now());
    match app.store.push(right, batch, reference, now).await? {
        Pushed::Judged(verdicts) => {
            // A device that nobody has unlocked pushes and never pulls: what it says here is all that is heard of it.
            if request.waiting.is_some() {
                note(&app, right, device, Noted::now(now, &request.app, request.waiting)).await;
            }
            Ok(Json(PushResponse { epoch: app.store.epoch(), verdicts }))
        }
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
    if let Some(right) = right {
        note(&app, right.sends(), request.device, Noted::now(now, &request.app, request.waiting)).await;
    }
    let pages = match right {
        Some(right) => app.store.pull(right, &Wanted { cursors, limit: request.limit, held_from }, now).await?,
        None => Vec::new(),
    };
    let reference = app.reference.now(&app.store, session.association()).await?;
    let current = request.reference.is_some_and(|held| held == reference.version);
    let reference = (!current).then(|| Box::new(for_devices_of(session.role(), &reference)));
    let sealing = Some(app.openers.newest().clone());
    let (contacts, lost_perhaps, workplaces) = (None, None, None);
    let mut answer = PullResponse {
        epoch,
        pages,
        reference,
        now: Some(now),
        held_from,
        sealing,
        contacts,
        lost_perhaps,
        workplaces,
    };
    if let Some(right) = right.filter(|_| !answer.has_more()) {
        tell_of_people(&app, right, request.device, now, &mut answer).await?;
    }
    Ok(Json(answer))
}

/// What a role's devices hold of the reference data: municipalities where somebody is enrolled, and nowhere else.
fn for_devices_of(role: Role, reference: &Reference) -> Reference {
    let mut held = reference.clone();
    if role == Role::Supervisor {
        let municipalities = reference.municipalities.as_ref().and_then(|list| list.as_code_list());
        held.code_lists.extend(municipalities);
    }
    held
}

/// A contact that cannot be written down is no reason to keep records from anybody.
async fn note(app: &App, right: SendRight, device: DeviceId, noted: Noted) {
    if let Err(error) = app.store.note_contact(right, device, noted).await {
        tracing::warn!(%error, "a contact was not written down");
    }
}

/// With the last page: to who follows people, when those were in touch, and with whom they work; to a participant, what
/// may be lost.
async fn tell_of_people(
    app: &App,
    right: RecordsRight,
    device: DeviceId,
    now: Instant,
    answer: &mut PullResponse,
) -> Result<(), Fault> {
    match right.role() {
        Role::Supervisor => {
            answer.contacts = Some(app.store.contacts(&right).await?);
            answer.workplaces = Some(app.store.workplaces(&right).await?);
        }
        Role::Participant => answer.lost_perhaps = app.store.lost_perhaps(&right, device, now).await?,
        _ => {}
    }
    Ok(())
}
