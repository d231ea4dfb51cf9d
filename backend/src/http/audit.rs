//! The log of what was done with a member's data, for its administrator.

use super::App;
use super::fault::Fault;
use super::signed_in::SignedIn;
use crate::store::AuditWanted;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::audit::{About, AuditPage, LONGEST_PAGE, What};
use shared::id::AccountId;
use shared::sync::wire::Problem;
use std::sync::Arc;

/// What somebody looks for.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Sought {
    /// Go on after this row, towards older ones; from the newest where it is left out.
    after: Option<u64>,
    /// The most rows: 1 to 200, 50 where it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// This alone was done.
    what: Option<String>,
    /// By this account alone.
    #[param(value_type = Option<String>, format = "uuid")]
    who: Option<AccountId>,
    /// About this alone, as a row names it: `participation:ID`.
    about: Option<String>,
}

/// How many rows a page has where nothing is said.
const USUAL_PAGE: usize = 50;

/// A page of the log of the own member, the newest rows first.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "audit", params(Sought),
    responses(
        (status = 200, description = "The page", body = AuditPage),
        (status = 400, description = "A search that cannot be read", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "The role does not read the log", body = Problem),
        (status = 404, description = "The account looks after no member", body = Problem),
    )
)]
pub(super) async fn page(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    sought: Result<Query<Sought>, QueryRejection>,
) -> Result<Json<AuditPage>, Fault> {
    let Query(sought) = sought.map_err(|rejection| Fault::Unreadable(rejection.body_text()))?;
    let wanted = wanted(&sought)?;
    let right = app.store.audit_right(&session).await?.ok_or(Fault::NotHere)?;
    Ok(Json(app.store.audit_page(right, &wanted, app.clock.now()).await?))
}

fn wanted(sought: &Sought) -> Result<AuditWanted, Fault> {
    let unreadable = |what: &str| Fault::Unreadable(format!("`{what}` names nothing in an audit log"));
    let limit = sought.limit.unwrap_or(USUAL_PAGE);
    if !(1..=LONGEST_PAGE).contains(&limit) {
        return Err(Fault::Unreadable(format!("`limit` is 1 to {LONGEST_PAGE}")));
    }
    let what = sought.what.as_deref().map(|text| What::parse(text).ok_or_else(|| unreadable("what")));
    let about = sought.about.as_deref().map(|text| About::parse(text).ok_or_else(|| unreadable("about")));
    Ok(AuditWanted { after: sought.after, limit, what: what.transpose()?, who: sought.who, about: about.transpose()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_names_what_a_log_names() {
        let sought = |what: &str| Sought { what: Some(what.into()), ..Sought::default() };
        assert_eq!(wanted(&sought("signed_in")).ok().and_then(|wanted| wanted.what), Some(What::SignedIn));
        assert!(wanted(&sought("sign_in' OR 1")).is_err());
        for limit in [0, LONGEST_PAGE + 1] {
            assert!(wanted(&Sought { limit: Some(limit), ..Sought::default() }).is_err());
        }
    }
}
