//! What research connects with the way to work, beside the movement of those for whom it was so. Groups beside each other,
//! never causes.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::words::Words;
use crate::annual::writing::Writing;
use serde_json::Value;
use shared::report::ReportName;

/// The words of something.
type Named = fn(&Words) -> &str;

/// A condition: its key in the report, its words, and its groups in order.
struct Condition {
    key: &'static str,
    title: Named,
    groups: &'static [(&'static str, Named)],
}

const CONDITIONS: [Condition; 4] = [
    Condition {
        key: "outlook",
        title: |words| &words.outlook_table,
        groups: &[
            ("high", |words| &words.outlook_high),
            ("middle", |words| &words.outlook_middle),
            ("low", |words| &words.outlook_low),
            ("unknown", |words| &words.unknown),
        ],
    },
    Condition {
        key: "supervisor_changes",
        title: |words| &words.changes_table,
        groups: &[
            ("none", |words| &words.changes_none),
            ("one", |words| &words.changes_one),
            ("several", |words| &words.changes_several),
        ],
    },
    Condition {
        key: "parallel",
        title: |words| &words.parallel_table,
        groups: &[("parallel", |words| &words.parallel_parallel), ("alone", |words| &words.parallel_alone)],
    },
    Condition {
        key: "before",
        title: |words| &words.gaps_table,
        groups: &[
            ("first", |words| &words.gaps_first),
            ("without_gap", |words| &words.gaps_without),
            ("after_gap", |words| &words.gaps_after),
        ],
    },
];

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let by = &gathered.of(ReportName::Conditions)["by"];
    Section {
        title: words.together_title.to_string(),
        lead: words.together_lead.to_string(),
        counted: vec![words.counts_participations.to_string(), words.together_caution.to_string()],
        chart: chart(writing, by),
        tables: CONDITIONS.iter().map(|condition| table(writing, condition, &by[condition.key])).collect(),
        method: words.together_method.to_string(),
    }
}

/// The groups that there are, with their words.
fn groups<'f>(
    words: &'f Words,
    condition: &'f Condition,
    figures: &'f Value,
) -> impl Iterator<Item = (&'f str, &'f Value)> {
    let there = move |(key, name): &'f (&'static str, Named)| Some((name(words), figures.get(*key)?));
    condition.groups.iter().filter_map(there)
}

fn table(writing: &Writing<'_>, condition: &Condition, figures: &Value) -> Table {
    let words = writing.words;
    let row = |(name, group): (&str, &Value)| {
        let cells = vec![
            Cell::count(&group["n"]),
            Cell::count(&group["forward"]),
            Cell::of(&group["share_forward"], Unit::Share),
            writing.interval(&group["share_forward_interval"]),
            Cell::count(&group["ended"]),
            Cell::of(&group["share_work_or_studies"], Unit::Share),
            writing.interval(&group["share_work_or_studies_interval"]),
        ];
        Row::new(name, cells)
    };
    let columns = [
        &words.group,
        &words.participations,
        &words.forward,
        &words.share_forward_short,
        &words.interval_column,
        &words.ended,
        &words.share_work_short,
        &words.interval_column,
    ];
    Table {
        caption: (condition.title)(words).to_owned(),
        columns: columns.map(|one| one.to_string()).into(),
        rows: groups(words, condition, figures).map(row).collect(),
    }
}

/// The shares forward beside each other; nothing where none is told.
fn chart(writing: &Writing<'_>, by: &Value) -> Option<Chart> {
    let words = writing.words;
    let of = |condition: &Condition| {
        let title = (condition.title)(words).to_owned();
        let group = move |(name, group): (&str, &Value)| Group {
            name: format!("{title}: {name}"),
            bars: vec![Cell::of(&group["share_forward"], Unit::Share)],
        };
        groups(words, condition, &by[condition.key]).map(group).collect::<Vec<_>>()
    };
    let groups: Vec<Group> = CONDITIONS.iter().flat_map(of).filter(|group| group.bars[0].number().is_some()).collect();
    (!groups.is_empty()).then(|| Chart {
        caption: words.together_chart.to_string(),
        series: vec![words.share_forward.to_string()],
        groups,
    })
}
