//! Shares with their intervals on one scale from nothing to all: a point for the share, a line for the interval.

use super::scale::Scale;
use yew::prelude::*;

/// One share.
#[derive(Debug, Clone, PartialEq)]
pub struct Whisker {
    /// Of what.
    pub name: AttrValue,
    /// The share, 0 to 1.
    pub share: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// The numbers in words.
    pub words: AttrValue,
}

/// Properties of [`Whiskers`].
#[derive(PartialEq, Properties)]
pub struct WhiskersProps {
    /// The shares.
    pub rows: Vec<Whisker>,
}

/// One line a row.
#[component]
pub fn Whiskers(props: &WhiskersProps) -> Html {
    let scale = Scale::new((0.0, 1.0), (8.0, 292.0));
    let row = |row: &Whisker| {
        html! {
            <div class="whisker">
                <p>{&row.name}<span>{&row.words}</span></p>
                <svg viewBox="0 0 300 18" aria-hidden="true" focusable="false">
                    <line class="scale" x1={scale.at(0.0)} x2={scale.at(1.0)} y1="9" y2="9" />
                    <line class="change" x1={scale.at(row.low)} x2={scale.at(row.high)} y1="9" y2="9" />
                    <line class="change" x1={scale.at(row.low)} x2={scale.at(row.low)} y1="4" y2="14" />
                    <line class="change" x1={scale.at(row.high)} x2={scale.at(row.high)} y1="4" y2="14" />
                    <circle class="to" cx={scale.at(row.share)} cy="9" r="5" />
                </svg>
            </div>
        }
    };
    html! {
        <div class="whiskers">
            {for props.rows.iter().map(row)}
            <p class="ends" dir="ltr" aria-hidden="true"><span>{"0 %"}</span><span>{"50 %"}</span><span>{"100 %"}</span></p>
        </div>
    }
}
