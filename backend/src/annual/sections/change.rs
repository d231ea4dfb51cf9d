//! Support and occupation before and after, and support after by municipality.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table};
use crate::annual::gathered::Gathered;
use crate::annual::writing::{GENDERS, Writing, entries};
use serde_json::Value;
use shared::reference::{OCCUPATION_LIST, SUPPORT_LIST};
use shared::report::ReportName;

pub(super) fn support(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::SupportChange);
    Section {
        title: words.support_title.to_string(),
        lead: words.support_lead.to_string(),
        counted: vec![words.counts_sources.to_string(), of_ended(writing, gathered)],
        chart: Some(chart(writing, SUPPORT_LIST, figures, &words.support_chart)),
        tables: vec![
            table(writing, SUPPORT_LIST, figures, &words.support_table, &words.support_source),
            by_gender(writing, SUPPORT_LIST, figures, &words.support_by_gender, &words.support_source),
        ],
        method: words.support_method.to_string(),
    }
}

pub(super) fn occupation(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let mut figures = gathered.of(ReportName::OccupationChange).clone();
    let more = figures.as_object_mut().and_then(|figures| figures.remove("started_or_increased"));
    let more = more.map(|counts| Writing::gender_row(&*words.more_row, &counts));
    Section {
        title: words.occupation_title.to_string(),
        lead: words.occupation_lead.to_string(),
        counted: vec![words.counts_occupations.to_string(), of_ended(writing, gathered)],
        chart: Some(chart(writing, OCCUPATION_LIST, &figures, &words.occupation_chart)),
        tables: vec![
            table(writing, OCCUPATION_LIST, &figures, &words.occupation_table, &words.occupation),
            by_gender(writing, OCCUPATION_LIST, &figures, &words.occupation_by_gender, &words.occupation),
            Table {
                caption: words.more_table.to_string(),
                columns: writing.gender_columns(&words.figure),
                rows: more.into_iter().collect(),
            },
        ],
        method: words.occupation_method.to_string(),
    }
}

pub(super) fn support_after(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let mut rows = Vec::new();
    for (municipality, sources) in entries(gathered.of(ReportName::SupportAfterByMunicipality)) {
        let name = if municipality == "unknown" { &words.unknown } else { municipality };
        rows.push(Row::new(name, Vec::new()));
        let counts = entries(sources);
        let mut parts: Vec<_> = counts.map(|(code, count)| (writing.code(SUPPORT_LIST, code), count)).collect();
        parts.sort_by(|one, other| one.0.cmp(&other.0));
        rows.extend(parts.into_iter().map(|(name, count)| Row::part(name, vec![Cell::count(count)])));
    }
    Section {
        title: words.after_title.to_string(),
        lead: words.after_lead.to_string(),
        counted: vec![words.counts_sources.to_string(), of_ended(writing, gathered)],
        chart: None,
        tables: vec![Table {
            caption: words.after_table.to_string(),
            columns: vec![words.municipality.to_string(), words.count.to_string()],
            rows,
        }],
        method: words.after_method.to_string(),
    }
}

fn of_ended(writing: &Writing<'_>, gathered: &Gathered) -> String {
    writing.of_ended(&gathered.of(ReportName::ParticipantFlow)["ended"]["total"])
}

/// What was before and after, of all.
fn table(writing: &Writing<'_>, list: &str, figures: &Value, caption: &str, first: &str) -> Table {
    let words = writing.words;
    let row = |(code, figures): (&str, &Value)| {
        let cells = ["before", "after", "change"].map(|name| Cell::count(&figures[name]));
        Row::new(writing.code(list, code), cells.into())
    };
    Table {
        caption: caption.to_owned(),
        columns: [first, &words.before, &words.after, &words.change].map(str::to_owned).into(),
        rows: writing.in_order(list, figures).into_iter().map(row).collect(),
    }
}

/// The same for each gender.
fn by_gender(writing: &Writing<'_>, list: &str, figures: &Value, caption: &str, first: &str) -> Table {
    let words = writing.words;
    let row = |(code, figures): (&str, &Value)| {
        let cells = GENDERS
            .into_iter()
            .flat_map(|gender| ["before", "after"].map(|when| Cell::count(&figures["counts_by_gender"][when][gender])));
        Row::new(writing.code(list, code), cells.collect())
    };
    let columns = [
        first,
        &words.women_before,
        &words.women_after,
        &words.men_before,
        &words.men_after,
        &words.other_before,
        &words.other_after,
    ];
    Table {
        caption: caption.to_owned(),
        columns: columns.map(str::to_owned).into(),
        rows: writing.in_order(list, figures).into_iter().map(row).collect(),
    }
}

fn chart(writing: &Writing<'_>, list: &str, figures: &Value, caption: &str) -> Chart {
    let group = |(code, figures): (&str, &Value)| Group {
        name: writing.code(list, code),
        bars: vec![Cell::count(&figures["before"]), Cell::count(&figures["after"])],
    };
    Chart {
        caption: caption.to_owned(),
        series: vec![writing.words.before.to_string(), writing.words.after.to_string()],
        groups: writing.in_order(list, figures).into_iter().map(group).collect(),
    }
}
