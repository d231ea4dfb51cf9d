//! The server with the finished app, and what it says when it is asked directly, past every browser.

use anyhow::{Context, Result};
use shared::account::Role;
use shared::dashboard::MovementDashboard;
use shared::record::Record;
use std::env;
use std::path::PathBuf;
use tests::client::Client;
use tests::server::Server;

/// A demonstration with the finished app, on a database of its own.
pub(crate) async fn open() -> Result<Server> {
    Server::demo_with_app(&app()?).await
}

/// The folder of the finished app.
pub(crate) fn app() -> Result<PathBuf> {
    let app = env::var_os("STEGVIS_APP").map(PathBuf::from);
    app.context("STEGVIS_APP does not name the app; run these tests with `cargo xtask test browser`")
}

/// What the dashboard of a role shows now.
pub(crate) async fn dashboard(server: &Server, role: Role) -> Result<MovementDashboard> {
    let somebody = Client::sign_in(server, role).await?;
    let answer = somebody.get("/api/v1/dashboards/movement").await?.error_for_status()?;
    Ok(answer.json().await?)
}

/// Every record that the supervisor may see.
pub(crate) async fn records(server: &Server) -> Result<Vec<Record>> {
    Client::sign_in(server, Role::Supervisor).await?.records().await
}
