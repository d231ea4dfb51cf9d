//! Whole reports: made now, saved, made again, taken away as a file; and the sheet for the national follow-up.

use super::App;
use super::fault::Fault;
use super::signed_in::MakesReports;
use super::wire::Body;
use crate::annual::{
    AsOf, Asked, Definition, FileForm, Language, Making, MakingError, Prices, Report, SheetForm, file, program, sheet,
    sheet_file,
};
use crate::reference;
use crate::store::{DashboardRight, KeptReport, ReportRight};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::dashboard::{Audience, release_periods};
use shared::figures::Period;
use shared::id::{InterventionId, SavedReportId};
use shared::instrument::{Instrument, InstrumentRef};
use shared::reference::Reference;
use shared::report::WholeReport;
use shared::report::saved::{FollowUpSheet, MadeAgain, SaveReport, SavedReport, SavedReports};
use shared::sync::wire::Problem;
use shared::time::{Date, Month};
use std::sync::Arc;

/// What a report is about.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct About {
    /// The first month.
    #[param(value_type = String, example = "2026-01")]
    from: Month,
    /// The last month.
    #[param(value_type = String, example = "2026-12")]
    to: Month,
    /// One intervention; all of the own where it is left out.
    #[param(value_type = Option<String>, format = "uuid")]
    intervention: Option<InterventionId>,
    /// The language, Swedish where it is left out.
    #[serde(default)]
    #[param(inline)]
    language: Language,
}

/// What a report is about, and the form of its file.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AsFile<F: utoipa::ToSchema> {
    /// The first month.
    #[param(value_type = String, example = "2026-01")]
    from: Month,
    /// The last month.
    #[param(value_type = String, example = "2026-12")]
    to: Month,
    /// One intervention; all of the own where it is left out.
    #[param(value_type = Option<String>, format = "uuid")]
    intervention: Option<InterventionId>,
    /// The language, Swedish where it is left out.
    #[serde(default)]
    #[param(inline)]
    language: Language,
    /// The form.
    #[param(inline)]
    form: F,
}

impl<F: utoipa::ToSchema> AsFile<F> {
    fn parts(self) -> (About, F) {
        let Self { from, to, intervention, language, form } = self;
        (About { from, to, intervention, language }, form)
    }
}

/// The form of a file, and its language.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Form {
    /// The language, Swedish where it is left out.
    #[serde(default)]
    #[param(inline)]
    language: Language,
    /// The form.
    #[param(inline)]
    form: FileForm,
}

type Asking<T> = Result<Query<T>, QueryRejection>;

/// A whole report of a period as a file: for those who see everything of their interventions, or as it was released.
#[utoipa::path(
    get, path = "/api/v1/reports/annual", tag = "reports", params(AsFile<FileForm>),
    responses(
        (status = 200, description = "The file", content(("application/pdf"), ("application/zip"), ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, description = "A period that is none, or none that figures are made for", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
        (status = 409, description = "These figures would give small groups away", body = Problem),
    )
)]
pub(super) async fn annual(
    State(app): State<Arc<App>>,
    MakesReports(right): MakesReports,
    asking: Asking<AsFile<FileForm>>,
) -> Result<Response, Fault> {
    let (about, form) = read(asking)?.parts();
    let taken = Taken::away(&app, &right, &about, WholeReport::Annual).await?;
    let (Report { gathered, made }, lists) = (&taken.report, &taken.lists);
    let written =
        file(gathered, made, (form, about.language), &lists.0, lists.monthly()?).map_err(MakingError::from)?;
    Ok(as_file(written, form.media_type(), &named("stegvis", taken.period, form.ending())))
}

/// The sheet for the national follow-up, to copy from.
#[utoipa::path(
    get, path = "/api/v1/reports/national-follow-up", tag = "reports", params(About),
    responses(
        (status = 200, description = "A row an intervention", body = FollowUpSheet),
        (status = 400, description = "A period that is none, or none that figures are made for", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
        (status = 409, description = "These figures would give small groups away", body = Problem),
    )
)]
pub(super) async fn follow_up(
    State(app): State<Arc<App>>,
    MakesReports(right): MakesReports,
    asking: Asking<About>,
) -> Result<Json<FollowUpSheet>, Fault> {
    let about = read(asking)?;
    let Taken { report: Report { gathered, made }, lists, .. } =
        Taken::away(&app, &right, &about, WholeReport::FollowUp).await?;
    Ok(Json(sheet(&gathered, &made, about.language, &lists.0, lists.monthly()?)?))
}

/// The sheet for the national follow-up as a file.
#[utoipa::path(
    get, path = "/api/v1/reports/national-follow-up/file", tag = "reports", params(AsFile<SheetForm>),
    responses(
        (status = 200, description = "The file", content(("text/csv"), ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 400, description = "A period that is none, or none that figures are made for", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
        (status = 409, description = "These figures would give small groups away", body = Problem),
    )
)]
pub(super) async fn follow_up_file(
    State(app): State<Arc<App>>,
    MakesReports(right): MakesReports,
    asking: Asking<AsFile<SheetForm>>,
) -> Result<Response, Fault> {
    let (about, form) = read(asking)?.parts();
    let taken = Taken::away(&app, &right, &about, WholeReport::FollowUp).await?;
    let (Report { gathered, made }, lists) = (&taken.report, &taken.lists);
    let written = sheet_file(gathered, made, (form, about.language), &lists.0, lists.monthly()?)?;
    Ok(as_file(written, form.media_type(), &named("uppfoljning", taken.period, form.ending())))
}

/// The reports that were saved.
#[utoipa::path(
    get, path = "/api/v1/reports/saved", tag = "reports",
    responses((status = 200, description = "The last one comes first", body = SavedReports))
)]
pub(super) async fn saved(
    State(app): State<Arc<App>>,
    MakesReports(right): MakesReports,
) -> Result<Json<SavedReports>, Fault> {
    let mut reports = Vec::new();
    for kept in app.store.saved_reports(&right).await? {
        let definition = defined(&kept)?;
        if let Some(asked) = definition.within(right.dashboards()) {
            reports.push(told(&kept, asked, &right));
        }
    }
    Ok(Json(SavedReports { reports }))
}

/// Makes a report and keeps what it takes to make it again.
#[utoipa::path(
    post, path = "/api/v1/reports/saved", tag = "reports", request_body = SaveReport,
    responses(
        (status = 200, description = "It can be made again from now on", body = SavedReport),
        (status = 400, description = "A period that is none, or none that figures are made for", body = Problem),
        (status = 404, description = "Not an own intervention", body = Problem),
        (status = 409, description = "These figures would give small groups away", body = Problem),
    )
)]
pub(super) async fn save(
    State(app): State<Arc<App>>,
    MakesReports(right): MakesReports,
    Body(SaveReport { from, to, intervention }): Body<SaveReport>,
) -> Result<Json<SavedReport>, Fault> {
    let asked = chosen(&right, (from, to), intervention, app.clock.now().date())?;
    let lists = Lists::now(&app, &right).await?;
    let instrument = lists.monthly()?;
    let (report, as_of) = made_now(&app, &right, &lists.0, instrument, (WholeReport::Annual, asked.clone())).await?;
    let making = making(&app, &right, &lists.0, instrument);
    let definition = Definition::of(&making, &asked, &as_of, &report).await?;
    let kept = KeptReport {
        id: app.entropy.saved_report(app.clock)?,
        definition: serde_json::to_string(&definition).map_err(MakingError::Saved)?,
        fingerprint: report.gathered.fingerprint(),
        saved_at: as_of.until,
    };
    app.store.save_report(&right, kept.clone()).await?;
    Ok(Json(told(&kept, asked, &right)))
}

/// Makes a saved report again, and says whether it is the same.
#[utoipa::path(
    get, path = "/api/v1/reports/saved/{id}", tag = "reports",
    params(("id" = String, Path, description = "The saved report")),
    responses(
        (status = 200, description = "What came of it", body = MadeAgain),
        (status = 404, description = "There is no such report among the own", body = Problem),
    )
)]
pub(super) async fn again(
    State(app): State<Arc<App>>,
    MakesReports(right): MakesReports,
    Path(id): Path<String>,
) -> Result<Json<MadeAgain>, Fault> {
    let (kept, definition, asked) = found(&app, &right, &id).await?;
    let lists = Lists::then(&app, &right, &definition).await?;
    let making = making(&app, &right, &lists.0, lists.of(&definition.instrument)?);
    let report = definition.again(&making, asked).await?;
    Ok(Json(definition.compare(&making, &report, &kept.fingerprint).await?))
}

/// A saved report, made again, as a file.
#[utoipa::path(
    get, path = "/api/v1/reports/saved/{id}/file", tag = "reports",
    params(("id" = String, Path, description = "The saved report"), Form),
    responses(
        (status = 200, description = "The file", content(("application/pdf"), ("application/zip"), ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 404, description = "There is no such report among the own", body = Problem),
    )
)]
pub(super) async fn again_as_file(
    State(app): State<Arc<App>>,
    MakesReports(right): MakesReports,
    Path(id): Path<String>,
    asking: Asking<Form>,
) -> Result<Response, Fault> {
    let Form { language, form } = read(asking)?;
    let (_, definition, asked) = found(&app, &right, &id).await?;
    let lists = Lists::then(&app, &right, &definition).await?;
    let instrument = lists.of(&definition.instrument)?;
    app.store.note_report(&right, WholeReport::Annual, app.clock.now()).await?;
    let report = definition.again(&making(&app, &right, &lists.0, instrument), asked).await?;
    let written =
        file(&report.gathered, &report.made, (form, language), &lists.0, instrument).map_err(MakingError::from)?;
    Ok(as_file(written, form.media_type(), &named("stegvis", definition.period, form.ending())))
}

fn read<T>(asking: Asking<T>) -> Result<T, Fault> {
    asking.map(|Query(asking)| asking).map_err(|rejection| Fault::Unreadable(rejection.body_text()))
}

/// The questions, lists and bridge.
struct Lists(Arc<Reference>);

impl Lists {
    /// Those by which a report was made, as far as they are still here; else those of now.
    async fn then(app: &App, right: &ReportRight, definition: &Definition) -> Result<Self, Fault> {
        let (version, at) = definition.lists();
        match reference::then(&app.store, right.dashboards().association(), version, at).await? {
            Some(reference) => Ok(Self(Arc::new(reference))),
            None => Self::now(app, right).await,
        }
    }

    async fn now(app: &App, right: &ReportRight) -> Result<Self, Fault> {
        Ok(Self(app.reference.now(&app.store, right.dashboards().association()).await?))
    }

    fn monthly(&self) -> Result<&Instrument, Fault> {
        self.0.monthly().ok_or_else(|| Fault::Broken("there is no questionnaire".into()))
    }

    fn of(&self, instrument: &InstrumentRef) -> Result<&Instrument, Fault> {
        self.0.instrument(instrument).ok_or_else(|| MakingError::NoInstrument.into())
    }
}

fn making<'a>(app: &'a App, right: &ReportRight, reference: &'a Reference, instrument: &'a Instrument) -> Making<'a> {
    Making {
        registry: app.registry(),
        right: right.dashboards().figures(),
        release: right.dashboards().releases(),
        reference,
        instrument,
    }
}

/// A report that somebody takes away, which is noted before it is made.
struct Taken {
    lists: Lists,
    report: Report,
    period: Period,
}

impl Taken {
    async fn away(app: &App, right: &ReportRight, about: &About, what: WholeReport) -> Result<Self, Fault> {
        let asked = chosen(right, (about.from, about.to), about.intervention, app.clock.now().date())?;
        let period = asked.period;
        let lists = Lists::now(app, right).await?;
        let instrument = lists.monthly()?;
        app.store.note_report(right, what, app.clock.now()).await?;
        let (report, _) = made_now(app, right, &lists.0, instrument, (what, asked)).await?;
        Ok(Self { lists, report, period })
    }
}

/// A report from the columns that dashboards are computed from, and how far they went.
async fn made_now(
    app: &App,
    right: &ReportRight,
    reference: &Reference,
    instrument: &Instrument,
    (whole, asked): (WholeReport, Asked),
) -> Result<(Report, AsOf), Fault> {
    let making = making(app, right, reference, instrument);
    let (_, members) = making.members(&asked).await?;
    let columns = app.projection.look(&app.store, right.dashboards().figures(), instrument).await?;
    let mut positions = columns.followed().clone();
    positions.retain(|member, _| members.contains_key(member));
    let as_of = AsOf { positions, prices: Prices::Newest, until: app.clock.now() };
    let report = making.make(whole, asked, as_of.clone(), &columns.cohort, program()).await?;
    Ok((report, as_of))
}

/// What is asked about. Those outside the members choose among the periods that figures leave for.
fn chosen(
    right: &ReportRight,
    (from, to): (Month, Month),
    intervention: Option<InterventionId>,
    today: Date,
) -> Result<Asked, Fault> {
    let own = right.dashboards().interventions().iter();
    let interventions: Vec<_> = own.filter(|own| intervention.is_none_or(|wanted| wanted == own.id)).cloned().collect();
    if interventions.is_empty() && intervention.is_some() {
        return Err(Fault::NotHere);
    }
    let period = Period::new(from.first_day(), to.last_day()).map_err(|error| Fault::Unreadable(error.to_string()))?;
    let (period, is_all) = match right.dashboards() {
        // A leader's own are named one by one, whether or not others run something.
        // What lies ahead is not expected of anybody yet.
        DashboardRight::Interventions { .. } => (period.until(today), false),
        DashboardRight::Aggregates { .. } if release_periods(today).contains(&period) => {
            (period, intervention.is_none())
        }
        DashboardRight::Aggregates { .. } => return Err(Fault::NotAReleasePeriod),
    };
    Ok(Asked { period, interventions, is_all })
}

fn defined(kept: &KeptReport) -> Result<Definition, MakingError> {
    serde_json::from_str(&kept.definition).map_err(MakingError::Saved)
}

/// A saved report of the own ones.
async fn found(app: &App, right: &ReportRight, id: &str) -> Result<(KeptReport, Definition, Asked), Fault> {
    let id = SavedReportId::parse(id).ok_or(Fault::NotHere)?;
    let kept = app.store.saved_reports(right).await?.into_iter().find(|kept| kept.id == id).ok_or(Fault::NotHere)?;
    let definition = defined(&kept)?;
    let asked = definition.within(right.dashboards()).ok_or(Fault::NotHere)?;
    Ok((kept, definition, asked))
}

fn told(kept: &KeptReport, asked: Asked, right: &ReportRight) -> SavedReport {
    SavedReport {
        id: kept.id,
        period: asked.period,
        interventions: asked.interventions,
        audience: match right.dashboards() {
            DashboardRight::Interventions { .. } => Audience::Member,
            DashboardRight::Aggregates { .. } => Audience::Association,
        },
        saved_at: kept.saved_at,
        fingerprint: kept.fingerprint.as_str().into(),
    }
}

/// A name that says what is in the file and nothing of anybody.
fn named(what: &str, period: Period, ending: &str) -> String {
    format!("{what}-{}-{}.{ending}", period.from().month(), period.to().month())
}

fn as_file(content: Vec<u8>, media_type: &'static str, name: &str) -> Response {
    let saved_as = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, saved_as)], content).into_response()
}

impl From<MakingError> for Fault {
    fn from(error: MakingError) -> Self {
        match error {
            MakingError::Releasing(error) => error.into(),
            MakingError::Store(error) => error.into(),
            other => Self::Broken(other.to_string()),
        }
    }
}
