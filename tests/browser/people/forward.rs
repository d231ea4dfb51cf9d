//! Who could take a step forward: somebody on the caseload whose figures would change by it.

use anyhow::{Context, Result};
use shared::bridge::{Bridge, BridgeStep, StepRank};
use shared::fold::{Known, Participation, fold};
use shared::id::ParticipationId;
use shared::record::Record;
use shared::time::{Instant, Month};
use std::collections::BTreeMap;

/// Somebody on the caseload.
pub(crate) struct Person {
    /// Whose stay.
    pub(crate) stay: ParticipationId,
    /// As the supervisor sees them.
    pub(crate) alias: String,
    /// The step after the one they stand on.
    pub(crate) next_step: BridgeStep,
    /// How many are on the caseload.
    pub(crate) caseload: usize,
}

impl Person {
    /// The next step, as the form words it.
    pub(crate) fn next_step_in_words(&self) -> String {
        format!("{}. {}", self.next_step.rank.0, self.next_step.name.in_language("sv"))
    }
}

/// Somebody who is counted, still stands where they stood at the beginning, and has a step before them.
pub(crate) fn somebody_who_has_not_moved(records: &[Record]) -> Result<Person> {
    let month = tests::random::this_month();
    let caseload: Vec<_> = folded(records).into_iter().filter(|(_, one)| one.is_active_in(month)).collect();
    let bridge: Bridge = serde_json::from_str(include_str!("../../../assets/bridges/default.json"))?;
    let person = caseload.iter().find_map(|(stay, one)| {
        let from = unmoved_since_the_beginning(one, month)?;
        let next_step = bridge.steps.iter().find(|step| step.rank > from)?.clone();
        let alias = one.enrolment()?.alias.as_str().to_owned();
        Some(Person { stay: *stay, alias, next_step, caseload: caseload.len() })
    });
    person.context("nobody on the caseload could take a step")
}

/// Each stay as its records tell it.
pub(crate) fn folded(records: &[Record]) -> BTreeMap<ParticipationId, Participation> {
    let mut known: BTreeMap<ParticipationId, Vec<Known>> = BTreeMap::new();
    for record in records {
        let one = Known { record: record.clone(), received_at: Some(Instant(0)) };
        known.entry(record.participation).or_default().push(one);
    }
    known.into_iter().map(|(stay, known)| (stay, fold(&known))).collect()
}

/// The step of the beginning, if it is also that of last month or before.
fn unmoved_since_the_beginning(one: &Participation, month: Month) -> Option<StepRank> {
    let started = one.enrolment()?.started.month();
    let steps = one.months.iter().filter_map(|(month, view)| Some((*month, view.step.as_ref()?.value)));
    let steps: Vec<_> = steps.filter(|(at, _)| *at < month).collect();
    let (first, baseline) = *steps.iter().find(|(at, _)| *at >= started.plus(-1) && *at <= started.plus(1))?;
    let (last, latest) = *steps.last()?;
    (last > first && latest == baseline).then_some(baseline)
}
