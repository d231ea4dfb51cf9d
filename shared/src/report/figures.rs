//! The figures of each report under their names. Where there are too few cases, the figure says so in its place.

use super::ReportName;
use super::effect::{of_impact, of_realised, of_step_scenario};
use super::selected::Selected;
use super::structural::{of_goals, of_volume};
use crate::code::Code;
use crate::figures::{Band, ByGender, Changes, Figure, Group, Groups, Movement, Share, Survival, deviations};
use crate::record::Gender;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The key under which an unknown value stands.
const UNKNOWN: &str = "unknown";

pub(super) const fn gender_key(gender: Gender) -> &'static str {
    gender.as_str()
}

/// The figures of a report over a selection.
pub(super) fn of(name: ReportName, selected: &Selected<'_>, notes: &mut Vec<String>) -> Value {
    let Selected { sources, selection, .. } = selected;
    match name {
        ReportName::ParticipantFlow => as_value(selected.flow()),
        ReportName::Throughput => of_throughput(selected),
        ReportName::SupportChange => of_changes(selected.support_change()),
        ReportName::OccupationChange => of_occupations(selected),
        ReportName::SupportAfterByMunicipality => of_support_after(selected),
        ReportName::Background => of_background(selected),
        ReportName::Exits => of_exits(selected),
        ReportName::StepMovement => of_steps(selected),
        ReportName::Transitions => as_value(selected.transitions()),
        ReportName::TimeToStep => of_survival(selected.time_to_step().clone()),
        ReportName::TimeToWork => of_survival(selected.time_to_work().clone()),
        ReportName::Conditions => of_conditions(selected, notes),
        ReportName::RatingChange => of_rating(selected, notes),
        ReportName::Response => as_value(selected.response()),
        ReportName::Deviations => of_deviations(selected),
        ReportName::Impact => of_impact(selected, notes),
        ReportName::Realised => of_realised(selected, notes),
        ReportName::StepScenario => of_step_scenario(selected, notes),
        ReportName::Volume => of_volume(sources, selection, notes),
        ReportName::Goals => of_goals(sources, selection, notes),
    }
}

pub(super) fn as_value(figure: &impl Serialize) -> Value {
    // The figures are maps with text keys and finite numbers: there is nothing that JSON could not hold.
    serde_json::to_value(figure).unwrap_or(Value::Null)
}

pub(super) fn none_recorded(note: &str, notes: &mut Vec<String>) -> Value {
    notes.push(note.into());
    Value::Object(Map::new())
}

/// A figure under its own names, or how many cases there are and how many it takes.
pub(super) fn known_or_too_few<T>(figure: Figure<T>, known: impl FnOnce(T) -> Value) -> Value {
    match figure {
        Figure::Known(figure) => known(figure),
        Figure::TooFew { have, need } => json!({"too_few": {"have": have, "need": need}}),
        Figure::Hidden => json!({"hidden": true}),
    }
}

pub(super) fn share(figure: Figure<Share>) -> Value {
    known_or_too_few(figure, |share| json!(share.share))
}

pub(super) fn interval(figure: Figure<Share>) -> Value {
    known_or_too_few(figure, |share| json!([share.low, share.high]))
}

fn of_throughput(selected: &Selected<'_>) -> Value {
    let found = selected.throughput();
    json!({
        "participations": found.participations.total,
        "ended": found.ended.total,
        "work": found.work.total,
        "studies": found.studies.total,
        "work_or_studies": found.work_or_studies.total,
        "share_work_or_studies": share(found.share_work_or_studies),
        "share_work_or_studies_interval": interval(found.share_work_or_studies),
        "started_or_increased": found.started_or_increased.total,
        "occupation_missing": found.occupation_missing.total,
        "counts_by_gender": {
            "participations": found.participations,
            "ended": found.ended,
            "work": found.work,
            "studies": found.studies,
            "work_or_studies": found.work_or_studies,
            "started_or_increased": found.started_or_increased,
            "occupation_missing": found.occupation_missing,
        },
    })
}

fn of_changes(changes: &Changes) -> Value {
    let row = |(code, counts): (&Code, &crate::figures::BeforeAfter)| {
        let change = i64::from(counts.after.total) - i64::from(counts.before.total);
        let by_gender = json!({"before": counts.before, "after": counts.after});
        let row = json!({
            "before": counts.before.total, "after": counts.after.total, "change": change, "counts_by_gender": by_gender,
        });
        (code.to_string(), row)
    };
    Value::Object(changes.iter().map(row).collect())
}

fn of_occupations(selected: &Selected<'_>) -> Value {
    let mut figures = of_changes(selected.occupation_change());
    if let Value::Object(figures) = &mut figures {
        let more = selected.throughput().started_or_increased;
        figures.insert("started_or_increased".into(), as_value(&more));
    }
    figures
}

fn of_support_after(selected: &Selected<'_>) -> Value {
    let row = |(municipality, sources): (&Option<String>, &std::collections::BTreeMap<Code, ByGender>)| {
        let counts: Map<String, Value> =
            sources.iter().map(|(code, counts)| (code.to_string(), json!(counts.total))).collect();
        (municipality.clone().unwrap_or_else(|| UNKNOWN.into()), Value::Object(counts))
    };
    Value::Object(selected.support_after().0.iter().map(row).collect())
}

fn of_background(selected: &Selected<'_>) -> Value {
    let found = selected.background();
    let band = |band: &Option<Band>| match band {
        Some(Band { from, to: Some(to) }) => format!("{from}-{to}"),
        Some(Band { from, to: None }) => format!("{from}-"),
        None => UNKNOWN.into(),
    };
    let rows = |table: &std::collections::BTreeMap<Option<Band>, ByGender>| {
        Value::Object(table.iter().map(|(key, counts)| (band(key), as_value(counts))).collect())
    };
    let education: Map<String, Value> =
        found.education.iter().map(|(code, counts)| (code_or_unknown(code.as_ref()), as_value(counts))).collect();
    json!({
        "gender": found.gender,
        "age": rows(&found.age),
        "education": education,
        "months_in_support_before": rows(&found.months_in_support_before),
    })
}

fn code_or_unknown(code: Option<&Code>) -> String {
    code.map_or_else(|| UNKNOWN.into(), Code::to_string)
}

fn of_exits(selected: &Selected<'_>) -> Value {
    let found = selected.exits();
    let reasons: Map<String, Value> =
        found.reasons.iter().map(|(code, counts)| (code_or_unknown(code.as_ref()), as_value(counts))).collect();
    let days = known_or_too_few(found.days, |days| as_value(&days));
    let mut figures = match &days {
        Value::Object(days) => days.clone(),
        _ => Map::new(),
    };
    figures.insert("days_in_intervention".into(), days);
    figures.insert("reasons".into(), Value::Object(reasons));
    Value::Object(figures)
}

fn of_steps(selected: &Selected<'_>) -> Value {
    let found = selected.step_movement();
    let moved = |moved: Movement| as_value(&moved);
    json!({
        "woman": moved(found.woman),
        "man": moved(found.man),
        "other": moved(found.other),
        "total": moved(found.total),
        "n": found.total.measured(),
        "missing": found.total.too_few,
        "ever_forward": found.ever_forward,
        "share_forward": share(found.share_forward),
        "share_forward_interval": interval(found.share_forward),
        "share_forward_worst_case": share(found.share_forward_worst_case),
    })
}

fn of_survival(found: Figure<Survival>) -> Value {
    known_or_too_few(found, |found| {
        let curve: Vec<Value> = found.curve.iter().map(|point| json!([point.month, point.survival])).collect();
        json!({
            "n": found.n,
            "events": found.events,
            "median_months": found.median_months,
            "median_interval": [found.median_interval.0, found.median_interval.1],
            "curve": curve,
            "curve_in_full": found.curve,
        })
    })
}

fn of_conditions(selected: &Selected<'_>, notes: &mut Vec<String>) -> Value {
    notes.push("Groups beside each other: nobody was assigned to them by lot, and they differ in much else.".into());
    let found = selected.conditions();
    let of = |groups: &Groups| {
        Value::Object(groups.iter().map(|(name, group)| ((*name).to_owned(), of_group(*group))).collect())
    };
    json!({
        "total": of_group(found.total),
        "by": {
            "supervisor_changes": of(&found.supervisor_changes),
            "outlook": of(&found.outlook),
            "focus": of(&found.focus),
            "parallel": of(&found.parallel),
            "before": of(&found.before),
        },
    })
}

fn of_group(group: Group) -> Value {
    json!({
        "n": group.n,
        "forward": group.moved.forward,
        "same": group.moved.same,
        "back": group.moved.back,
        "too_few": group.moved.too_few,
        "share_forward": share(group.share_forward),
        "share_forward_interval": interval(group.share_forward),
        "ended": group.ended,
        "work_or_studies": group.work_or_studies,
        "share_work_or_studies": share(group.share_work_or_studies),
        "share_work_or_studies_interval": interval(group.share_work_or_studies),
    })
}

fn of_deviations(selected: &Selected<'_>) -> Value {
    let found = deviations(selected.sources.cohort, &selected.selection);
    let themes: Map<String, Value> =
        found.themes.into_iter().map(|(theme, count)| (theme.to_string(), json!(count))).collect();
    json!({"noted": found.noted, "participations": found.participations, "themes": themes})
}

fn of_rating(selected: &Selected<'_>, notes: &mut Vec<String>) -> Value {
    let (changes, sources) = (selected.rating_changes(), selected.sources);
    let found = changes.score();
    notes.push("Part of a rise would come anyway: people start when things are bad (regression to the mean).".into());
    if let Some(source) = &sources.instrument.reliability_source {
        notes.push(format!("Reliability: {source}."));
    }
    let mut figures = known_or_too_few(found.score, |score| as_value(&score));
    if let Value::Object(figures) = &mut figures {
        figures.insert("instrument".into(), json!(sources.instrument.id));
        figures.insert("score".into(), json!("sum"));
        figures.insert("reliability".into(), json!(found.reliability));
        figures.insert("missing".into(), json!(found.missing));
        figures.insert("reliable_change".into(), json!(found.reliable_change));
        let items = changes.items().map(|item| {
            let change = known_or_too_few(item.change, |change| as_value(&change));
            (item.item.to_string(), json!({"missing": item.missing, "change": change}))
        });
        figures.insert("items".into(), Value::Object(items.collect()));
    }
    figures
}
