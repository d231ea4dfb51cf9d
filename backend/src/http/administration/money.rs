//! Prices and costs, for the association's analyst: what figures of effect and benefit are reckoned with.

use crate::http::App;
use crate::http::fault::Fault;
use crate::http::signed_in::SignedIn;
use crate::http::wire::Body;
use crate::store::{AssociationRight, Session};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::cost::{CostChange, Costs, YEARS};
use shared::economics::{PriceList, PriceListDraft};
use shared::file_error::FileError;
use shared::policy::Action;
use shared::reference::{OCCUPATION_LIST, SUPPORT_LIST};
use shared::sync::wire::Problem;
use std::sync::Arc;

fn right_of(session: &Session) -> Result<AssociationRight, Fault> {
    session.administers_association(Action::KeepPricesAndCosts).ok_or(Fault::NotYourRole)
}

/// Budget and cost of every intervention, year by year.
#[utoipa::path(
    get, path = "/api/v1/administration/costs", tag = "administration",
    responses((status = 200, description = "By name", body = Costs))
)]
pub(in crate::http) async fn costs(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<Costs>, Fault> {
    Ok(Json(app.store.costs_by_year(right_of(&session)?).await?))
}

/// Says what an intervention costs in a year. What was said before stays as an earlier version.
#[utoipa::path(
    put, path = "/api/v1/administration/costs", tag = "administration", request_body = CostChange,
    responses(
        (status = 204, description = "It is so"),
        (status = 404, description = "No member of the association runs that", body = Problem),
        (status = 422, description = "A year that is none", body = Problem),
    )
)]
pub(in crate::http) async fn keep_cost(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(change): Body<CostChange>,
) -> Result<StatusCode, Fault> {
    let right = right_of(&session)?;
    if !YEARS.contains(&change.year) {
        let what = format!("{} is not a year from 2000 to 2100", change.year);
        return Err(Fault::BreaksARule(FileError::Field { field: "year".into(), what }));
    }
    let is_here = app.store.keep_cost(right, change, app.clock.now()).await?;
    if is_here { Ok(StatusCode::NO_CONTENT) } else { Err(Fault::NotHere) }
}

/// The price list that effects are reckoned with; nothing where there is none.
#[utoipa::path(
    get, path = "/api/v1/administration/prices", tag = "administration",
    responses((status = 200, description = "The newest list", body = Option<PriceListDraft>))
)]
pub(in crate::http) async fn prices(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<Option<PriceListDraft>>, Fault> {
    let text = app.store.prices_of_association(right_of(&session)?).await?;
    let list = text.as_deref().map(PriceList::read).transpose();
    Ok(Json(list.map_err(|fault| Fault::Broken(fault.to_string()))?.map(PriceListDraft::from)))
}

/// Makes a list of prices the newest. Earlier ones stay, since reports refer to them.
#[utoipa::path(
    put, path = "/api/v1/administration/prices", tag = "administration", request_body = PriceListDraft,
    responses(
        (status = 204, description = "It is the newest"),
        (status = 422, description = "A rule is broken; the message names the field", body = Problem),
    )
)]
pub(in crate::http) async fn keep_prices(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(draft): Body<PriceListDraft>,
) -> Result<StatusCode, Fault> {
    let right = right_of(&session)?;
    let list = PriceList::try_from(draft).map_err(Fault::BreaksARule)?;
    let reference = app.reference.now(&app.store, right.association()).await?;
    let lists: Vec<_> = [SUPPORT_LIST, OCCUPATION_LIST].iter().filter_map(|id| reference.code_list(id)).collect();
    list.check_codes(&lists).map_err(Fault::BreaksARule)?;
    let text = serde_json::to_string(&list).map_err(|error| Fault::Broken(error.to_string()))?;
    app.store.keep_prices(right, text, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
