//! No request holds a connection for ever.

use super::fault::Fault;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Duration;

/// How long a request may take, its body included. What it asked the store to write may still be written.
pub(super) const LONGEST: Duration = Duration::from_secs(30);

/// Answers in time, or says that it could not.
pub(super) async fn hold(request: Request, next: Next) -> Result<Response, Fault> {
    tokio::time::timeout(LONGEST, next.run(request)).await.map_err(|_| Fault::TooSlow)
}
