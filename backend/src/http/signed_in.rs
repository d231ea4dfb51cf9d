//! Who asks: the session behind a request's cookie, and the rights that follow from it.

use super::App;
use super::cookie;
use super::fault::Fault;
use crate::store::{DashboardRight, RecordsRight, Session};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::Arc;

/// Somebody who is signed in.
pub(super) struct SignedIn(pub(super) Session);

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fault> {
        let secret = cookie::secret_in(&parts.headers, &app.origin).ok_or(Fault::SignedOut)?;
        let session = app.store.session(&secret.hash(), app.clock.now()).await?;
        session.map(Self).ok_or(Fault::SignedOut)
    }
}

/// Somebody whose devices hold records.
pub(super) struct HoldsRecords(pub(super) RecordsRight);

impl FromRequestParts<Arc<App>> for HoldsRecords {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fault> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, app).await?;
        session.records().map(Self).ok_or(Fault::NotYourRole)
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
