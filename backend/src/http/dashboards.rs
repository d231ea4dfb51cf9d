//! The dashboards of leaders and analysts. Who asks decides what may be asked.

use super::App;
use super::dashboard_part::{self, Part, lived_in};
use super::fault::Fault;
use super::signed_in::SeesDashboards;
use crate::release::{self, ReleasingError};
use crate::store::DashboardRight;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::account::InterventionName;
use shared::cost::cost_of;
use shared::dashboard::{MovementDashboard, ReleasedFigures, release_periods};
use shared::economics::PriceList;
use shared::effect_dashboard::{EffectDashboard, ReleasedEffect};
use shared::figures::{Period, Selection};
use shared::id::InterventionId;
use shared::record::Gender;
use shared::report::{ReportName, Sources};
use shared::sync::wire::Problem;
use shared::time::{Date, Month};
use std::sync::Arc;

/// What somebody chooses.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// The first month; eleven before the last where it is left out.
    #[param(value_type = Option<String>, example = "2026-01")]
    pub(super) from: Option<Month>,
    /// The last month; the current one where it is left out.
    #[param(value_type = Option<String>, example = "2026-12")]
    pub(super) to: Option<Month>,
    /// One intervention; all of the own where it is left out.
    #[param(value_type = Option<String>, format = "uuid")]
    pub(super) intervention: Option<InterventionId>,
}

/// What somebody chooses, and of whom.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PartFilter {
    /// The first month; eleven before the last where it is left out.
    #[param(value_type = Option<String>, example = "2026-01")]
    from: Option<Month>,
    /// The last month; the current one where it is left out.
    #[param(value_type = Option<String>, example = "2026-12")]
    to: Option<Month>,
    /// One intervention; all of the own where it is left out.
    #[param(value_type = Option<String>, format = "uuid")]
    intervention: Option<InterventionId>,
    /// One gender; all where it is left out.
    #[param(value_type = Option<String>, example = "woman")]
    gender: Option<Gender>,
    /// One municipality of residence; all where it is left out.
    municipality: Option<String>,
}

/// Movement towards work: people through the bridge, steps, ratings. For the association the periods are calendar years
/// and half-years that are over, the last one where none is chosen, small counts are hidden, and one part may be singled
/// out: an intervention, a gender, or a municipality.
#[utoipa::path(
    get, path = "/api/v1/dashboards/movement", tag = "dashboards", params(PartFilter),
    responses(
        (status = 200, description = "The dashboard", body = MovementDashboard),
        (status = 400, description = "A period that is none, or none that figures are made for", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "The role sees no dashboards", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
        (status = 409, description = "These figures would give small groups away", body = Problem),
    )
)]
pub(super) async fn movement(
    State(app): State<Arc<App>>,
    SeesDashboards(right): SeesDashboards,
    filter: Result<Query<PartFilter>, QueryRejection>,
) -> Result<Json<MovementDashboard>, Fault> {
    let Query(filter) = filter.map_err(|rejection| Fault::Unreadable(rejection.body_text()))?;
    let today = app.clock.now().date();
    let reference = app.reference.now(&app.store, right.association()).await?;
    let instrument = reference.monthly().ok_or_else(|| Fault::Broken("there is no questionnaire".into()))?;
    let PartFilter { from, to, intervention, gender, municipality } = filter;
    let Chosen { period, interventions } = choose(&right, &Filter { from, to, intervention }, today)?;
    let part = Part { intervention, gender, municipality: municipality.as_deref() };
    let foci = app.store.foci(right.figures()).await?;
    let columns = app.projection.look(&app.store, right.figures(), instrument).await?;
    let Some(release) = right.releases() else {
        let everybody = Selection::new(period, interventions.iter().map(|one| one.id).collect());
        let municipalities = lived_in(&columns.cohort, &everybody);
        let selection = part.within(&everybody);
        let all = MovementDashboard::for_member(&columns.cohort, &selection, instrument, interventions);
        return Ok(Json(MovementDashboard { municipalities, ..all }));
    };
    if !part.may_leave() {
        return Err(Fault::several_parts());
    }
    let sources = Sources {
        cohort: &columns.cohort,
        instrument,
        bridge: &reference.bridge,
        prices: None,
        ages: &[],
        months_in_support: &[],
        volumes: &[],
        goals: &[],
        interventions: right.interventions(),
        foci: &foci,
    };
    let all: Vec<InterventionId> = right.interventions().iter().map(|one| one.id).collect();
    let names = [ReportName::ParticipantFlow, ReportName::StepMovement, ReportName::RatingChange];
    let released = release::released(app.registry(), release, &names, period, &all, &sources).await?;
    let [flow, steps, rating] = names.map(|name| released.of(name));
    let flow = flow?;
    let figures = ReleasedFigures {
        flow: part.of(flow).ok_or(Fault::NotHere)?,
        steps: part.of(steps?).unwrap_or_default(),
        rating: part.of(rating?).unwrap_or_default(),
    };
    let municipalities = dashboard_part::municipalities(flow).into_iter().collect();
    let seen = MovementDashboard::released(&figures, period, instrument, interventions);
    Ok(Json(MovementDashboard { gender, municipality, municipalities, ..seen }))
}

/// The effect on society of the stays that ended: both ledgers, what it is worth over years, what came of it month by month,
/// what a step would be worth in a scenario, what the interventions cost. For the association as the movement is.
#[utoipa::path(
    get, path = "/api/v1/dashboards/effect", tag = "dashboards", params(PartFilter),
    responses(
        (status = 200, description = "The dashboard", body = EffectDashboard),
        (status = 400, description = "A period that is none, or none that figures are made for", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "The role sees no dashboards", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
        (status = 409, description = "These figures would give small groups away", body = Problem),
    )
)]
pub(super) async fn effect(
    State(app): State<Arc<App>>,
    SeesDashboards(right): SeesDashboards,
    filter: Result<Query<PartFilter>, QueryRejection>,
) -> Result<Json<EffectDashboard>, Fault> {
    let Query(filter) = filter.map_err(|rejection| Fault::Unreadable(rejection.body_text()))?;
    let PartFilter { from, to, intervention, gender, municipality } = filter;
    let reference = app.reference.now(&app.store, right.association()).await?;
    let instrument = reference.monthly().ok_or_else(|| Fault::Broken("there is no questionnaire".into()))?;
    let chosen = choose(&right, &Filter { from, to, intervention }, app.clock.now().date())?;
    let Chosen { period, interventions } = chosen;
    let part = Part { intervention, gender, municipality: municipality.as_deref() };
    let text = app.store.prices_now(right.figures()).await?.map(|(_, text)| text);
    let prices = text.as_deref().map(PriceList::read).transpose().map_err(|fault| Fault::Broken(fault.to_string()))?;
    let ids: Vec<InterventionId> = interventions.iter().map(|one| one.id).collect();
    // What an intervention cost is not known of some of its people.
    let cost = match (gender, &municipality) {
        (None, None) => cost_of(&app.store.costs(right.figures()).await?, &ids, period),
        _ => None,
    };
    let foci = app.store.foci(right.figures()).await?;
    let columns = app.projection.look(&app.store, right.figures(), instrument).await?;
    let sources = Sources {
        cohort: &columns.cohort,
        instrument,
        bridge: &reference.bridge,
        prices: prices.as_ref(),
        ages: &[],
        months_in_support: &[],
        volumes: &[],
        goals: &[],
        interventions: right.interventions(),
        foci: &foci,
    };
    let Some(release) = right.releases() else {
        let everybody = Selection::new(period, ids);
        let municipalities = lived_in(&columns.cohort, &everybody);
        let all = EffectDashboard::for_member(&sources, &part.within(&everybody), interventions, cost);
        return Ok(Json(EffectDashboard { municipalities, ..all }));
    };
    if !part.may_leave() {
        return Err(Fault::several_parts());
    }
    let all: Vec<InterventionId> = right.interventions().iter().map(|one| one.id).collect();
    // Without prices there is no money to release, and what was released once would stay as nothing for ever.
    let of_money = [ReportName::Impact, ReportName::Realised, ReportName::StepScenario];
    let of_money = if prices.is_some() { &of_money[..] } else { &[] };
    let names = [&[ReportName::Throughput], of_money].concat();
    let released = release::released(app.registry(), release, &names, period, &all, &sources).await?;
    let throughput = released.of(ReportName::Throughput)?;
    let municipalities = dashboard_part::municipalities(throughput).into_iter().collect();
    let throughput = part.of(throughput).ok_or(Fault::NotHere)?;
    let seen = |name: ReportName| released.of(name).ok().and_then(|report| part.of(report)).unwrap_or_default();
    let [impact, realised, steps] = [ReportName::Impact, ReportName::Realised, ReportName::StepScenario].map(seen);
    let figures = ReleasedEffect { throughput, impact, realised, steps };
    // What was released earlier was made with the prices of then.
    let then = app.store.prices_of_release(release, period).await?.map(|(_, text)| PriceList::read(&text));
    let then = then.transpose().map_err(|fault| Fault::Broken(fault.to_string()))?;
    let used = then.as_ref().or(prices.as_ref());
    let seen = EffectDashboard::released(&figures, period, interventions, used, cost);
    Ok(Json(EffectDashboard { gender, municipality, municipalities, ..seen }))
}

impl From<ReleasingError> for Fault {
    fn from(error: ReleasingError) -> Self {
        match error {
            ReleasingError::Period(_) | ReleasingError::Part(_) => Self::NotReleased(error.to_string()),
            ReleasingError::Busy => Self::TooSlow,
            ReleasingError::Store(error) => error.into(),
            ReleasingError::Figures(_)
            | ReleasingError::NotAsked(_)
            | ReleasingError::Kept(_)
            | ReleasingError::KeptWrong(_)
            | ReleasingError::KeptDate(_)
            | ReleasingError::KeptPeriod(_)
            | ReleasingError::Prices(_) => Self::Broken(error.to_string()),
        }
    }
}

/// What a dashboard is about.
pub(super) struct Chosen {
    pub(super) period: Period,
    pub(super) interventions: Vec<InterventionName>,
}

pub(super) fn choose(right: &DashboardRight, filter: &Filter, today: Date) -> Result<Chosen, Fault> {
    let own = right.interventions().iter();
    let interventions: Vec<InterventionName> =
        own.filter(|own| filter.intervention.is_none_or(|wanted| wanted == own.id)).cloned().collect();
    if interventions.is_empty() && filter.intervention.is_some() {
        return Err(Fault::NotHere);
    }
    let period = match right {
        DashboardRight::Interventions { .. } => period(filter, today.month())?,
        DashboardRight::Aggregates { .. } => release_period(filter, today)?,
    };
    Ok(Chosen { period, interventions })
}

fn period(filter: &Filter, now: Month) -> Result<Period, Fault> {
    let to = filter.to.unwrap_or(now);
    let from = filter.from.unwrap_or_else(|| to.plus(-11));
    Period::new(from.first_day(), to.last_day()).map_err(|error| Fault::Unreadable(error.to_string()))
}

fn release_period(filter: &Filter, today: Date) -> Result<Period, Fault> {
    let is_meant = |period: &Period| match (filter.from, filter.to) {
        (None, None) => true,
        (from, to) => from == Some(period.from().month()) && to == Some(period.to().month()),
    };
    release_periods(today).into_iter().find(is_meant).ok_or(Fault::NotAReleasePeriod)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{AccountId, AssociationId};
    use uuid::Uuid;

    fn leader() -> DashboardRight {
        let id = InterventionId::from_uuid(Uuid::from_u128(1));
        let interventions = vec![InterventionName { id, name: "Drivbänk".into() }];
        DashboardRight::Interventions { association: AssociationId::from_uuid(Uuid::nil()), interventions }
    }

    fn now() -> Date {
        "2026-11-22".parse().unwrap_or_else(|_| unreachable!("a day"))
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
    fn an_analyst_sees_years_and_half_years_that_are_over() {
        let DashboardRight::Interventions { association, interventions } = leader() else { unreachable!() };
        let asked_by = AccountId::from_uuid(Uuid::nil());
        let right = DashboardRight::Aggregates { association, interventions, asked_by };
        let chosen = choose(&right, &Filter::default(), now()).ok().map(|chosen| chosen.period.to().to_string());
        assert_eq!(chosen.as_deref(), Some("2026-06-30"));
        let asked = |from: &str, to: &str| {
            let filter = Filter { from: from.parse().ok(), to: to.parse().ok(), ..Filter::default() };
            choose(&right, &filter, now()).map(|chosen| chosen.period.from().to_string())
        };
        assert_eq!(asked("2025-01", "2025-12").ok().as_deref(), Some("2025-01-01"));
        for (from, to) in [("2026-07", "2026-12"), ("2025-02", "2026-01"), ("2026-11", "2026-11")] {
            assert!(matches!(asked(from, to), Err(Fault::NotAReleasePeriod)), "{from}");
        }
    }
}
