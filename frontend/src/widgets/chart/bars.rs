//! Bars split by shares, and changes from a first to a last value, each row with its words and numbers as text.

use super::scale::Scale;
use yew::prelude::*;

/// One part of a stacked bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which colour and pattern: `a` to `d`.
    pub tone: &'static str,
    /// What it counts, in words.
    pub name: AttrValue,
    /// How many.
    pub count: u32,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBar {
    /// What the bar is about.
    pub name: AttrValue,
    /// Its parts, in the same order in each bar.
    pub parts: Vec<Part>,
}

/// Properties of [`StackedBars`].
#[derive(PartialEq, Properties)]
pub struct StackedBarsProps {
    /// What the chart shows, in a sentence.
    pub words: AttrValue,
    /// The bars.
    pub bars: Vec<StackedBar>,
}

/// Horizontal bars, each of full width, split by shares. Names and counts are text, so that they grow with it.
#[component]
pub fn StackedBars(props: &StackedBarsProps) -> Html {
    let bar = |bar: &StackedBar| {
        let all: u32 = bar.parts.iter().map(|part| part.count).sum();
        let counts: Vec<String> = bar
            .parts
            .iter()
            .filter(|part| part.count > 0)
            .map(|part| format!("{} {}", part.count, part.name.to_lowercase()))
            .collect();
        html! {
            <div class="bar">
                <p><strong>{format!("{} ({all})", bar.name)}</strong>{format!(" {}", counts.join(" · "))}</p>
                {draw(&bar.parts, all)}
            </div>
        }
    };
    let legend = props.bars.first().map(|bar| bar.parts.clone()).unwrap_or_default();
    html! {
        <figure class="chart">
            {for props.bars.iter().map(bar)}
            <ul class="legend" aria-hidden="true">
                {for legend.iter().map(|part| html! { <li class={part.tone}>{&part.name}</li> })}
            </ul>
            <figcaption>{&props.words}</figcaption>
        </figure>
    }
}

/// The parts side by side on a scale of a thousand, with a gap between them.
fn draw(parts: &[Part], all: u32) -> Html {
    let mut before = 0;
    let place = |count: u32| count * 1000 / all.max(1);
    let part = |part: &Part| {
        let left = place(before);
        before += part.count;
        let gap = if before < all { 4 } else { 0 };
        let drawn = (place(before) - left).saturating_sub(gap).max(2);
        html! { <rect class={classes!("part", part.tone)} x={left.to_string()} y="0" width={drawn.to_string()} height="10" /> }
    };
    html! {
        <svg class="stacked" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {for parts.iter().filter(|part| part.count > 0).map(part).collect::<Vec<_>>()}
        </svg>
    }
}

/// A change from a first to a last value.
#[derive(Debug, Clone, PartialEq)]
pub struct Dumbbell {
    /// What changed.
    pub name: AttrValue,
    /// First value.
    pub from: f64,
    /// Last value.
    pub to: f64,
    /// The lowest value of its scale.
    pub lowest: f64,
    /// The highest value of its scale.
    pub highest: f64,
}

/// Properties of [`Dumbbells`].
#[derive(PartialEq, Properties)]
pub struct DumbbellsProps {
    /// What the chart shows, in a sentence.
    pub words: AttrValue,
    /// Words for the first value.
    pub from: AttrValue,
    /// Words for the last value.
    pub to: AttrValue,
    /// The changes.
    pub rows: Vec<Dumbbell>,
}

const LEFT: f64 = 12.0;
const RIGHT: f64 = 288.0;

/// One line a row: an open ring for the first value, a filled one for the last, each on its own whole scale.
#[component]
pub fn Dumbbells(props: &DumbbellsProps) -> Html {
    let row = |row: &Dumbbell| {
        let scale = Scale::new((row.lowest, row.highest), (LEFT, RIGHT));
        let (from, to) = (scale.at(row.from), scale.at(row.to));
        html! {
            <div class="dumbbell">
                <p>{&row.name}</p>
                <svg viewBox="0 0 300 18" aria-hidden="true" focusable="false">
                    <line class="scale" x1={LEFT.to_string()} x2={RIGHT.to_string()} y1="9" y2="9" />
                    <line class="change" x1={from.clone()} x2={to.clone()} y1="9" y2="9" />
                    <circle class="from" cx={from} cy="9" r="6" />
                    <circle class="to" cx={to} cy="9" r="6" />
                </svg>
            </div>
        }
    };
    html! {
        <figure class="chart">
            <div class="dumbbells">{for props.rows.iter().map(row)}</div>
            <ul class="legend" aria-hidden="true">
                <li class="from">{&props.from}</li>
                <li class="to">{&props.to}</li>
            </ul>
            <figcaption>{&props.words}</figcaption>
        </figure>
    }
}
