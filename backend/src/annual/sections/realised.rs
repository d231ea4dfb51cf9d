//! What has come of it month by month, and what a step would be worth in a scenario that is said to be one.

use super::impact::actors;
use crate::annual::document::{Cell, Chart, Group, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::words::fill;
use crate::annual::writing::{Writing, entries};
use serde_json::Value;
use shared::bridge::StepRank;
use shared::report::ReportName;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Realised);
    Section {
        title: words.realised_title.to_string(),
        lead: words.realised_lead.to_string(),
        counted: vec![words.counts_participations.to_string(), shown_months(writing, figures)],
        chart: chart(writing, figures),
        tables: vec![of_months(writing, figures), of_actors(writing, figures)],
        method: words.realised_method.to_string(),
    }
}

fn shown_months(writing: &Writing<'_>, figures: &Value) -> String {
    let shown = writing.shown(&Cell::count(&figures["months_shown"]));
    let all = entries(&figures["months"]).count().to_string();
    fill(&writing.words.realised_counted, &[("months", &shown), ("all", &all)])
}

/// Of how many each month tells, and what it came to for society.
fn of_months(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |(month, figures): (&str, &Value)| {
        let counts = [Cell::count(&figures["n"]), Cell::count(&figures["missing"])];
        Row::new(month, counts.into_iter().chain([Cell::of(&figures["society"], Unit::Kronor)]).collect())
    };
    Table {
        caption: words.realised_months.to_string(),
        columns: [&words.month, &words.with_answer, &words.without_answer, &words.society]
            .map(|one| one.to_string())
            .into(),
        rows: entries(&figures["months"]).map(row).collect(),
    }
}

/// Each actor over the months that are shown, and society beside them.
fn of_actors(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |(actor, name): (&str, &str)| Row::new(name, vec![Cell::of(&figures["fiscal"][actor], Unit::Kronor)]);
    let society = Row::new(&*words.society, vec![Cell::of(&figures["society"], Unit::Kronor)]);
    let is_told = figures["fiscal"].is_object();
    Table {
        caption: words.realised_actors.to_string(),
        columns: [&words.payer, &words.realised_sum].map(|one| one.to_string()).into(),
        rows: if is_told { actors(words).into_iter().map(row).chain([society]).collect() } else { Vec::new() },
    }
}

fn chart(writing: &Writing<'_>, figures: &Value) -> Option<Chart> {
    let words = writing.words;
    let group = |(month, figures): (&str, &Value)| Group {
        name: month.to_owned(),
        bars: vec![Cell::of(&figures["society"], Unit::Kronor)],
    };
    let groups: Vec<Group> = entries(&figures["months"]).map(group).collect();
    // Bars lie on one side of nothing.
    let amounts = || groups.iter().flat_map(|group| &group.bars).filter_map(Cell::number);
    let is_drawn = amounts().any(|amount| amount > 0.0) && amounts().all(|amount| amount >= 0.0);
    is_drawn.then(|| Chart {
        caption: words.realised_chart.to_string(),
        series: vec![words.society.to_string()],
        groups,
    })
}

pub(super) fn steps(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::StepScenario);
    let value = writing.shown(&Cell::of(&figures["value_of_work_per_year"], Unit::Kronor));
    Section {
        title: words.step_worth_title.to_string(),
        lead: words.step_worth_lead.to_string(),
        counted: vec![words.counts_participations.to_string(), fill(&words.step_worth_value, &[("kronor", &value)])],
        chart: None,
        tables: vec![of_steps(writing, figures)],
        method: words.step_worth_method.to_string(),
    }
}

fn of_steps(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let name = |rank: &str| {
        let known = rank.parse().ok().and_then(|rank| writing.reference.bridge.step(StepRank(rank)));
        let step = fill(&words.step, &[("rank", rank)]);
        known.map_or_else(|| step.clone(), |known| format!("{step}: {}", known.name.in_language(&words.language_tag)))
    };
    let row = |(rank, figures): (&str, &Value)| {
        let cells = vec![
            Cell::count(&figures["n"]),
            Cell::count(&figures["to_work"]),
            Cell::of(&figures["share"], Unit::Share),
            writing.interval(&figures["share_interval"]),
            Cell::of(&figures["expected_per_year"], Unit::Kronor),
            Cell::of(&figures["low_per_year"], Unit::Kronor),
            Cell::of(&figures["high_per_year"], Unit::Kronor),
        ];
        Row::new(name(rank), cells)
    };
    let columns = [
        &words.figure,
        &words.step_worth_n,
        &words.to_work,
        &words.share,
        &words.interval_column,
        &words.step_worth_expected,
        &words.step_worth_low,
        &words.step_worth_high,
    ];
    Table {
        caption: words.step_worth_table.to_string(),
        columns: columns.map(|one| one.to_string()).into(),
        rows: entries(&figures["steps"]).map(row).collect(),
    }
}
