//! Participants: how many took part, began and ended, by gender, intervention and municipality.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table};
use crate::annual::gathered::Gathered;
use crate::annual::writing::{GENDERS, Writing, entries};
use serde_json::Value;
use shared::report::ReportName;

/// What the tables by intervention and municipality count, in the order of their columns.
const COUNTS: [&str; 5] = ["participations_identified", "started", "ended", "unique_persons", "anonymous"];

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::ParticipantFlow);
    let names =
        [&words.row_participations, &words.row_started, &words.row_ended, &words.row_persons, &words.row_anonymous];
    let rows = COUNTS.iter().zip(names).map(|(count, name)| Writing::gender_row(&**name, &figures[*count]));
    let groups = COUNTS.iter().zip(names).take(4).map(|(count, name)| Group {
        name: name.to_string(),
        bars: GENDERS.map(|gender| Cell::count(&figures[*count][gender])).into(),
    });
    let chart = Chart {
        caption: words.flow_chart.to_string(),
        series: writing.genders().map(str::to_owned).into(),
        groups: groups.collect(),
    };
    Section {
        title: words.flow_title.to_string(),
        lead: words.flow_lead.to_string(),
        counted: Vec::new(),
        chart: Some(chart),
        tables: vec![
            Table {
                caption: words.flow_table.to_string(),
                columns: writing.gender_columns(&words.figure),
                rows: rows.collect(),
            },
            by_intervention(writing, gathered),
            by_intervention_and_gender(writing, gathered),
            by_municipality(writing, figures),
        ],
        method: words.flow_method.to_string(),
    }
}

/// The totals of the counts.
fn totals<'f>(figures: &'f Value, counts: &'f [&str]) -> impl Iterator<Item = Cell> + 'f {
    counts.iter().map(|count| Cell::count(&figures[*count]["total"]))
}

fn columns(writing: &Writing<'_>, first: &str, count: usize) -> Vec<String> {
    let words = writing.words;
    let names = [first, &words.participations, &words.started, &words.ended, &words.persons, &words.anonymous];
    names.into_iter().take(count + 1).map(str::to_owned).collect()
}

fn by_intervention(writing: &Writing<'_>, gathered: &Gathered) -> Table {
    let row = |(one, figures): &(shared::account::InterventionName, Value)| {
        Row::new(&*one.name, totals(figures, &COUNTS).collect())
    };
    Table {
        caption: writing.words.flow_by_intervention.to_string(),
        columns: columns(writing, &writing.words.intervention, COUNTS.len()),
        rows: gathered.flows.iter().map(row).collect(),
    }
}

fn by_intervention_and_gender(writing: &Writing<'_>, gathered: &Gathered) -> Table {
    let rows = gathered.flows.iter().map(|(one, figures)| Writing::gender_row(&*one.name, &figures[COUNTS[0]]));
    Table {
        caption: writing.words.flow_by_intervention_gender.to_string(),
        columns: writing.gender_columns(&writing.words.intervention),
        rows: rows.collect(),
    }
}

fn by_municipality(writing: &Writing<'_>, figures: &Value) -> Table {
    // Nobody knows where anonymous ones live.
    let counts = &COUNTS[..4];
    let rows =
        entries(&figures["by_municipality"]).map(|(name, of_one)| Row::new(name, totals(of_one, counts).collect()));
    Table {
        caption: writing.words.flow_by_municipality.to_string(),
        columns: columns(writing, &writing.words.municipality, counts.len()),
        rows: rows.collect(),
    }
}
