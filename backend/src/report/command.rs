//! The command: from names and days to a selection, and from a report to its file.

use super::sources::{self, Held, SourcesError};
use super::{csv_table, whole_file, workbook};
use crate::annual::{self, Making, MakingError};
use crate::association_choice::{self, AssociationError, listed};
use crate::clock::Clock;
use crate::config::{Form, Report as Asked, Viewer, Which};
use crate::release::{self, Memories, Registry, ReleasingError};
use crate::store::{Location, OpenError, OperatorRight, Store, StoreError, exists};
use serde::Serialize;
use shared::account::InterventionName;
use shared::audit::{About, Entry, Scope, What, Who};
use shared::figures::{Period, PeriodError, Selection};
use shared::id::{AssociationId, InterventionId};
use shared::reference::Reference;
use shared::report::{self, Report, ReportName, WholeReport};
use shared::time::Date;
use std::io::{self, IsTerminal, Write, stdout};
use std::path::PathBuf;

/// Why there is no report; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReportError {
    /// The days.
    #[error("{0}; --from is the first day, --to the last")]
    Period(#[from] PeriodError),
    /// Nothing was ever imported into the folder.
    #[error("there is no database in {0}; import participations first, or name its place with --data or --database")]
    NoStore(Location),
    /// The store cannot be looked into.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Which association.
    #[error(transparent)]
    Association(#[from] AssociationError),
    /// Which intervention.
    #[error("there is no intervention “{name}” in that association; there is {there}")]
    NoSuchIntervention {
        /// What was asked for.
        name: String,
        /// The names there are.
        there: String,
    },
    /// What is remembered of releases does not tell questionnaires apart.
    #[error("figures leave the member for the monthly questionnaire only; leave out --instrument")]
    OwnInstrumentOutside,
    /// Figures do not leave the member so.
    #[error(transparent)]
    Releasing(#[from] ReleasingError),
    /// What it is computed from.
    #[error(transparent)]
    Sources(#[from] SourcesError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A whole report.
    #[error(transparent)]
    Whole(#[from] MakingError),
    /// A form that the report does not have.
    #[error("{0}")]
    NotThatForm(&'static str),
    /// Its text.
    #[error("the report cannot be written as text: {0}")]
    Json(#[from] serde_json::Error),
    /// Its table.
    #[error("the report cannot be written as a table: {0}")]
    Csv(#[from] csv::Error),
    /// Its workbook.
    #[error("the report cannot be written as a workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A workbook is no text.
    #[error("this file cannot be shown on a terminal; write it with --output")]
    WorkbookOnTerminal,
    /// Standard output.
    #[error("the report cannot be written: {0}")]
    Output(#[from] io::Error),
    /// The file.
    #[error("{} cannot be written: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
}

/// A report as a file carries it.
#[derive(Serialize)]
pub(super) struct ReportFile<'a> {
    pub(super) report: &'a str,
    pub(super) period: [Date; 2],
    pub(super) audience: &'a str,
    pub(super) method: &'a str,
    pub(super) figures: &'a serde_json::Value,
    pub(super) notes: &'a [String],
}

/// Checks what can be checked without a store.
pub(crate) fn period_of(asked: &Asked) -> Result<Period, ReportError> {
    Ok(Period::new(asked.from, asked.to)?)
}

/// Computes a report and writes it.
pub(crate) async fn run(
    asked: &Asked,
    period: Period,
    store: &Store,
    reference: &Reference,
    clock: Clock,
) -> Result<(), ReportError> {
    let right = OperatorRight::at_the_machine();
    let association = association_choice::choose(store, right, Some(&asked.association)).await?;
    let about = match asked.name {
        Which::One(name) => About::Report(name),
        Which::Whole(report) => About::WholeReport(report),
    };
    let noted = Entry::new(Scope::Installation, Who::CommandLine, What::Reported).about(about);
    store.note_command_for(right, vec![association], noted, clock.now()).await?;
    let all = store.interventions(right, association).await?;
    let chosen = interventions(&asked.interventions, &all)?;
    if asked.audience != Viewer::Member && asked.instrument.is_some() {
        return Err(ReportError::OwnInstrumentOutside);
    }
    let period = match asked.audience {
        // What lies ahead is not expected of anybody yet.
        Viewer::Member => period.until(clock.now().date()),
        Viewer::Association | Viewer::Public => period,
    };
    let written = match asked.name {
        Which::One(name) => {
            one(asked, name, period, (&all, chosen), (store, right, association, reference), clock).await?
        }
        Which::Whole(report) => {
            whole(asked, report, period, (&all, &chosen), (store, right, association, reference), clock).await?
        }
    };
    match &asked.output {
        Some(path) => whole_file::write(path, &written).map_err(|error| ReportError::File(path.clone(), error)),
        None => show(&written, asked.format),
    }
}

/// Where a report is made from, and by what right.
type Place<'a> = (&'a Store, OperatorRight, AssociationId, &'a Reference);

/// Computes one report.
async fn one(
    asked: &Asked,
    name: ReportName,
    period: Period,
    (all, chosen): (&[InterventionName], Vec<InterventionId>),
    (store, right, association, reference): Place<'_>,
    clock: Clock,
) -> Result<Vec<u8>, ReportError> {
    let held = Held::read(store, right, association, reference, asked.instrument.as_deref()).await?;
    let sources = held.as_sources();
    let report = match asked.audience {
        Viewer::Member => report::for_member(name, &sources, &Selection::new(period, chosen), &asked.by),
        Viewer::Association | Viewer::Public => {
            let all: Vec<InterventionId> = all.iter().map(|one| one.id).collect();
            let right = right.releasing(association);
            let registry = Registry { store, memories: &Memories::default(), clock };
            let released = release::released(registry, right, &[name], period, &all, &sources).await?;
            let released = released.of(name)?;
            let figures = released.figures(&chosen, &asked.by).map_err(ReleasingError::from)?;
            Report { report: name.as_str(), period, method: name.method(), figures, notes: released.notes.clone() }
        }
    };
    encoded(&report, asked.audience, asked.format)
}

/// Makes a whole report.
async fn whole(
    asked: &Asked,
    report: WholeReport,
    period: Period,
    (all, chosen): (&[InterventionName], &[InterventionId]),
    (store, right, association, reference): Place<'_>,
    clock: Clock,
) -> Result<Vec<u8>, ReportError> {
    let release = (asked.audience != Viewer::Member).then(|| right.releasing(association));
    let instrument = sources::instrument(reference, asked.instrument.as_deref())?;
    let memories = Memories::default();
    let registry = Registry { store, memories: &memories, clock };
    let making = Making { registry, right: right.figures(association), release, reference, instrument };
    let is_all = chosen.is_empty();
    let interventions = all.iter().filter(|one| is_all || chosen.contains(&one.id)).cloned().collect();
    let wanted = annual::Asked { period, interventions, is_all };
    let written = annual::Written { report, form: asked.format, language: asked.language };
    let form = "annual comes as --format pdf, xlsx or csv (packed tables), national-follow-up as xlsx or csv";
    annual::run(&making, wanted, written).await?.ok_or(ReportError::NotThatForm(form))
}

/// The interventions of those names. Two members may run one of the same name; then both are meant.
fn interventions(names: &[String], all: &[InterventionName]) -> Result<Vec<InterventionId>, ReportError> {
    let mut chosen = Vec::new();
    for name in names {
        let before = chosen.len();
        chosen.extend(all.iter().filter(|one| *one.name == **name).map(|one| one.id));
        if chosen.len() == before {
            let there = listed(all.iter().map(|one| &*one.name));
            return Err(ReportError::NoSuchIntervention { name: name.clone(), there });
        }
    }
    Ok(chosen)
}

const fn audience(viewer: Viewer) -> &'static str {
    match viewer {
        Viewer::Member => "member",
        Viewer::Association => "association",
        Viewer::Public => "public",
    }
}

fn encoded(report: &Report, viewer: Viewer, form: Form) -> Result<Vec<u8>, ReportError> {
    let Report { report, period, method, figures, notes } = report;
    let period = [period.from(), period.to()];
    let file = ReportFile { report, period, audience: audience(viewer), method, figures, notes };
    let cells = report::cells(figures);
    Ok(match form {
        Form::Json => {
            let mut text = serde_json::to_vec_pretty(&file)?;
            text.push(b'\n');
            text
        }
        Form::Csv => csv_table::write(&cells)?,
        Form::Xlsx => workbook::write(&file, &cells)?,
        Form::Pdf => return Err(ReportError::NotThatForm("only whole reports come as pages; ask for annual")),
    })
}

fn show(written: &[u8], form: Form) -> Result<(), ReportError> {
    let mut out = stdout().lock();
    if matches!(form, Form::Xlsx | Form::Pdf) && out.is_terminal() {
        return Err(ReportError::WorkbookOnTerminal);
    }
    Ok(out.write_all(written).and_then(|()| out.flush())?)
}

/// Whether there is a store.
pub(crate) async fn need_store(location: &Location) -> Result<(), ReportError> {
    if exists(location).await? { Ok(()) } else { Err(ReportError::NoStore(location.clone())) }
}
