//! The figures behind the pages of a dashboard: reports by name, for one selection. Who asks decides how much is told;
//! what a figure is, `shared::report` says.

use super::App;
use super::dashboards::{Chosen, Filter, choose};
use super::fault::Fault;
use super::signed_in::SeesDashboards;
use crate::release::{self, ReleasingError};
use crate::report::bands;
use crate::store::{DashboardRight, ReleaseRight};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::Value;
use shared::dashboard::{Audience, DashboardFigures};
use shared::figures::{Cohort, Period, Selection};
use shared::id::InterventionId;
use shared::record::Gender;
use shared::report::release::ReleasedReport;
use shared::report::{ReportName, Sources, SplitBy, for_member};
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

    /// The reports that were asked for. What is about nobody has places of its own.
    fn names(&self) -> Result<BTreeSet<&'static str>, Fault> {
        let name = |name: &str| match ReportName::parse(name) {
            Some(ReportName::Impact | ReportName::Volume | ReportName::Goals) | None => {
                Err(Fault::Unreadable(format!("there is no report “{name}” here")))
            }
            Some(report) => Ok(report.as_str()),
        };
        self.reports.split(',').map(name).collect()
    }

    /// Outside the members a figure is of all, or of one part of them: parts of parts would nearly all be small.
    const fn is_of_one_part(&self) -> bool {
        let parts = self.intervention.is_some() as u8 + self.gender.is_some() as u8 + self.municipality.is_some() as u8;
        parts <= 1
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
    let columns = app.projection.look(&app.store, &right, instrument).await?;
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
    };
    let (audience, found) = match right.releases() {
        None => {
            let ids = interventions.iter().map(|one| one.id).collect();
            // It takes a processor for a while: others go on beside it.
            let found = tokio::task::block_in_place(|| in_full(&asked, &names, &sources, &Selection::new(period, ids)));
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
    let selection = Selection { gender: asked.gender, municipality: asked.municipality.clone(), ..everybody.clone() };
    let report = |name: &ReportName| (name.as_str().into(), for_member(*name, sources, &selection, &[]).figures);
    Found { municipalities: lived_in(sources.cohort, everybody), reports: names.iter().map(report).collect() }
}

fn lived_in(cohort: &Cohort, selection: &Selection) -> Vec<String> {
    let all: BTreeSet<&str> = cohort.active(selection).filter_map(|stay| stay.facts().municipality()).collect();
    all.into_iter().map(str::to_owned).collect()
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
    if !asked.is_of_one_part() {
        return Err(Fault::NotReleased("choose one intervention, one gender or one municipality, not several".into()));
    }
    let all: Vec<InterventionId> = right.interventions().iter().map(|one| one.id).collect();
    let mut found = Found::default();
    let mut municipalities = BTreeSet::new();
    for name in names {
        let released = release::released(&app.store, release, *name, period, &all, sources, app.clock).await?;
        let everybody = released.figures(&[], &[SplitBy::Municipality]).map_err(ReleasingError::from)?;
        municipalities
            .extend(everybody[SPLIT_BY_MUNICIPALITY].as_object().into_iter().flat_map(|all| all.keys()).cloned());
        // A report that is not made for such a part is left out; the page says so in its place.
        found.reports.extend(part(&released, asked).map(|figures| (name.as_str().into(), figures)));
    }
    found.municipalities = municipalities.into_iter().collect();
    Ok(found)
}

const SPLIT_BY_GENDER: &str = "by_gender";
const SPLIT_BY_MUNICIPALITY: &str = "by_municipality";

/// The figures of the part that was singled out, or of all.
fn part(released: &ReleasedReport, asked: &Asked) -> Option<Value> {
    let (by, split, part) = match (asked.gender, &asked.municipality) {
        (Some(gender), _) => (SplitBy::Gender, SPLIT_BY_GENDER, gender.as_str()),
        (None, Some(municipality)) => (SplitBy::Municipality, SPLIT_BY_MUNICIPALITY, municipality.as_str()),
        (None, None) => return released.figures(asked.intervention.as_slice(), &[]).ok(),
    };
    released.figures(&[], &[by]).ok()?.get(split)?.get(part).cloned()
}
