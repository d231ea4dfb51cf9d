//! Throughput, volumes of structural interventions, and how many months were answered.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::writing::{GENDERS, Writing, entries};
use serde_json::Value;
use shared::report::ReportName;
use shared::report::release::HIDDEN;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Throughput);
    let counts = [
        (&words.row_participations, "participations"),
        (&words.ended, "ended"),
        (&words.to_work, "work"),
        (&words.to_studies, "studies"),
        (&words.more_row, "started_or_increased"),
    ];
    let by_gender = &figures["counts_by_gender"];
    let rows = counts.map(|(name, key)| Writing::gender_row(&**name, &by_gender[key]));
    let groups = counts[1..4].iter().map(|(name, key)| Group {
        name: name.to_string(),
        bars: GENDERS.map(|gender| Cell::count(&by_gender[*key][gender])).into(),
    });
    let chart = Chart {
        caption: words.throughput_chart.to_string(),
        series: writing.genders().map(str::to_owned).into(),
        groups: groups.collect(),
    };
    Section {
        title: words.throughput_title.to_string(),
        lead: words.throughput_lead.to_string(),
        counted: vec![words.counts_participations.to_string()],
        chart: Some(chart),
        tables: vec![
            Table {
                caption: words.throughput_table.to_string(),
                columns: writing.gender_columns(&words.figure),
                rows: rows.into(),
            },
            shares(writing, figures),
        ],
        method: words.throughput_method.to_string(),
    }
}

/// The share of each gender, where the report is split, and of all.
fn shares(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |name: &str, figures: &Value| {
        let share = Cell::of(&figures["share_work_or_studies"], Unit::Share);
        let interval = writing.interval(&figures["share_work_or_studies_interval"]);
        Row::new(name, vec![share, interval, Cell::count(&figures["ended"])])
    };
    let split = &figures["by_gender"];
    let genders = GENDERS.into_iter().zip(writing.genders()).filter(|(gender, _)| split[*gender].is_object());
    let mut rows: Vec<Row> = genders.map(|(gender, name)| row(name, &split[gender])).collect();
    rows.push(row(&words.total, figures));
    Table {
        caption: words.share_table.to_string(),
        columns: [&words.figure, &words.share, &words.interval_column, &words.ended].map(|one| one.to_string()).into(),
        rows,
    }
}

pub(super) fn volume(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Volume);
    let cells = |sum: &Value| vec![Cell::count(&sum["occasions"]), Cell::count(&sum["attendances"])];
    let mut rows = Vec::new();
    for (name, of_one) in entries(&figures["interventions"]) {
        rows.push(Row::new(name, cells(of_one)));
        rows.extend(entries(&of_one["activities"]).map(|(activity, sum)| Row::part(activity, cells(sum))));
    }
    if !rows.is_empty() {
        rows.push(Row::new(&*words.total, cells(&figures["total"])));
    }
    Section {
        title: words.volume_title.to_string(),
        lead: words.volume_lead.to_string(),
        counted: Vec::new(),
        chart: None,
        tables: vec![Table {
            caption: words.volume_table.to_string(),
            columns: [&words.intervention, &words.occasions, &words.attendances].map(|one| one.to_string()).into(),
            rows,
        }],
        method: words.volume_method.to_string(),
    }
}

pub(super) fn response(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Response);
    let row = |name: &str, figure: &Value| {
        let known = figure.get("known").unwrap_or(figure);
        let of = |key: &str, unit| match known.get(key) {
            Some(value) => Cell::of(value, unit),
            None => Cell::of(known, unit),
        };
        // An interval is the two ends of one figure.
        let interval = match (&known["low"], &known["high"]) {
            (Value::String(low), _) if low == HIDDEN => Cell::Hidden,
            (low, high) => writing.interval(&Value::Array(vec![low.clone(), high.clone()])),
        };
        let cells =
            vec![of("successes", Unit::Count), Cell::count(&figures["expected"]), of("share", Unit::Share), interval];
        Row::new(name, cells)
    };
    Section {
        title: words.response_title.to_string(),
        lead: words.response_lead.to_string(),
        counted: Vec::new(),
        chart: None,
        tables: vec![Table {
            caption: words.response_table.to_string(),
            columns: [&words.figure, &words.received, &words.expected, &words.share, &words.interval_column]
                .map(|one| one.to_string())
                .into(),
            rows: vec![
                row(&words.self_assessments, &figures["self_assessments"]),
                row(&words.follow_ups, &figures["follow_ups"]),
            ],
        }],
        method: words.response_method.to_string(),
    }
}
