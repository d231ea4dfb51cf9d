//! The figures behind the pages of a dashboard: reports by name, for one selection. Who asks decides how much is told;
//! what a figure is, `shared::report` says.

use super::App;
use super::dashboard_part::{self, Part, lived_in};
use super::dashboards::{Chosen, Filter, choose};
use super::fault::Fault;
use super::signed_in::SeesDashboards;
use crate::release;
use crate::report::bands;
use crate::store::{DashboardRight, ReleaseRight};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::Value;
use shared::dashboard::{Audience, DashboardFigures};
use shared::figures::{Period, Selection};
use shared::id::InterventionId;
use shared::record::Gender;
use shared::report::{ReportName, Sources, for_member};
use shared::sync::wire::Problem;
use shared::time::Month;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What somebody wants to see, and of whom.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The names of the reports, with commas between them.
    #[param(example = "step-movement,transitions")]
    reports: String,
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

impl Asked {
    const fn filter(&self) -> Filter {
        Filter { from: self.from, to: self.to, intervention: self.intervention }
    }

    /// The reports that were asked for. What is about money or nobody has places of its own.
    fn names(&self) -> Result<BTreeSet<&'static str>, Fault> {
        let name = |name: &str| match ReportName::parse(name) {
            Some(
                ReportName::Impact
                | ReportName::Realised
                | ReportName::StepScenario
                | ReportName::Volume
                | ReportName::Goals,
            )
            | None => Err(Fault::Unreadable(format!("there is no report “{name}” here"))),
            Some(report) => Ok(report.as_str()),
        };
        self.reports.split(',').map(name).collect()
    }

    fn part(&self) -> Part<'_> {
        Part { intervention: self.intervention, gender: self.gender, municipality: self.municipality.as_deref() }
    }
}

/// The figures of reports, as `stegvis report` writes them. For the association the periods are calendar years and
/// half-years that are over, small counts are hidden, and one part may be singled out: an intervention, a gender, or a
/// municipality.
#[utoipa::path(
    get, path = "/api/v1/dashboards/figures", tag = "dashboards", params(Asked),
    responses(
        (status = 200, description = "The figures", body = DashboardFigures),
        (status = 400, description = "No such report, a period that is none, or none that figures are made for", body = Problem),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "The role sees no dashboards", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
        (status = 409, description = "These figures would give small groups away", body = Problem),
    )
)]
pub(super) async fn figures(
    State(app): State<Arc<App>>,
    SeesDashboards(right): SeesDashboards,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<DashboardFigures>, Fault> {
    let Query(asked) = asked.map_err(|rejection| Fault::Unreadable(rejection.body_text()))?;
    let today = app.clock.now().date();
    let names: Vec<ReportName> = asked.names()?.into_iter().filter_map(ReportName::parse).collect();
    let Chosen { period, interventions } = choose(&right, &asked.filter(), today)?;
    let reference = app.reference.now(&app.store, right.association()).await?;
    let instrument = reference.monthly().ok_or_else(|| Fault::Broken("there is no questionnaire".into()))?;
    let (ages, months_in_support) = bands().map_err(|error| Fault::Broken(error.to_string()))?;
    let foci = app.store.foci(right.figures()).await?;
    let columns = app.projection.look(&app.store, right.figures(), instrument).await?;
    let sources = Sources {
        cohort: &columns.cohort,
        instrument,
        bridge: &reference.bridge,
        prices: None,
        ages: ages.bands(),
        months_in_support: months_in_support.bands(),
        volumes: &[],
        goals: &[],
        interventions: right.interventions(),
        foci: &foci,
    };
    let (audience, found) = match right.releases() {
        None => {
            let ids = interventions.iter().map(|one| one.id).collect();
            // It takes a processor for a while: others go on beside it.
            // What lies ahead is not expected of anybody yet.
            let selection = Selection::new(period.until(today), ids);
            let found = tokio::task::block_in_place(|| in_full(&asked, &names, &sources, &selection));
            (Audience::Member, found)
        }
        Some(release) => {
            let found = as_released(&app, (&right, release), &asked, &names, period, &sources).await?;
            (Audience::Association, found)
        }
    };
    Ok(Json(DashboardFigures {
        period,
        interventions,
        gender: asked.gender,
        municipality: asked.municipality,
        audience,
        municipalities: found.municipalities,
        reports: found.reports,
    }))
}

/// What was found.
#[derive(Default)]
struct Found {
    municipalities: Vec<String>,
    reports: BTreeMap<String, Value>,
}

/// For the member: everything.
fn in_full(asked: &Asked, names: &[ReportName], sources: &Sources<'_>, everybody: &Selection) -> Found {
    let selection = asked.part().within(everybody);
    let report = |name: &ReportName| (name.as_str().into(), for_member(*name, sources, &selection, &[]).figures);
    Found { municipalities: lived_in(sources.cohort, everybody), reports: names.iter().map(report).collect() }
}

/// For those outside the member: what was released, and nothing else.
async fn as_released(
    app: &App,
    (right, release): (&DashboardRight, ReleaseRight),
    asked: &Asked,
    names: &[ReportName],
    period: Period,
    sources: &Sources<'_>,
) -> Result<Found, Fault> {
    if !asked.part().may_leave() {
        return Err(Fault::several_parts());
    }
    let all: Vec<InterventionId> = right.interventions().iter().map(|one| one.id).collect();
    let mut found = Found::default();
    let mut municipalities = BTreeSet::new();
    let released = release::released(app.registry(), release, names, period, &all, sources).await?;
    for (name, released) in released.each() {
        municipalities.extend(dashboard_part::municipalities(released));
        // A report that is not made for such a part is left out; the page says so in its place.
        found.reports.extend(asked.part().of(released).map(|figures| (name.as_str().into(), figures)));
    }
    found.municipalities = municipalities.into_iter().collect();
    Ok(found)
}
