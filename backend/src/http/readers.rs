//! Who has read the own record: for the person whom it is about.

use super::App;
use super::fault::Fault;
use super::signed_in::SignedIn;
use axum::Json;
use axum::extract::State;
use shared::audit::Readers;
use shared::sync::wire::Problem;
use std::sync::Arc;

/// Everybody of the staff whose device was handed something of the own record, and on which day.
#[utoipa::path(
    get, path = "/api/v1/own/readers", tag = "own record",
    responses(
        (status = 200, description = "Who has read it, the latest day first", body = Readers),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "The role has no record", body = Problem),
    )
)]
pub(super) async fn readers(State(app): State<Arc<App>>, SignedIn(session): SignedIn) -> Result<Json<Readers>, Fault> {
    let right = session.own_record().ok_or(Fault::NotYourRole)?;
    Ok(Json(app.store.readers_of(right).await?))
}
