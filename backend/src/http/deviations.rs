//! Deviations: a member's, for whoever leads its interventions; and what was released of them, for the association.

use super::App;
use super::fault::Fault;
use super::signed_in::SignedIn;
use super::wire::Body;
use crate::store::{ProgressFault, SummaryFault};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::deviation::{GatheredDeviations, NewProgress, NewSummary, ReleasedDeviations};
use shared::id::SummaryId;
use shared::policy::Action;
use shared::sync::wire::Problem;
use std::sync::Arc;

/// The deviations that were noted in the interventions that one leads.
#[utoipa::path(
    get, path = "/api/v1/deviations", tag = "deviations",
    responses((status = 200, description = "The newest first", body = GatheredDeviations))
)]
pub(super) async fn gathered(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<GatheredDeviations>, Fault> {
    let right = session.gathers_deviations().ok_or(Fault::NotYourRole)?;
    Ok(Json(app.store.gathered_deviations(right, app.clock.now()).await?))
}

/// Releases words in which nobody can be recognised, for deviations of one theme.
#[utoipa::path(
    put, path = "/api/v1/deviations/summaries/{id}", tag = "deviations", request_body = NewSummary,
    params(("id" = String, Path, description = "The summary, named by whoever makes it")),
    responses(
        (status = 204, description = "It is released"),
        (status = 404, description = "One of the deviations is not there, or not the own", body = Problem),
        (status = 409, description = "One of them, or the id, is part of a summary already", body = Problem),
        (status = 422, description = "They are of several themes, or the words name somebody", body = Problem),
    )
)]
pub(super) async fn release(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(summary): Body<NewSummary>,
) -> Result<StatusCode, Fault> {
    let right = session.gathers_deviations().ok_or(Fault::NotYourRole)?;
    let id = SummaryId::parse(&id).ok_or(Fault::NotHere)?;
    app.store.release_summary(right, id, summary, app.clock.now()).await??;
    Ok(StatusCode::NO_CONTENT)
}

/// What was released to the own association, and what became of it.
#[utoipa::path(
    get, path = "/api/v1/deviations/released", tag = "deviations",
    responses((status = 200, description = "The newest first", body = ReleasedDeviations))
)]
pub(super) async fn released(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<ReleasedDeviations>, Fault> {
    let right = session.released_deviations().ok_or(Fault::NotYourRole)?;
    Ok(Json(app.store.released_deviations(right).await?))
}

/// Says how far a released deviation has come.
#[utoipa::path(
    put, path = "/api/v1/deviations/released/{id}/progress", tag = "deviations", request_body = NewProgress,
    params(("id" = String, Path, description = "The summary")),
    responses(
        (status = 204, description = "It is so"),
        (status = 404, description = "It was not released to this association", body = Problem),
    )
)]
pub(super) async fn follow_up(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(progress): Body<NewProgress>,
) -> Result<StatusCode, Fault> {
    let right = session.administers_association(Action::FollowUpDeviations).ok_or(Fault::NotYourRole)?;
    let id = SummaryId::parse(&id).ok_or(Fault::NotHere)?;
    match app.store.follow_up_deviation(right, id, progress, app.clock.now()).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(ProgressFault::NotHere) => Err(Fault::NotHere),
    }
}

impl From<SummaryFault> for Fault {
    fn from(fault: SummaryFault) -> Self {
        match fault {
            SummaryFault::NotHere => Self::NotHere,
            SummaryFault::ReleasedBefore => Self::ReleasedBefore,
            SummaryFault::NotOneTheme => Self::NotOneTheme,
            SummaryFault::NamesSomebody => Self::NamesSomebody,
        }
    }
}
