//! Bars side by side on one scale from zero, each with its number as text: one a row, or a pair of before and after.

use super::scale::{Scale, written};
use yew::prelude::*;

/// One bar of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The class that draws it.
    pub tone: &'static str,
    /// Its length.
    pub count: u32,
    /// Its number in words.
    pub words: AttrValue,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// What is counted.
    pub name: AttrValue,
    /// Its bars, from the top down.
    pub bars: Vec<Bar>,
}

/// Properties of [`BarRows`].
#[derive(PartialEq, Properties)]
pub struct BarRowsProps {
    /// The rows.
    pub rows: Vec<BarRow>,
}

/// The rows.
#[component]
pub fn BarRows(props: &BarRowsProps) -> Html {
    let longest = props.rows.iter().flat_map(|row| &row.bars).map(|bar| bar.count).max().unwrap_or(0);
    let scale = Scale::new((0.0, f64::from(longest)), (0.0, 1000.0));
    let bar = |bar: &Bar| {
        let (start, length) = scale.bar(f64::from(bar.count));
        html! {
            <div class="bar-line">
                <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class={classes!("part", bar.tone)} x={written(start)} y="0" width={written(length)} height="10" />
                </svg>
                <span>{&bar.words}</span>
            </div>
        }
    };
    let row = |row: &BarRow| {
        html! { <div class="bar-row"><p>{&row.name}</p><div>{for row.bars.iter().map(bar)}</div></div> }
    };
    html! { <div class="bar-rows">{for props.rows.iter().map(row)}</div> }
}
