//! Table 6 and table 10 as files carry them: volumes and goals, intervention by intervention, with totals. Neither is
//! known by gender or municipality.

use super::Sources;
use crate::account::InterventionName;
use crate::figures::{
    Goal, GoalCounts, GoalUnit, Reached, Selection, Volume, VolumeOfOne, VolumeSum, goals, volume, whole_percent,
};
use crate::id::InterventionId;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Table 6. Interventions of one name, which two members may run, stand together.
pub(super) fn of_volume(sources: &Sources<'_>, selection: &Selection, notes: &mut Vec<String>) -> Value {
    if sources.volumes.is_empty() {
        return nothing("No structural intervention is recorded.", notes);
    }
    let found = volume(sources.volumes, selection);
    notes.push("Nobody is known among attendances: they are not persons, and are split by nothing.".into());
    if found.left_out > 0 {
        let left_out = format!("{} rows of months that lie only partly in the period are left out.", found.left_out);
        notes.push(left_out);
    }
    let interventions: Map<String, Value> =
        by_name(&found, sources.interventions).into_iter().map(|(name, parts)| (name, of_parts(&parts))).collect();
    json!({"total": found.total, "interventions": interventions})
}

fn by_name<'v>(found: &'v Volume, names: &[InterventionName]) -> BTreeMap<String, Vec<&'v VolumeOfOne>> {
    let mut by_name: BTreeMap<String, Vec<&VolumeOfOne>> = BTreeMap::new();
    for (id, of_one) in &found.interventions {
        by_name.entry(name_of(*id, names)).or_default().push(of_one);
    }
    by_name
}

fn of_parts(parts: &[&VolumeOfOne]) -> Value {
    let mut figures = as_object(&VolumeSum::together(parts.iter().map(|part| part.total)));
    let mut activities: BTreeMap<&str, VolumeSum> = BTreeMap::new();
    for (activity, sum) in parts.iter().flat_map(|part| &part.activities) {
        let so_far = activities.entry(activity).or_default();
        *so_far = VolumeSum::together([*so_far, *sum]);
    }
    figures.insert("activities".into(), json!(activities));
    Value::Object(figures)
}

/// Table 10.
pub(super) fn of_goals(sources: &Sources<'_>, selection: &Selection, notes: &mut Vec<String>) -> Value {
    if sources.goals.is_empty() {
        return nothing("No goal is set.", notes);
    }
    notes.push("Near: short of the target, or above it where less is better, by at most a tenth of the target.".into());
    let found: Vec<&Goal> = goals(sources.goals, selection).collect();
    let later = sources
        .goals
        .iter()
        .filter(|goal| selection.period.holds(goal.period.from()) && goal.period.to() > selection.period.to());
    match later.count() {
        0 => {}
        later => notes.push(format!("{later} goals that run beyond the period are left out.")),
    }
    let mut interventions: BTreeMap<String, Vec<&Goal>> = BTreeMap::new();
    let mut of_all = Vec::new();
    for goal in &found {
        match goal.intervention {
            Some(id) => interventions.entry(name_of(id, sources.interventions)).or_default().push(goal),
            None => of_all.push(*goal),
        }
    }
    let interventions: Map<String, Value> =
        interventions.into_iter().map(|(name, goals)| (name, with_counts(&goals))).collect();
    json!({
        "total": GoalCounts::of(found.iter().copied()),
        "association": with_counts(&of_all),
        "interventions": interventions,
    })
}

fn with_counts(goals: &[&Goal]) -> Value {
    let mut figures = as_object(&GoalCounts::of(goals.iter().copied()));
    figures.insert("rows".into(), goals.iter().map(|goal| row(goal)).collect());
    Value::Object(figures)
}

fn row(goal: &Goal) -> Value {
    let measure = &goal.measure;
    let percent = match (measure.unit(), measure.reached()) {
        (GoalUnit::Percent, Some(Reached { n, of: Some(of) })) => whole_percent(n, of),
        _ => None,
    };
    json!({
        "goal": goal.name,
        "indicator": goal.indicator,
        "from": goal.period.from(),
        "to": goal.period.to(),
        "unit": measure.unit(),
        "direction": measure.aim(),
        "target": measure.target().value(),
        "n": measure.reached().map(|reached| reached.n),
        "of": measure.reached().and_then(|reached| reached.of),
        "outcome": measure.outcome(),
        "whole_percent": percent,
        "status": measure.status(),
    })
}

fn name_of(id: InterventionId, names: &[InterventionName]) -> String {
    names.iter().find(|one| one.id == id).map_or_else(|| id.to_string(), |one| one.name.to_string())
}

fn as_object(figure: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(figure) {
        Ok(Value::Object(map)) => map,
        // Sums and counts are structs.
        _ => Map::new(),
    }
}

fn nothing(note: &str, notes: &mut Vec<String>) -> Value {
    notes.push(note.into());
    Value::Object(Map::new())
}
