//! Who takes part: age, education, time in public support before.

use crate::annual::document::{Section, Table};
use crate::annual::gathered::Gathered;
use crate::annual::words::fill;
use crate::annual::writing::{Writing, entries};
use serde_json::Value;
use shared::reference::EDUCATION_LIST;
use shared::report::ReportName;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Background);
    let education = writing.in_order(EDUCATION_LIST, &figures["education"]);
    let education = education.into_iter().map(|(code, counts)| {
        let name = writing.code(EDUCATION_LIST, code);
        Writing::gender_row(name, counts)
    });
    Section {
        title: words.background_title.to_string(),
        lead: words.background_lead.to_string(),
        counted: vec![words.counts_participations.to_string()],
        chart: None,
        tables: vec![
            bands(writing, &figures["age"], &words.age_table, (&words.age_row, &words.age_row_open)),
            Table {
                caption: words.education_table.to_string(),
                columns: writing.gender_columns(&words.education_table),
                rows: education.collect(),
            },
            bands(
                writing,
                &figures["months_in_support_before"],
                &words.months_table,
                (&words.months_row, &words.months_row_open),
            ),
        ],
        method: words.background_method.to_string(),
    }
}

/// A table of bands such as `20-24` or `65-`, the lowest first.
fn bands(writing: &Writing<'_>, figures: &Value, caption: &str, (closed, open): (&str, &str)) -> Table {
    let mut rows: Vec<_> = entries(figures).map(|(band, counts)| (limits(band), counts)).collect();
    rows.sort_by_key(|(limits, _)| limits.as_ref().map_or(u32::MAX, |(from, _)| *from));
    let row = |(limits, counts): (Option<(u32, String)>, &Value)| {
        let name = match limits {
            Some((from, to)) if to.is_empty() => fill(open, &[("from", &from.to_string())]),
            Some((from, to)) => fill(closed, &[("from", &from.to_string()), ("to", &to)]),
            None => writing.words.unknown.to_string(),
        };
        Writing::gender_row(name, counts)
    };
    Table {
        caption: caption.to_owned(),
        columns: writing.gender_columns(caption),
        rows: rows.into_iter().map(row).collect(),
    }
}

fn limits(band: &str) -> Option<(u32, String)> {
    let (from, to) = band.split_once('-')?;
    Some((from.parse().ok()?, to.to_owned()))
}
