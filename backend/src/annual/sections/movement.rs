//! Step movement: forward, same and back; from month to month.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::words::fill;
use crate::annual::writing::{GENDERS, Writing};
use serde_json::Value;
use shared::bridge::StepRank;
use shared::report::ReportName;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::StepMovement);
    let counted = writing.shown(&Cell::count(&figures["n"]));
    let missing = writing.shown(&Cell::count(&figures["missing"]));
    Section {
        title: words.steps_title.to_string(),
        lead: words.steps_lead.to_string(),
        counted: vec![
            words.counts_participations.to_string(),
            fill(&words.measured, &[("n", &counted), ("missing", &missing)]),
        ],
        chart: Some(chart(writing, figures)),
        tables: vec![
            moved(writing, figures),
            shares(writing, figures),
            transitions(writing, gathered.of(ReportName::Transitions)),
        ],
        method: words.steps_method.to_string(),
    }
}

const MOVES: [&str; 4] = ["forward", "same", "back", "too_few"];

/// The genders and all of them, with their names.
fn groups<'w>(writing: &Writing<'w>) -> impl Iterator<Item = (&'static str, &'w str)> {
    let words = writing.words;
    GENDERS.into_iter().chain(["total"]).zip([&*words.woman, &words.man, &words.other, &words.total])
}

fn moved(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |(group, name): (&str, &str)| Row::new(name, MOVES.map(|way| Cell::count(&figures[group][way])).into());
    Table {
        caption: words.steps_table.to_string(),
        columns: [&words.figure, &words.forward, &words.same, &words.back, &words.not_measured]
            .map(|one| one.to_string())
            .into(),
        rows: groups(writing).map(row).collect(),
    }
}

fn chart(writing: &Writing<'_>, figures: &Value) -> Chart {
    let words = writing.words;
    let group = |(group, name): (&str, &str)| Group {
        name: name.to_owned(),
        bars: MOVES[..3].iter().map(|way| Cell::count(&figures[group][*way])).collect(),
    };
    Chart {
        caption: words.steps_chart.to_string(),
        series: [&words.forward, &words.same, &words.back].map(|one| one.to_string()).into(),
        groups: groups(writing).map(group).collect(),
    }
}

fn shares(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |name: &str, share: Cell, interval: Cell| Row::new(name, vec![share, interval]);
    Table {
        caption: words.steps_share_table.to_string(),
        columns: [&words.figure, &words.value, &words.interval_column].map(|one| one.to_string()).into(),
        rows: vec![
            row(
                &words.share_forward,
                Cell::of(&figures["share_forward"], Unit::Share),
                writing.interval(&figures["share_forward_interval"]),
            ),
            row(&words.share_worst, Cell::of(&figures["share_forward_worst_case"], Unit::Share), Cell::Missing),
            row(&words.ever_forward, Cell::count(&figures["ever_forward"]), Cell::Missing),
        ],
    }
}

fn transitions(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let counts = figures["counts"].as_array().map_or(&[][..], Vec::as_slice);
    let rank = |place: usize| (place + 1).to_string();
    let name = |place: usize| {
        let known = u8::try_from(place + 1).ok().and_then(|rank| writing.reference.bridge.step(StepRank(rank)));
        let step = fill(&words.step, &[("rank", &rank(place))]);
        known.map_or_else(|| step.clone(), |known| format!("{step}: {}", known.name.in_language(&words.language_tag)))
    };
    let row = |(place, to): (usize, &Value)| {
        let cells = to.as_array().map_or(&[][..], Vec::as_slice).iter().map(Cell::count);
        Row::new(name(place), cells.collect())
    };
    let columns = (0..counts.len()).map(|place| fill(&words.step, &[("rank", &rank(place))]));
    Table {
        caption: words.transitions_table.to_string(),
        columns: std::iter::once(words.step_from.to_string()).chain(columns).collect(),
        rows: counts.iter().enumerate().map(row).collect(),
    }
}
