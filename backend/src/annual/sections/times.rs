//! The time to the first step forward, and to work: the median with its interval, and how many had come there by when.
//! Whoever has not come there yet counts as long as it is known that they have not.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::words::fill;
use crate::annual::writing::{GENDERS, Writing};
use serde_json::Value;
use shared::report::ReportName;

/// After how many months the curves are read.
const AFTER: [u64; 5] = [3, 6, 12, 18, 24];

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let (step, work) = (gathered.of(ReportName::TimeToStep), gathered.of(ReportName::TimeToWork));
    Section {
        title: words.times_title.to_string(),
        lead: words.times_lead.to_string(),
        counted: vec![words.counts_participations.to_string()],
        chart: chart(writing, step, work),
        tables: vec![
            medians(writing, (&words.time_table, &words.time_events), step),
            medians(writing, (&words.time_work_table, &words.time_work_events), work),
            by_when(writing, step, work),
        ],
        method: words.times_method.to_string(),
    }
}

/// The median of all, and of each gender where the report is split.
fn medians(writing: &Writing<'_>, (caption, events): (&str, &str), figures: &Value) -> Table {
    let words = writing.words;
    let month = |figures: &Value| match figures {
        Value::Null => Cell::Words(words.not_reached.to_string()),
        other => Cell::count(other),
    };
    let interval = |figures: &Value| match (&figures[0], &figures[1]) {
        (Value::Number(low), Value::Number(high)) => Cell::Words(format!("{low}–{high}")),
        (Value::Number(low), Value::Null) => Cell::Words(format!("{low}–")),
        (Value::String(_), _) => Cell::Hidden,
        _ => Cell::Missing,
    };
    let row = |name: &str, figures: &Value| {
        if figures.get("too_few").is_some() {
            let few = Cell::count(figures);
            return Row::new(name, vec![few, Cell::Missing, Cell::Missing, Cell::Missing]);
        }
        let (n, events) = (Cell::count(&figures["n"]), Cell::count(&figures["events"]));
        Row::new(name, vec![n, events, month(&figures["median_months"]), interval(&figures["median_interval"])])
    };
    let split = &figures["by_gender"];
    let genders = GENDERS.into_iter().zip(writing.genders()).filter(|(gender, _)| split[*gender].is_object());
    let mut rows: Vec<Row> = genders.map(|(gender, name)| row(name, &split[gender])).collect();
    if figures.is_object() {
        rows.push(row(&words.total, figures));
    }
    Table {
        caption: caption.to_owned(),
        columns: [&*words.figure, &words.time_n, events, &words.time_median, &words.time_interval]
            .map(str::to_owned)
            .into(),
        rows,
    }
}

/// The share to which it had happened by the end of a month, read off the curve; nothing where the curve is not told or
/// does not go so far.
fn share_by(figures: &Value, months: u64) -> Cell {
    let curve = &figures["curve_in_full"];
    let Some(points) = curve.as_array() else { return Cell::of(curve, Unit::Share) };
    let reached = points.iter().take_while(|point| point["month"].as_u64().is_some_and(|month| month <= months)).last();
    let is_followed = points.last().is_some_and(|last| last["month"].as_u64().is_some_and(|month| month >= months));
    let not_yet = reached.map_or(Some(1.0), |point| point["survival"].as_f64());
    match not_yet {
        Some(not_yet) if is_followed || not_yet < 1.0 => Cell::Number(1.0 - not_yet, Unit::Share),
        _ => Cell::Missing,
    }
}

fn by_when(writing: &Writing<'_>, step: &Value, work: &Value) -> Table {
    let words = writing.words;
    let row = |months: u64| {
        let name = fill(&words.times_within, &[("months", &months.to_string())]);
        Row::new(name, [step, work].map(|figures| share_by(figures, months)).into())
    };
    let is_told = [step, work].into_iter().any(|figures| figures["curve_in_full"].is_array());
    Table {
        caption: words.times_by_table.to_string(),
        columns: [&words.figure, &words.times_step, &words.times_work].map(|one| one.to_string()).into(),
        rows: if is_told { AFTER.map(row).into() } else { Vec::new() },
    }
}

fn chart(writing: &Writing<'_>, step: &Value, work: &Value) -> Option<Chart> {
    let table = by_when(writing, step, work);
    let groups: Vec<Group> = table.rows.into_iter().map(|row| Group { name: row.name, bars: row.cells }).collect();
    (!groups.is_empty()).then(|| Chart {
        caption: writing.words.times_chart.to_string(),
        series: [&writing.words.times_step, &writing.words.times_work].map(|one| one.to_string()).into(),
        groups,
    })
}
