//! Every figure of an annual report, from the reports by name: the same code as `stegvis report`, so the same digits. Of
//! a member's own everything is there; outside the member, what was released. It does not know how it is laid out.

use super::writing::entries;
use crate::digest::sha256;
use crate::release::{self, Registry, ReleasingError};
use crate::store::ReleaseRight;
use serde_json::{Value, json};
use shared::account::InterventionName;
use shared::dashboard::Audience;
use shared::figures::{Period, Selection};
use shared::id::InterventionId;
use shared::report::release::NotReleased;
use shared::report::{self, ReportName, Sources, SplitBy, WholeReport};
use shared::time::Instant;
use std::collections::BTreeMap;

/// The reports that a whole report is made of: what somebody opens is released, and nothing beside it.
const fn reports(of: WholeReport) -> &'static [ReportName] {
    match of {
        WholeReport::Annual => &ANNUAL,
        WholeReport::FollowUp => &[ReportName::ParticipantFlow, ReportName::Volume],
    }
}

/// The reports that an annual report is made of.
const ANNUAL: [ReportName; 19] = [
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
    /// What was counted in structural interventions, each of them once.
    pub(super) volumes: Volumes,
}

/// Occasions and attendances of interventions.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Volumes {
    /// Of single ones.
    pub(super) of_one: BTreeMap<InterventionId, Value>,
    /// Of those of one name that several members run, where nobody is told them apart; and of those that go by no name
    /// of now. With how many they are.
    pub(super) together: Vec<(String, usize, Value)>,
}

impl Volumes {
    /// For the member: each one's own.
    fn for_member(asked: &Asked, all: &Value, sources: &Sources<'_>) -> Self {
        let of_one = asked.interventions.iter().map(|one| {
            let selection = Selection::new(asked.period, vec![one.id]);
            (one.id, report::for_member(ReportName::Volume, sources, &selection, &[]).figures["total"].take())
        });
        let is_named = |name: &str| asked.interventions.iter().any(|one| *one.name == *name);
        let others = entries(&all["interventions"]).filter(|(name, _)| !is_named(name));
        Self {
            of_one: of_one.collect(),
            together: others.map(|(name, figures)| (name.to_owned(), 0, figures.clone())).collect(),
        }
    }

    /// As they were released: by name.
    fn released(asked: &Asked, all: &Value, names: &[InterventionName]) -> Self {
        let mut volumes = Self::default();
        for (name, figures) in entries(&all["interventions"]) {
            let of_name: Vec<InterventionId> =
                names.iter().filter(|one| *one.name == *name).map(|one| one.id).collect();
            let is_asked = |id: &InterventionId| asked.interventions.iter().any(|one| one.id == *id);
            match of_name[..] {
                [one] => drop(volumes.of_one.insert(one, figures.clone())),
                _ if asked.is_all || of_name.iter().any(is_asked) => {
                    volumes.together.push((name.to_owned(), of_name.len(), figures.clone()));
                }
                _ => {}
            }
        }
        volumes
    }
}

impl Gathered {
    /// The figures of a report.
    pub(super) fn of(&self, name: ReportName) -> &Value {
        of_report(&self.figures, name)
    }

    /// What two reports have in common that say the same to the last digit.
    pub(crate) fn fingerprint(&self) -> String {
        let figures: Vec<Value> = self.figures.iter().map(|(name, value)| json!([name.as_str(), value])).collect();
        let flows: Vec<Value> = self.flows.iter().map(|(one, value)| json!([one.id, value])).collect();
        sha256(json!([figures, flows]).to_string().as_bytes())
    }
}

fn of_report(figures: &[(ReportName, Value)], name: ReportName) -> &Value {
    figures.iter().find(|(one, _)| *one == name).map_or(&Value::Null, |(_, figures)| figures)
}

/// The figures as of a time: what may leave the member where there is a right to release it, else everything.
pub(crate) async fn gather(
    whole: WholeReport,
    asked: Asked,
    registry: Registry<'_>,
    release: Option<ReleaseRight>,
    sources: &Sources<'_>,
    until: Instant,
) -> Result<Gathered, ReleasingError> {
    match release {
        Some(right) => released(reports(whole), asked, registry, right, sources, until).await,
        // It takes a processor for a while: others go on beside it.
        None => Ok(tokio::task::block_in_place(|| for_member(reports(whole), asked, sources))),
    }
}

/// Everything, for the member.
fn for_member(reports: &[ReportName], asked: Asked, sources: &Sources<'_>) -> Gathered {
    let ids = |is_all| if is_all { Vec::new() } else { asked.interventions.iter().map(|one| one.id).collect() };
    let selection = Selection::new(asked.period, ids(asked.is_all));
    let figures_of = |name, selection: &Selection| report::for_member(name, sources, selection, splits(name)).figures;
    let figures: Vec<(ReportName, Value)> = reports.iter().map(|name| (*name, figures_of(*name, &selection))).collect();
    let flows = asked.interventions.iter().map(|one| {
        let selection = Selection::new(asked.period, vec![one.id]);
        (one.clone(), report::for_member(ReportName::ParticipantFlow, sources, &selection, &[]).figures)
    });
    let flows = flows.collect();
    let volumes = Volumes::for_member(&asked, of_report(&figures, ReportName::Volume), sources);
    Gathered {
        period: asked.period,
        audience: Audience::Member,
        figures,
        volumes,
        flows,
        interventions: asked.interventions,
        is_all: asked.is_all,
    }
}

/// What may leave the member; it is released by this where it was not before.
async fn released(
    reports: &[ReportName],
    asked: Asked,
    registry: Registry<'_>,
    right: ReleaseRight,
    sources: &Sources<'_>,
    until: Instant,
) -> Result<Gathered, ReleasingError> {
    // A release is of all interventions, whichever of them was asked for.
    let all: Vec<InterventionId> = sources.interventions.iter().map(|one| one.id).collect();
    let one: Vec<InterventionId> =
        if asked.is_all { Vec::new() } else { asked.interventions.iter().map(|one| one.id).collect() };
    let (mut figures, mut flows, mut volumes) = (Vec::new(), Vec::new(), Volumes::default());
    let mut not_yet = Vec::new();
    for name in reports {
        let report =
            release::before_its_release(registry.store, right, *name, asked.period, &all, sources, until).await?;
        not_yet.extend(report.map(|report| (*name, report)));
    }
    let is_there = |name: &&ReportName| !not_yet.iter().any(|(one, _)| one == *name);
    let there: Vec<ReportName> = reports.iter().filter(is_there).copied().collect();
    let there = release::released(registry, right, &there, asked.period, &all, sources).await?;
    for name in reports.iter().copied() {
        let released = match not_yet.iter().find(|(one, _)| *one == name) {
            Some((_, report)) => report,
            None => there.of(name)?,
        };
        // What one intervention shows is not split, and not every report is made of one.
        let splits = if one.is_empty() { splits(name) } else { &[] };
        let of_selection = match released.figures(&one, splits) {
            Ok(figures) => figures,
            // Some reports are not released for single ones.
            Err(NotReleased::NotThatIntervention) => Value::Null,
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
        if name == ReportName::Volume {
            volumes = Volumes::released(&asked, &released.figures(&[], &[])?, sources.interventions);
        }
    }
    Ok(Gathered {
        period: asked.period,
        audience: Audience::Association,
        figures,
        flows,
        volumes,
        interventions: asked.interventions,
        is_all: asked.is_all,
    })
}
