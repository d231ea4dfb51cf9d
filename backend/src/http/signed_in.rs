//! Who asks: the session behind a request's cookie, and the rights that follow from it.

use super::App;
use super::cookie;
use super::fault::Fault;
use crate::secret::{Secret, SecretHash};
use crate::store::{DashboardRight, Presented, ReportRight, SendRight, Session};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use shared::account::READING_HEADER;
use std::sync::Arc;

/// Somebody who is signed in.
pub(super) struct SignedIn(pub(super) Session);

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fault> {
        let presented = presented(parts, app).await?;
        presented.unlocked(reading(parts).as_ref()).map(Self).ok_or(Fault::StillLocked)
    }
}

/// The session behind a request's cookie, looked up once.
pub(super) async fn presented(parts: &Parts, app: &Arc<App>) -> Result<Presented, Fault> {
    if let Some(presented) = parts.extensions.get::<Presented>() {
        return Ok(presented.clone());
    }
    let secret = cookie::secret_in(&parts.headers, &app.origin).ok_or(Fault::SignedOut)?;
    app.store.session(&secret.hash(), app.clock.now()).await?.ok_or(Fault::SignedOut)
}

/// The hash of the reading secret that a request shows.
fn reading(parts: &Parts) -> Option<SecretHash> {
    let shown = parts.headers.get(READING_HEADER)?.to_str().ok()?;
    Some(Secret::presented(shown).hash())
}

/// Somebody whose devices hold records, and who sends them: a phone that nobody has unlocked may, too.
pub(super) struct Sends(pub(super) SendRight);

impl FromRequestParts<Arc<App>> for Sends {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fault> {
        presented(parts, app).await?.sends().map(Self).ok_or(Fault::NotYourRole)
    }
}

/// Somebody who looks at dashboards.
pub(super) struct SeesDashboards(pub(super) DashboardRight);

impl FromRequestParts<Arc<App>> for SeesDashboards {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fault> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, app).await?;
        app.store.dashboards(&session).await?.map(Self).ok_or(Fault::NotYourRole)
    }
}

/// Somebody who takes figures away.
pub(super) struct MakesReports(pub(super) ReportRight);

impl FromRequestParts<Arc<App>> for MakesReports {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fault> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, app).await?;
        app.store.reports(&session).await?.map(Self).ok_or(Fault::NotYourRole)
    }
}
