//! The dashboards of leaders and analysts. Who asks decides what may be asked.

use super::App;
use super::fault::Fault;
use super::signed_in::SeesDashboards;
use crate::store::DashboardRight;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::account::InterventionName;
use shared::dashboard::{Audience, MovementDashboard};
use shared::figures::{Period, Selection};
use shared::id::InterventionId;
use shared::sync::wire::Problem;
use shared::time::Month;
use std::sync::Arc;

/// What a leader chooses.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// The first month; eleven before the last where it is left out.
    #[param(value_type = Option<String>, example = "2026-01")]
    from: Option<Month>,
    /// The last month; the current one where it is left out.
    #[param(value_type = Option<String>, example = "2026-12")]
    to: Option<Month>,
    /// One intervention; all of the own where it is left out.
    #[param(value_type = Option<String>, format = "uuid")]
    intervention: Option<InterventionId>,
}

/// Movement towards work: people through the bridge, steps, ratings.
#[utoipa::path(
    get, path = "/api/v1/dashboards/movement", tag = "dashboards", params(Filter),
    responses(
        (status = 200, description = "The dashboard", body = MovementDashboard),
        (status = 400, description = "A period that is none, or a filter where there are none", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "The role sees no dashboards", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
    )
)]
pub(super) async fn movement(
    State(app): State<Arc<App>>,
    SeesDashboards(right): SeesDashboards,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Json<MovementDashboard>, Fault> {
    let Query(filter) = filter.map_err(|rejection| Fault::Unreadable(rejection.body_text()))?;
    let now = app.clock.now().date().month();
    let Chosen { period, interventions, selected, audience } = choose(&right, &filter, now)?;
    let reference = app.reference.now(&app.store).await?;
    let instrument = reference.monthly().ok_or_else(|| Fault::Broken("there is no questionnaire".into()))?;
    let columns = app.projection.look(&app.store, &right, instrument).await?;
    let selection = Selection::new(period, selected);
    Ok(Json(MovementDashboard::compute(&columns.cohort, &selection, instrument, interventions, audience)))
}

/// What a dashboard is about.
struct Chosen {
    period: Period,
    interventions: Vec<InterventionName>,
    /// Empty means all of the association.
    selected: Vec<InterventionId>,
    audience: Audience,
}

fn choose(right: &DashboardRight, filter: &Filter, now: Month) -> Result<Chosen, Fault> {
    match right {
        DashboardRight::Interventions { interventions, .. } => {
            let interventions: Vec<InterventionName> = interventions
                .iter()
                .filter(|own| filter.intervention.is_none_or(|wanted| wanted == own.id))
                .cloned()
                .collect();
            if interventions.is_empty() {
                return Err(Fault::NotHere);
            }
            let selected = interventions.iter().map(|own| own.id).collect();
            Ok(Chosen { period: period(filter, now)?, interventions, selected, audience: Audience::Member })
        }
        DashboardRight::Aggregates { interventions, .. } => {
            if *filter != Filter::default() {
                return Err(Fault::NoFilters);
            }
            Ok(Chosen {
                period: Period::year_to(now.plus(-1)),
                interventions: interventions.clone(),
                selected: Vec::new(),
                audience: Audience::Association,
            })
        }
    }
}

fn period(filter: &Filter, now: Month) -> Result<Period, Fault> {
    let to = filter.to.unwrap_or(now);
    let from = filter.from.unwrap_or_else(|| to.plus(-11));
    Period::new(from.first_day(), to.last_day()).map_err(|error| Fault::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::AssociationId;
    use uuid::Uuid;

    fn leader() -> DashboardRight {
        let id = InterventionId::from_uuid(Uuid::from_u128(1));
        let interventions = vec![InterventionName { id, name: "Drivbänk".into() }];
        DashboardRight::Interventions { association: AssociationId::from_uuid(Uuid::nil()), interventions }
    }

    fn now() -> Month {
        "2026-11".parse().unwrap_or_else(|_| unreachable!("a month"))
    }

    #[test]
    fn a_leader_sees_the_year_up_to_now_unless_another_is_asked_for() {
        let chosen = choose(&leader(), &Filter::default(), now()).ok().map(|chosen| chosen.period);
        assert_eq!(
            chosen.map(|p| (p.from().to_string(), p.to().to_string())),
            Some(("2025-12-01".into(), "2026-11-30".into()))
        );
    }

    #[test]
    fn a_foreign_intervention_is_not_here() {
        let filter = Filter { intervention: Some(InterventionId::from_uuid(Uuid::from_u128(2))), ..Filter::default() };
        assert!(matches!(choose(&leader(), &filter, now()), Err(Fault::NotHere)));
    }

    #[test]
    fn an_analyst_cannot_filter_and_sees_complete_months() {
        let right =
            DashboardRight::Aggregates { association: AssociationId::from_uuid(Uuid::nil()), interventions: vec![] };
        let chosen = choose(&right, &Filter::default(), now()).ok().map(|chosen| chosen.period.to().to_string());
        assert_eq!(chosen.as_deref(), Some("2026-10-31"));
        let filter = Filter { from: Some(now()), ..Filter::default() };
        assert!(matches!(choose(&right, &filter, now()), Err(Fault::NoFilters)));
    }
}
