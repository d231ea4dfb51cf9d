//! The goal matrix.

use crate::annual::document::{Cell, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::writing::{Writing, entries};
use serde_json::Value;
use shared::report::ReportName;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Goals);
    let mut rows = part(writing, &words.goals_of_association, &figures["association"]);
    for (name, of_one) in entries(&figures["interventions"]) {
        rows.extend(part(writing, name, of_one));
    }
    let columns = [&words.goal, &words.indicator, &words.target, &words.outcome, &words.n_of, &words.status];
    Section {
        title: words.goals_title.to_string(),
        lead: words.goals_lead.to_string(),
        counted: Vec::new(),
        chart: None,
        tables: vec![Table {
            caption: words.goals_table.to_string(),
            columns: columns.map(|one| one.to_string()).into(),
            rows,
        }],
        method: words.goals_method.to_string(),
    }
}

/// Whose goals they are, and the goals; nothing where there are none.
fn part(writing: &Writing<'_>, whose: &str, figures: &Value) -> Vec<Row> {
    let goals = figures["rows"].as_array().map_or(&[][..], Vec::as_slice);
    let rows = goals.iter().map(|goal| row(writing, goal));
    let heading = (!goals.is_empty()).then(|| Row::new(whose, Vec::new()));
    heading.into_iter().chain(rows).collect()
}

fn row(writing: &Writing<'_>, goal: &Value) -> Row {
    let words = writing.words;
    let text = |key: &str| goal[key].as_str().unwrap_or_default();
    // Targets and outcomes in per cent are numbers of per cent already.
    let number = |key: &str| match Cell::of(&goal[key], Unit::Decimals(0)) {
        Cell::Number(number, _) if text("unit") == "percent" => Cell::Number(number / 100.0, Unit::Share),
        Cell::Number(number, _) if number.fract() != 0.0 => Cell::Number(number, Unit::Decimals(2)),
        other => other,
    };
    let status = match text("status") {
        "met" => Cell::Words(words.status_met.to_string()),
        "near" => Cell::Words(words.status_near.to_string()),
        "missed" => Cell::Words(words.status_missed.to_string()),
        "open" => Cell::Words(words.status_open.to_string()),
        _ => Cell::of(&goal["status"], Unit::Count),
    };
    let n_of = match (&goal["n"], &goal["of"]) {
        (Value::Number(n), Value::Number(of)) => Cell::Words(format!("{n} / {of}")),
        (n, _) => Cell::count(n),
    };
    let indicator = Cell::Words(text("indicator").to_owned());
    Row::part(text("goal"), vec![indicator, number("target"), number("outcome"), n_of, status])
}
