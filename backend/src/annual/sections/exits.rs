//! Exits: why stays ended, and how long they lasted.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::writing::Writing;
use shared::reference::EXIT_REASON_LIST;
use shared::report::ReportName;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::Exits);
    let reasons = writing.in_order(EXIT_REASON_LIST, &figures["reasons"]);
    let groups = reasons.iter().map(|(code, counts)| Group {
        name: writing.code(EXIT_REASON_LIST, code),
        bars: vec![Cell::count(&counts["total"])],
    });
    let chart = Chart {
        caption: words.reasons_chart.to_string(),
        series: vec![words.total.to_string()],
        groups: groups.collect(),
    };
    let rows = reasons.iter().map(|(code, counts)| Writing::gender_row(writing.code(EXIT_REASON_LIST, code), counts));
    let days = [
        (&words.n, "n", Unit::Count),
        (&words.mean, "mean", Unit::Decimals(1)),
        (&words.lower_quartile, "lower_quartile", Unit::Decimals(1)),
        (&words.median, "median", Unit::Decimals(1)),
        (&words.upper_quartile, "upper_quartile", Unit::Decimals(1)),
    ];
    let found = &figures["days_in_intervention"];
    let days = days.into_iter().filter(|_| found["n"].is_number());
    let days = days.map(|(name, key, unit)| Row::new(&**name, vec![Cell::of(&found[key], unit)]));
    Section {
        title: words.exits_title.to_string(),
        lead: words.exits_lead.to_string(),
        counted: vec![
            words.counts_participations.to_string(),
            writing.of_ended(&gathered.of(ReportName::ParticipantFlow)["ended"]["total"]),
        ],
        chart: Some(chart),
        tables: vec![
            Table {
                caption: words.reasons_table.to_string(),
                columns: writing.gender_columns(&words.reasons_table),
                rows: rows.collect(),
            },
            Table {
                caption: words.days_table.to_string(),
                columns: vec![words.figure.to_string(), words.value.to_string()],
                rows: days.collect(),
            },
        ],
        method: words.exits_method.to_string(),
    }
}
