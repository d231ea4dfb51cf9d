//! What one assumption at a time does to a result: a bar from the result at its lowest to that at its highest, the widest
//! first, across the line of the result itself.

use yew::prelude::*;

/// One assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct Gust {
    /// Which assumption.
    pub name: AttrValue,
    /// The result at its lowest value.
    pub at_low: f64,
    /// The result at its highest value.
    pub at_high: f64,
    /// Both in words.
    pub written: AttrValue,
}

/// Properties of [`Tornado`].
#[derive(PartialEq, Properties)]
pub struct TornadoProps {
    /// What it shows, in a sentence.
    pub words: AttrValue,
    /// The result when every assumption has its own value.
    pub result: f64,
    /// The assumptions, the widest first.
    pub gusts: Vec<Gust>,
}

/// The width of the drawing, in its own units.
const WIDTH: f64 = 1000.0;

/// The bars, one below the other, on one scale.
#[component]
pub fn Tornado(props: &TornadoProps) -> Html {
    let ends = || props.gusts.iter().flat_map(|gust| [gust.at_low, gust.at_high]).chain([props.result]);
    let (least, most) = (ends().fold(f64::INFINITY, f64::min), ends().fold(f64::NEG_INFINITY, f64::max));
    let wide = (most - least).max(f64::MIN_POSITIVE);
    let x = |value: f64| (value - least) / wide * WIDTH;
    let result = format!("{:.1}", x(props.result));
    let row = |gust: &Gust| {
        let (left, right) = (x(gust.at_low.min(gust.at_high)), x(gust.at_low.max(gust.at_high)));
        html! {
            <li class="fall gust">
                <span class="name">{&gust.name}</span>
                <span class="amount">{&gust.written}</span>
                <svg viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="bar" x={format!("{left:.1}")} y="1" height="14" width={format!("{:.1}", (right - left).max(3.0))} />
                    <line class="nothing" x1={result.clone()} x2={result.clone()} y1="0" y2="16" />
                </svg>
            </li>
        }
    };
    html! {
        <figure class="chart">
            <ul class="waterfall">{for props.gusts.iter().map(row)}</ul>
            <figcaption>{&props.words}</figcaption>
        </figure>
    }
}
