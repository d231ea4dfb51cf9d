//! What a member runs, for its administrator.

use super::member_right;
use crate::http::App;
use crate::http::fault::Fault;
use crate::http::signed_in::SignedIn;
use crate::http::wire::Body;
use crate::store::OutlineRefusal;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::administration::Interventions;
use shared::id::InterventionId;
use shared::intervention::{Outline, OutlineFault};
use shared::policy::Action;
use shared::sync::wire::Problem;
use std::sync::Arc;

/// What the own member runs.
#[utoipa::path(
    get, path = "/api/v1/administration/interventions", tag = "administration",
    responses(
        (status = 200, description = "By name", body = Interventions),
        (status = 404, description = "The account looks after no member", body = Problem),
    )
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<Interventions>, Fault> {
    let right = member_right(&app, &session, Action::AdministerInterventions).await?;
    Ok(Json(app.store.interventions_of_member(right).await?))
}

/// Makes an intervention of that id, or says something else of it.
#[utoipa::path(
    put, path = "/api/v1/administration/interventions/{id}", tag = "administration", request_body = Outline,
    params(("id" = String, Path, description = "The intervention")),
    responses(
        (status = 204, description = "It is so"),
        (status = 404, description = "It is another member's, or the account looks after none", body = Problem),
        (status = 409, description = "The name is taken, it cannot be a part of that, or people are registered in it", body = Problem),
        (status = 422, description = "The name is none, or it ends before it starts", body = Problem),
    )
)]
pub(in crate::http) async fn keep(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(outline): Body<Outline>,
) -> Result<StatusCode, Fault> {
    let right = member_right(&app, &session, Action::AdministerInterventions).await?;
    let intervention = InterventionId::parse(&id).ok_or(Fault::NotHere)?;
    outline.check().map_err(|fault| match fault {
        OutlineFault::Name => Fault::NotAName,
        OutlineFault::EndsBeforeItStarts => Fault::EndsBeforeItStarts,
    })?;
    match app.store.keep_intervention(right, intervention, outline, app.clock.now()).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(OutlineRefusal::NotHere) => Err(Fault::NotHere),
        Err(OutlineRefusal::NameTaken) => Err(Fault::NameTaken),
        Err(OutlineRefusal::PartOf) => Err(Fault::NoPartOfThat),
        Err(OutlineRefusal::HasStays) => Err(Fault::HasStays),
    }
}
