//! What a report may say outside the member: to the association and to the public.
//!
//! A report is released once for a period, for all of the association and all of it by gender, by intervention and by
//! municipality, whichever of them was asked for: so that no two questions can be subtracted. Small counts are hidden, with
//! what they could be worked out from in this report, in others of the same period, and in those of periods around,
//! within and beside it; see [`crate::suppression`]. A number that the layout does not name is left out. What was
//! released stays as it was.
//!
//! What it does not know: where releases are kept, and who may see them.

mod counted;
mod effect_layout;
mod keys;
mod layout;
mod layout_of_conditions;
mod parted;
mod path;
mod period;
mod place;
mod seen;
mod stating;

pub use period::{ReleasePeriod, ReleasePeriodError};
pub use seen::HIDDEN;

use super::effect::add_up_months;
use super::{ReportName, Sources, SplitBy};
use crate::figures::Period;
use crate::id::InterventionId;
use crate::side_by_side;
use crate::suppression::{Released, Statement, StatementError, protect_after};
use counted::{Counted, MoreThanAll};
use keys::Keys;
use layout::{FRAME, Tie, layout};
use parted::Parted;
use path::Rules;
use place::Split;
use seen::{Protections, Seeing};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use stating::{Stating, greatest_within, touch};
use std::collections::BTreeMap;

/// What was released of a report for a period, to be kept and answered from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleasedReport {
    /// The report's name.
    pub report: String,
    /// The days it covers.
    pub period: Period,
    /// What it counts and how.
    pub method: String,
    /// What a reader has to know beside the figures.
    pub notes: Vec<String>,
    #[serde(skip)]
    is_of_nobody: bool,
    all: Value,
    by_gender: Map<String, Value>,
    by_municipality: Map<String, Value>,
    by_intervention: BTreeMap<InterventionId, Value>,
}

/// Why nothing is released.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// The counts contradict each other, so that nothing can be said of what they give away.
    #[error("the figures of this report contradict each other ({0}); nothing is released until that is put right")]
    Contradiction(#[from] StatementError),
    /// A part is greater than the whole.
    #[error(
        "more people are counted in the municipalities than in all ({0}); nothing is released until that is put right"
    )]
    MoreThanAll(String),
}

impl From<MoreThanAll> for ReleaseError {
    fn from(MoreThanAll(measure): MoreThanAll) -> Self {
        Self::MoreThanAll(measure)
    }
}

/// Releases of a period, from the same sources: what several reports have in common is computed once.
pub struct Releasing<'a> {
    now: Parted<'a>,
    others: Vec<Parted<'a>>,
}

impl<'a> Releasing<'a> {
    /// Reports of a period; `earlier` are the periods of all releases so far, of any report.
    pub fn new(
        sources: &'a Sources<'a>,
        period: ReleasePeriod,
        interventions: &'a [InterventionId],
        earlier: &[Period],
    ) -> Self {
        let days = period.days();
        let others = earlier.iter().filter(|other| **other != days && touch(other, &days));
        let of = |days: Period| Parted::of(sources, interventions, days);
        Self { now: of(days), others: others.copied().map(of).collect() }
    }

    /// Computes what may leave of a report, and what is to be remembered of it: the two are to be kept together before
    /// anything is shown. Of nobody nothing is remembered.
    ///
    /// # Errors
    /// When the counts contradict each other. Then nothing may be shown.
    pub fn release(&self, name: ReportName, memory: Released) -> Result<(ReleasedReport, Released), ReleaseError> {
        Ok(self.stated(name)?.protected(memory))
    }

    /// The same of several reports, one after the other: while one is protected, the next is counted. The memory is asked
    /// for when the first one is.
    ///
    /// # Errors
    /// When the counts contradict each other, or the memory is not to be had. Then nothing may be shown.
    pub fn release_all<E: From<ReleaseError>>(
        &self,
        names: &[ReportName],
        memory: impl FnOnce() -> Result<Released, E>,
    ) -> Result<(Vec<ReleasedReport>, Released), E> {
        let mut reports = Vec::with_capacity(names.len());
        let (mut memory, mut released) = (Some(memory), Released::default());
        side_by_side::one_ahead(
            names,
            |name| self.stated(*name),
            |stated| {
                if let Some(memory) = memory.take() {
                    released = memory()?;
                }
                let (report, after) = stated?.protected(std::mem::take(&mut released));
                released = after;
                reports.push(report);
                Ok::<(), E>(())
            },
        )?;
        Ok((reports, released))
    }

    /// Counts a report, and states what hangs together in it.
    fn stated(&self, name: ReportName) -> Result<Stated, ReleaseError> {
        let mut notes = Vec::new();
        let Parted { sources, days, .. } = self.now;
        let rules = Rules::of(&layout(name));
        let counted = Counted::of(name, &rules, &self.now, &mut notes)?;
        let mut others = Vec::new();
        for other in &self.others {
            let counted = Counted::of(name, &rules, other, &mut Vec::new())?;
            let keys = Keys::of_all(&counted, &other.days);
            others.push((other.days, counted, keys));
        }
        let ties = ties(name, sources);
        let is_of_nobody = counted.is_of_nobody(name) || counted.lacks_prices(name);
        let seeing = Seeing::new(rules, counted, &days);
        let of_split = |split: &Split| statement(*split, &ties, days, &seeing, &others);
        let statements = side_by_side::for_each(&Split::ALL, of_split).into_iter().collect::<Result<_, _>>()?;
        notes.push("Counts from 1 to 4 are hidden, and with them those from which they could be worked out.".into());
        notes.sort();
        notes.dedup();
        Ok(Stated { name, days, notes, is_of_nobody, seeing, statements })
    }
}

/// A report that is counted, on its way to being protected.
struct Stated {
    name: ReportName,
    days: Period,
    notes: Vec<String>,
    is_of_nobody: bool,
    seeing: Seeing,
    /// In the order in which they are protected.
    statements: Vec<Statement>,
}

impl Stated {
    fn protected(self, memory: Released) -> (ReleasedReport, Released) {
        let nothing = Released::default();
        let (mut released, unchanged) = if self.is_of_nobody { (nothing, memory) } else { (memory, nothing) };
        let mut protections = Protections::default();
        for statement in &self.statements {
            let mut protected = protect_after(statement, released);
            released = protected.take_released();
            protections.0.push(protected);
        }
        let Self { name, days, notes, is_of_nobody, seeing, .. } = self;
        let report = put_together((name, days, is_of_nobody), notes, &seeing.counted, |part| {
            let mut seen = seeing.seen(part, &protections);
            if name == ReportName::Realised {
                add_up_months(&mut seen);
            }
            seen
        });
        (report, if is_of_nobody { unchanged } else { released })
    }
}

fn ties(name: ReportName, sources: &Sources<'_>) -> Vec<Tie> {
    let of_direction = match name {
        ReportName::RatingChange => layout::reliable_ties(sources.instrument.direction).to_vec(),
        _ => Vec::new(),
    };
    FRAME.iter().chain(layout(name).ties).copied().chain(of_direction).collect()
}

fn statement(
    split: Split,
    ties: &[Tie],
    days: Period,
    seeing: &Seeing,
    others: &[(Period, Counted, Keys)],
) -> Result<Statement, StatementError> {
    let mut statement = Statement::default();
    let now = Stating { counted: &seeing.counted, split, days, keys: &seeing.keys, ties };
    now.state(&mut statement, true)?;
    let others: Vec<Stating<'_>> =
        others.iter().map(|(days, counted, keys)| Stating { counted, split, days: *days, keys, ties }).collect();
    for other in &others {
        other.state(&mut statement, false)?;
        now.link(&mut statement, other)?;
    }
    let all: Vec<&Stating<'_>> = others.iter().chain([&now]).collect();
    for outer in all.iter().filter(|outer| period::holds(&outer.days, &days)) {
        outer.add_up(&mut statement, &greatest_within(outer, &all))?;
    }
    seeing.state_figures(&mut statement, split)?;
    Ok(statement)
}

fn put_together(
    (name, period, is_of_nobody): (ReportName, Period, bool),
    notes: Vec<String>,
    counted: &Counted,
    seen: impl Fn(&counted::Part) -> Value + Sync,
) -> ReleasedReport {
    let mut report = ReleasedReport {
        report: name.as_str().into(),
        period,
        method: name.method().into(),
        notes,
        is_of_nobody,
        all: Value::Null,
        by_gender: Map::new(),
        by_municipality: Map::new(),
        by_intervention: BTreeMap::new(),
    };
    for (part, figures) in counted.parts.iter().zip(side_by_side::for_each(&counted.parts, seen)) {
        let place = &part.place;
        if let Some(name) = &place.municipality {
            report.by_municipality.insert(name.clone(), figures);
        } else if let Some(id) = place.intervention {
            report.by_intervention.insert(id, figures);
        } else if let Some(gender) = place.gender {
            report.by_gender.insert(gender.into(), figures);
        } else {
            report.all = figures;
        }
    }
    report
}

const BY_GENDER: &str = "by_gender";
const BY_MUNICIPALITY: &str = "by_municipality";

/// What was asked for is not among what is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReleased {
    /// Interventions are released one by one or all together.
    #[error("figures leave the member for all interventions or for one; ask for one --intervention, or for none")]
    SomeInterventions,
    /// A split within an intervention.
    #[error("figures of one intervention leave the member without a split: nearly every count would be small")]
    SplitOfIntervention,
    /// The intervention was not there when the report was released, or the report is not made for single ones.
    #[error("this report was not released for that intervention; ask for all of them")]
    NotThatIntervention,
}

impl ReleasedReport {
    /// Whether nobody was counted in it, or nothing could be reckoned for want of prices: both may come.
    pub const fn is_of_nobody(&self) -> bool {
        self.is_of_nobody
    }

    /// The figures that were asked for.
    ///
    /// # Errors
    /// When they were not released.
    pub fn figures(&self, interventions: &[InterventionId], by: &[SplitBy]) -> Result<Value, NotReleased> {
        match interventions {
            [] => {}
            [_] if !by.is_empty() => return Err(NotReleased::SplitOfIntervention),
            [one] => return self.by_intervention.get(one).cloned().ok_or(NotReleased::NotThatIntervention),
            _ => return Err(NotReleased::SomeInterventions),
        }
        let mut figures = self.all.clone();
        if let Value::Object(all) = &mut figures {
            if by.contains(&SplitBy::Gender) {
                all.insert(BY_GENDER.into(), self.by_gender.clone().into());
            }
            if by.contains(&SplitBy::Municipality) {
                all.insert(BY_MUNICIPALITY.into(), self.by_municipality.clone().into());
            }
        }
        Ok(figures)
    }
}
