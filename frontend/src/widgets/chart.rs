//! Charts as own drawings on a shared scale. Each part has words and a number beside its colour and pattern, and
//! each chart stands beside its table.

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

const BAR_WIDTH: f64 = 560.0;
const BAR_HEIGHT: usize = 64;

/// Horizontal bars, each of full width, split by shares.
#[component]
pub fn StackedBars(props: &StackedBarsProps) -> Html {
    let bar = |(place, bar): (usize, &StackedBar)| {
        let all: u32 = bar.parts.iter().map(|part| part.count).sum();
        let top = place * BAR_HEIGHT;
        let mut left = 0.0;
        let parts: Vec<Html> = bar
            .parts
            .iter()
            .filter(|part| part.count > 0)
            .map(|part| {
                let width = BAR_WIDTH * f64::from(part.count) / f64::from(all.max(1));
                let drawn = draw_part(part, left, top, width);
                left += width;
                drawn
            })
            .collect();
        html! {
            <g>
                <text class="bar-name" x="0" y={(top + 18).to_string()}>{format!("{} ({all})", bar.name)}</text>
                {for parts}
            </g>
        }
    };
    let height = props.bars.len() * BAR_HEIGHT;
    let legend = props.bars.first().map(|bar| bar.parts.clone()).unwrap_or_default();
    html! {
        <figure class="chart">
            <svg viewBox={format!("0 0 560 {height}")} role="img" aria-label={props.words.clone()}>
                {for props.bars.iter().enumerate().map(bar)}
            </svg>
            <ul class="legend" aria-hidden="true">
                {for legend.iter().map(|part| html! { <li class={part.tone}>{&part.name}</li> })}
            </ul>
            <figcaption>{&props.words}</figcaption>
        </figure>
    }
}

fn draw_part(part: &Part, left: f64, top: usize, width: f64) -> Html {
    let (x, y) = (format!("{left:.1}"), (top + 26).to_string());
    let middle = format!("{:.1}", left + width / 2.0);
    html! {
        <>
            <rect class={classes!("part", part.tone)} {x} {y} width={format!("{:.1}", (width - 2.0).max(1.0))} height="28" rx="4" />
            if width > 26.0 {
                <text class={classes!("part-count", part.tone)} x={middle} y={(top + 46).to_string()} text-anchor="middle">
                    {part.count}
                </text>
            }
        </>
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

const ROW: usize = 34;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 540.0;

/// One line a row: an open ring for the first value, a filled one for the last, each on its own whole scale.
#[component]
pub fn Dumbbells(props: &DumbbellsProps) -> Html {
    let row = |(place, row): (usize, &Dumbbell)| {
        let y = (place * ROW + 20).to_string();
        let x = |value: f64| LEFT + (RIGHT - LEFT) * (value - row.lowest) / (row.highest - row.lowest).max(1.0);
        let (from, to) = (format!("{:.1}", x(row.from)), format!("{:.1}", x(row.to)));
        html! {
            <g>
                <text x="0" y={(place * ROW + 25).to_string()}>{&row.name}</text>
                <line class="scale" x1={LEFT.to_string()} x2={RIGHT.to_string()} y1={y.clone()} y2={y.clone()} />
                <line class="change" x1={from.clone()} x2={to.clone()} y1={y.clone()} y2={y.clone()} />
                <circle class="from" cx={from} cy={y.clone()} r="7" />
                <circle class="to" cx={to} cy={y} r="7" />
            </g>
        }
    };
    let height = props.rows.len() * ROW + 8;
    html! {
        <figure class="chart">
            <svg viewBox={format!("0 0 560 {height}")} role="img" aria-label={props.words.clone()}>
                {for props.rows.iter().enumerate().map(row)}
            </svg>
            <ul class="legend" aria-hidden="true">
                <li class="from">{&props.from}</li>
                <li class="to">{&props.to}</li>
            </ul>
            <figcaption>{&props.words}</figcaption>
        </figure>
    }
}
