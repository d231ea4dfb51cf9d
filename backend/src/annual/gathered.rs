//! Every figure of an annual report, from the reports by name: the same code as `stegvis report`, so the same digits. Of
//! a member's own everything is there; outside the member, what was released. It does not know how it is laid out.

use crate::clock::Clock;
use crate::digest::sha256;
use crate::release::{self, ReleasingError};
use crate::store::{ReleaseRight, Store};
use serde_json::{Value, json};
use shared::account::InterventionName;
use shared::dashboard::Audience;
use shared::figures::{Period, Selection};
use shared::id::InterventionId;
use shared::report::{self, ReportName, Sources, SplitBy};

/// The reports that an annual report is made of.
const REPORTS: [ReportName; 19] = [
    ReportName::ParticipantFlow,
    ReportName::SupportChange,
    ReportName::SupportAfterByMunicipality,
    ReportName::OccupationChange,
    ReportName::Background,
    ReportName::Exits,
    ReportName::Volume,
    ReportName::Throughput,
    ReportName::Response,
    ReportName::Goals,
    ReportName::StepMovement,
    ReportName::Transitions,
    ReportName::TimeToStep,
    ReportName::TimeToWork,
    ReportName::RatingChange,
    ReportName::Conditions,
    ReportName::Impact,
    ReportName::Realised,
    ReportName::StepScenario,
];

/// By what a report is split in an annual report, beside what it says of genders anyway.
const fn splits(name: ReportName) -> &'static [SplitBy] {
    match name {
        ReportName::ParticipantFlow => &[SplitBy::Municipality],
        ReportName::Throughput | ReportName::TimeToStep | ReportName::TimeToWork | ReportName::RatingChange => {
            &[SplitBy::Gender]
        }
        _ => &[],
    }
}

/// What somebody wants to read about.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The days.
    pub(crate) period: Period,
    /// The interventions, all of them that the reader may see where none is singled out.
    pub(crate) interventions: Vec<InterventionName>,
    /// Whether they are all there are.
    pub(crate) is_all: bool,
}

/// The figures.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gathered {
    pub(super) period: Period,
    pub(super) interventions: Vec<InterventionName>,
    pub(super) is_all: bool,
    pub(super) audience: Audience,
    figures: Vec<(ReportName, Value)>,
    /// The flow of each intervention.
    pub(super) flows: Vec<(InterventionName, Value)>,
}

impl Gathered {
    /// The figures of a report.
    pub(super) fn of(&self, name: ReportName) -> &Value {
        self.figures.iter().find(|(one, _)| *one == name).map_or(&Value::Null, |(_, figures)| figures)
    }

    /// What two reports have in common that say the same to the last digit.
    pub(crate) fn fingerprint(&self) -> String {
        let figures: Vec<Value> = self.figures.iter().map(|(name, value)| json!([name.as_str(), value])).collect();
        let flows: Vec<Value> = self.flows.iter().map(|(one, value)| json!([one.id, value])).collect();
        sha256(json!([figures, flows]).to_string().as_bytes())
    }
}

/// The figures: what may leave the member where there is a right to release it, else everything.
pub(crate) async fn gather(
    asked: Asked,
    store: &Store,
    release: Option<ReleaseRight>,
    sources: &Sources<'_>,
    clock: Clock,
) -> Result<Gathered, ReleasingError> {
    match release {
        Some(right) => released(asked, store, right, sources, clock).await,
        // It takes a processor for a while: others go on beside it.
        None => Ok(tokio::task::block_in_place(|| for_member(asked, sources))),
    }
}

/// Everything, for the member.
fn for_member(asked: Asked, sources: &Sources<'_>) -> Gathered {
    let ids = |is_all| if is_all { Vec::new() } else { asked.interventions.iter().map(|one| one.id).collect() };
    let selection = Selection::new(asked.period, ids(asked.is_all));
    let figures_of = |name, selection: &Selection| report::for_member(name, sources, selection, splits(name)).figures;
    let figures = REPORTS.map(|name| (name, figures_of(name, &selection)));
    let flows = asked.interventions.iter().map(|one| {
        let selection = Selection::new(asked.period, vec![one.id]);
        (one.clone(), report::for_member(ReportName::ParticipantFlow, sources, &selection, &[]).figures)
    });
    let flows = flows.collect();
    Gathered {
        period: asked.period,
        audience: Audience::Member,
        figures: figures.into(),
        flows,
        interventions: asked.interventions,
        is_all: asked.is_all,
    }
}

/// What may leave the member; it is released by this where it was not before.
async fn released(
    asked: Asked,
    store: &Store,
    right: ReleaseRight,
    sources: &Sources<'_>,
    clock: Clock,
) -> Result<Gathered, ReleasingError> {
    // A release is of all interventions, whichever of them was asked for.
    let all: Vec<InterventionId> = sources.interventions.iter().map(|one| one.id).collect();
    let one: Vec<InterventionId> =
        if asked.is_all { Vec::new() } else { asked.interventions.iter().map(|one| one.id).collect() };
    let (mut figures, mut flows) = (Vec::new(), Vec::new());
    for name in REPORTS {
        let released = release::released(store, right, name, asked.period, &all, sources, clock).await?;
        // What one intervention shows is not split, and not every report is made of one.
        let splits = if one.is_empty() { splits(name) } else { &[] };
        let of_selection = match released.figures(&one, splits) {
            Ok(figures) => figures,
            Err(_) if matches!(name, ReportName::SupportAfterByMunicipality | ReportName::Conditions) => Value::Null,
            Err(other) => return Err(other.into()),
        };
        figures.push((name, of_selection));
        if name == ReportName::ParticipantFlow {
            for intervention in &asked.interventions {
                // One that was made after the release is not in it.
                let flow = released.figures(&[intervention.id], &[]).unwrap_or(Value::Null);
                flows.push((intervention.clone(), flow));
            }
        }
    }
    Ok(Gathered {
        period: asked.period,
        audience: Audience::Association,
        figures,
        flows,
        interventions: asked.interventions,
        is_all: asked.is_all,
    })
}
