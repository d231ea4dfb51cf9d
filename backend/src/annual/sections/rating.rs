//! How participants rated themselves in the beginning and last: the score with reliable change, and item by item.

use crate::annual::document::{Cell, Chart, Group, Row, Section, Table, Unit};
use crate::annual::gathered::Gathered;
use crate::annual::words::fill;
use crate::annual::writing::{GENDERS, Writing};
use serde_json::Value;
use shared::report::ReportName;

pub(super) fn section(writing: &Writing<'_>, gathered: &Gathered) -> Section {
    let words = writing.words;
    let figures = gathered.of(ReportName::RatingChange);
    Section {
        title: words.rating_title.to_string(),
        lead: words.rating_lead.to_string(),
        counted: vec![words.counts_participations.to_string(), words.rating_caution.to_string()],
        chart: Some(chart(writing, figures)),
        tables: vec![score(writing, figures), directions(writing, figures), items(writing, figures)],
        method: method(writing),
    }
}

fn method(writing: &Writing<'_>) -> String {
    let (words, instrument) = (writing.words, writing.instrument);
    let Some(reliability) = instrument.reliability else { return words.rating_method_plain.to_string() };
    let reliability = writing.shown(&Cell::Number(reliability, Unit::Decimals(2)));
    let source = instrument.reliability_source.as_deref().unwrap_or(&words.unknown);
    fill(&words.rating_method, &[("reliability", &reliability), ("source", source)])
}

/// Each gender, where the report is split, and all.
fn groups<'f>(writing: &Writing<'f>, figures: &'f Value) -> Vec<(&'f str, &'f Value)> {
    let split = &figures["by_gender"];
    let genders = writing.genders().into_iter().zip(GENDERS).filter(|(_, gender)| split[*gender].is_object());
    let mut groups: Vec<_> = genders.map(|(name, gender)| (name, &split[gender])).collect();
    groups.push((&writing.words.total, figures));
    groups
}

/// The figure at a place; where there are too few, that there are.
fn of(figures: &Value, key: &str, unit: Unit) -> Cell {
    match figures.get("too_few") {
        Some(_) => Cell::of(figures, unit),
        None => Cell::of(&figures[key], unit),
    }
}

fn score(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |(name, figures): (&str, &Value)| {
        let cells = vec![
            of(figures, "n", Unit::Count),
            Cell::count(&figures["missing"]),
            of(figures, "mean_pre", Unit::Decimals(1)),
            of(figures, "mean_post", Unit::Decimals(1)),
            of(figures, "mean_difference", Unit::Decimals(2)),
            of(figures, "g_z", Unit::Decimals(2)),
        ];
        Row::new(name, cells)
    };
    let columns = [
        &words.figure,
        &words.n,
        &words.without,
        &words.mean_before,
        &words.mean_after,
        &words.difference,
        &words.effect_size,
    ];
    Table {
        caption: words.rating_table.to_string(),
        columns: columns.map(|one| one.to_string()).into(),
        rows: groups(writing, figures).into_iter().map(row).collect(),
    }
}

fn directions(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |(name, figures): (&str, &Value)| {
        let directions = ["higher", "same", "lower"].map(|way| of(figures, way, Unit::Count));
        let reliable =
            ["improved", "unchanged", "deteriorated"].map(|way| Cell::count(&figures["reliable_change"][way]));
        Row::new(name, directions.into_iter().chain(reliable).collect())
    };
    let columns = [
        &words.figure,
        &words.higher,
        &words.equal,
        &words.lower,
        &words.reliably_improved,
        &words.reliably_same,
        &words.reliably_worse,
    ];
    Table {
        caption: words.rating_directions.to_string(),
        columns: columns.map(|one| one.to_string()).into(),
        rows: groups(writing, figures).into_iter().map(row).collect(),
    }
}

/// The items that participants rate, with what they are called and what is known of them.
fn each_item<'f>(writing: &Writing<'f>, figures: &'f Value) -> impl Iterator<Item = (&'f str, &'f Value)> {
    let tag = &*writing.words.language_tag;
    let known = writing.instrument.participant_items().map(move |item| (item.name.in_language(tag), item.id.as_str()));
    known.filter_map(|(name, id)| Some((name, figures["items"].get(id)?)))
}

fn items(writing: &Writing<'_>, figures: &Value) -> Table {
    let words = writing.words;
    let row = |(name, found): (&str, &Value)| {
        let change = &found["change"];
        let cells = vec![
            of(change, "n", Unit::Count),
            Cell::count(&found["missing"]),
            of(change, "mean_pre", Unit::Decimals(2)),
            of(change, "mean_post", Unit::Decimals(2)),
            of(change, "mean_difference", Unit::Decimals(2)),
        ];
        Row::new(name, cells)
    };
    Table {
        caption: words.items_table.to_string(),
        columns: [&words.item, &words.n, &words.without, &words.beginning, &words.last, &words.difference]
            .map(|one| one.to_string())
            .into(),
        rows: each_item(writing, figures).map(row).collect(),
    }
}

/// The items of the score, which have one scale.
fn chart(writing: &Writing<'_>, figures: &Value) -> Chart {
    let in_score = writing.instrument.participant_items().filter(|item| item.in_score);
    let names: Vec<&str> = in_score.map(|item| item.name.in_language(&writing.words.language_tag)).collect();
    let group = |(name, found): (&str, &Value)| Group {
        name: name.to_owned(),
        bars: ["mean_pre", "mean_post"].map(|key| of(&found["change"], key, Unit::Decimals(2))).into(),
    };
    Chart {
        caption: writing.words.items_chart.to_string(),
        series: vec![writing.words.beginning.to_string(), writing.words.last.to_string()],
        groups: each_item(writing, figures).filter(|(name, _)| names.contains(name)).map(group).collect(),
    }
}
