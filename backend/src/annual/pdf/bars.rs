//! Bars: lying, in groups, each with its number at its end, so that no colour is needed to read them.

use super::face::Weight;
use super::flow::{BOTTOM, Flow, HEIGHT, INNER, Look, SIDE, TOP};
use super::ink::{Branch, HAIR, INK, Ink, Meaning, QUIET, SERIES, Twig};
use crate::annual::document::{Cell, Chart, Group};
use crate::annual::words::fill;
use crate::annual::writing::Writing;
use krilla::tagging::Tag;

/// For the names of the groups.
const NAMES: f32 = 150.0;
/// For the number at the end of a bar.
const NUMBERS: f32 = 70.0;
/// Between two groups.
const BETWEEN: f32 = 7.0;
/// The greatest height of a bar with what is below it.
const HIGHEST: f32 = 11.0;

const NAME: Look = Look { size: 8.8, weight: Weight::Regular, colour: INK };
const NUMBER: Look = Look { size: 8.0, weight: Weight::Regular, colour: QUIET };

/// Draws a chart with its caption.
pub(super) fn bars(flow: &mut Flow<'_>, chart: &Chart, writing: &Writing<'_>) -> Branch {
    let names: Vec<Vec<String>> =
        chart.groups.iter().map(|group| flow.faces.lines(NAME.weight, NAME.size, &group.name, NAMES)).collect();
    let bar = thickness(chart);
    let heights: Vec<f32> = chart
        .groups
        .iter()
        .zip(&names)
        .map(|(group, name)| (group.bars.len() as f32 * bar).max(name.len() as f32 * NAME.size * 1.2) + BETWEEN)
        .collect();
    let caption = Look { size: 10.0, weight: Weight::Medium, colour: INK };
    flow.need(caption.line() + 24.0 + heights.iter().sum::<f32>());
    let mut branch = Branch::new(Tag::Div);
    branch.push(flow.text(Tag::P, caption, &chart.caption));
    flow.skip(4.0);
    let leaf = flow.leaf();
    let mut inks = legend(flow, chart);
    let greatest = chart.groups.iter().flat_map(|group| &group.bars).filter_map(Cell::number).fold(0.0, f64::max);
    let top = flow.y;
    for ((group, name), height) in chart.groups.iter().zip(&names).zip(&heights) {
        inks.extend(one_group(flow, group, name, greatest, bar, writing));
        flow.skip(*height);
    }
    let axis = SIDE + NAMES + 8.0;
    inks.push(Ink::Box { x: axis - 0.8, y: top - 2.0, width: 0.8, height: flow.y - top - BETWEEN + 4.0, colour: HAIR });
    flow.put(Meaning::Picture(leaf), inks);
    branch.push(Branch::with(Tag::Figure(Some(said(chart, writing))), vec![Twig::Leaf(leaf)]));
    flow.skip(12.0);
    branch
}

/// So high that all groups stand on one page.
fn thickness(chart: &Chart) -> f32 {
    let count: usize = chart.groups.iter().map(|group| group.bars.len()).sum();
    let room = HEIGHT - TOP - BOTTOM - 80.0 - chart.groups.len() as f32 * BETWEEN;
    (room / count.max(1) as f32).min(HIGHEST)
}

/// What the colours are, where there are several.
fn legend(flow: &mut Flow<'_>, chart: &Chart) -> Vec<Ink> {
    if chart.series.len() < 2 {
        return Vec::new();
    }
    let (mut inks, mut x) = (Vec::new(), SIDE + NAMES + 8.0);
    for (name, colour) in chart.series.iter().zip(SERIES) {
        inks.push(Ink::Box { x, y: flow.y + 1.5, width: 8.0, height: 8.0, colour });
        inks.push(NAME.ink(x + 12.0, flow.y + 9.0, name.clone()));
        x += 12.0 + flow.faces.width(NAME.weight, NAME.size, name) + 18.0;
    }
    flow.skip(20.0);
    inks
}

fn one_group(
    flow: &Flow<'_>,
    group: &Group,
    name: &[String],
    greatest: f64,
    bar: f32,
    writing: &Writing<'_>,
) -> Vec<Ink> {
    let lines = name.iter().enumerate();
    let mut inks: Vec<Ink> = lines
        .map(|(number, line)| {
            let x = SIDE + NAMES - flow.faces.width(NAME.weight, NAME.size, line);
            NAME.ink(x, flow.y + NAME.size + number as f32 * NAME.size * 1.2 - 1.0, line.clone())
        })
        .collect();
    let longest = INNER - NAMES - 8.0 - NUMBERS;
    let start = SIDE + NAMES + 8.0;
    for (place, cell) in group.bars.iter().enumerate() {
        let y = flow.y + place as f32 * bar;
        let share = cell.number().filter(|_| greatest > 0.0).map_or(0.0, |number| (number / greatest).max(0.0));
        let width = longest * share as f32;
        if width > 0.0 {
            let colour = SERIES[place % SERIES.len()];
            inks.push(Ink::Box { x: start, y, width, height: bar - 1.5, colour });
        }
        inks.push(NUMBER.ink(start + width + 4.0, y + bar - 3.2, writing.shown(cell)));
    }
    inks
}

/// The chart in words.
fn said(chart: &Chart, writing: &Writing<'_>) -> String {
    let mut said = format!("{}.", chart.caption);
    for group in &chart.groups {
        let bars = chart.series.iter().zip(&group.bars);
        let values: Vec<String> = bars.map(|(name, cell)| format!("{name} {}", writing.shown(cell))).collect();
        said.push(' ');
        said.push_str(&fill(&writing.words.chart_bar, &[("label", &group.name), ("values", &values.join(", "))]));
    }
    said
}
