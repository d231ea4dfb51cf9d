//! Whether the server lives, for whoever watches it.

use super::App;
use super::fault::Fault;
use axum::extract::State;
use std::sync::Arc;

/// The store answers.
pub(super) async fn healthy(State(app): State<Arc<App>>) -> Result<&'static str, Fault> {
    app.store.answers().await?;
    Ok("ok\n")
}

/// Requests are answered: a server that listens is ready, since figures are read when they are asked for.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, Fault> {
    healthy(State(app)).await
}
