//! Deviations, at the server: what was gathered inside the member, and what was released of it.

use super::server::{ServerFault, done, exchange, with};
use gloo_net::http::Request;
use shared::deviation::{GatheredDeviations, NewProgress, NewSummary, ReleasedDeviations};
use shared::id::SummaryId;

/// Asks for the deviations of the interventions that one leads.
pub async fn gathered(reading: Option<&str>) -> Result<GatheredDeviations, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/deviations")), None::<&()>).await
}

/// Releases words about some of them.
pub async fn release(id: SummaryId, summary: &NewSummary, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::put(&format!("/api/v1/deviations/summaries/{id}"))), Some(summary)).await
}

/// Asks for what was released.
pub async fn released(reading: Option<&str>) -> Result<ReleasedDeviations, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/deviations/released")), None::<&()>).await
}

/// Says how far one has come.
pub async fn follow_up(id: SummaryId, progress: &NewProgress, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::put(&format!("/api/v1/deviations/released/{id}/progress"))), Some(progress)).await
}
