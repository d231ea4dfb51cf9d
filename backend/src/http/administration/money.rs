//! Prices and costs, for the association's analyst: what figures of effect and benefit are reckoned with.

use crate::check::line_of;
use crate::http::App;
use crate::http::fault::Fault;
use crate::http::signed_in::SignedIn;
use crate::http::wire::Body;
use crate::store::{AssociationRight, Session};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::cost::{CostChange, Costs, YEARS};
use shared::economics::{PriceChanges, PriceFault, PriceFile, PriceList, PriceListDraft, PriceTrial};
use shared::file_error::FileError;
use shared::policy::Action;
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
    Ok(Json(newest(&app, right_of(&session)?).await?))
}

async fn newest(app: &App, right: AssociationRight) -> Result<Option<PriceListDraft>, Fault> {
    let text = app.store.prices_of_association(right).await?;
    let list = text.as_deref().map(PriceList::read).transpose();
    Ok(list.map_err(|fault| Fault::Broken(fault.to_string()))?.map(PriceListDraft::from))
}

/// Tries a file of prices: says what it holds and what differs from the newest list, or what is wrong and where. Nothing
/// of it is kept.
#[utoipa::path(
    post, path = "/api/v1/administration/prices/trial", tag = "administration", request_body = PriceFile,
    responses((status = 200, description = "What the file would become", body = PriceTrial))
)]
pub(in crate::http) async fn try_prices(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(file): Body<PriceFile>,
) -> Result<Json<PriceTrial>, Fault> {
    let right = right_of(&session)?;
    let reference = app.reference.now(&app.store, right.association()).await?;
    let list = match PriceList::of_file(&file.text, &reference) {
        Ok(list) => PriceListDraft::from(list),
        Err(error) => return Ok(Json(PriceTrial::Fault(fault_in(&file.text, &error)))),
    };
    let before = newest(&app, right).await?;
    let against = before.map(|before| PriceChanges::between(&before, &list));
    Ok(Json(PriceTrial::List { list, against }))
}

/// What is wrong, with its line.
fn fault_in(text: &str, error: &FileError) -> PriceFault {
    let line = match error {
        FileError::Unreadable { line, .. } => Some(*line),
        FileError::Field { field, .. } => line_of(text.trim_start_matches('\u{feff}'), field),
    };
    PriceFault { line: line.and_then(|line| u64::try_from(line).ok()), what: error.to_string().into() }
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
    list.check_recorded(&reference).map_err(Fault::BreaksARule)?;
    let text = serde_json::to_string(&list).map_err(|error| Fault::Broken(error.to_string()))?;
    app.store.keep_prices(right, text, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
