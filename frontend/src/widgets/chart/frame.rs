//! The frame of every chart: the picture, a sentence that says what it shows, what its shapes mean, and the numbers in a
//! table one tap away. It knows no figure.

use yew::prelude::*;

/// What a shape or pattern stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The class that draws it, the same as in the picture.
    pub tone: &'static str,
    /// What it stands for.
    pub name: AttrValue,
}

/// Properties of [`ChartFrame`].
#[derive(PartialEq, Properties)]
pub struct ChartFrameProps {
    /// What the chart shows, in a sentence. It is read instead of the picture.
    pub words: AttrValue,
    /// The picture.
    pub children: Children,
    /// What its shapes mean.
    #[prop_or_default]
    pub keys: Vec<Key>,
    /// What the table is called where it is opened.
    pub table_name: AttrValue,
    /// Head and body of the table.
    pub table: Html,
}

/// The frame.
#[component]
pub fn ChartFrame(props: &ChartFrameProps) -> Html {
    html! {
        <figure class="chart">
            <div class="picture" role="img" aria-label={&props.words}>{for props.children.iter()}</div>
            if !props.keys.is_empty() {
                <ul class="legend" aria-hidden="true">
                    {for props.keys.iter().map(|key| html! { <li class={key.tone}>{&key.name}</li> })}
                </ul>
            }
            <figcaption>{&props.words}</figcaption>
            <details class="numbers">
                <summary>{&props.table_name}</summary>
                <div class="wide-table" role="region" aria-label={&props.words} tabindex="0">
                    <table>{props.table.clone()}</table>
                </div>
            </details>
        </figure>
    }
}

/// Properties of [`Plot`].
#[derive(PartialEq, Properties)]
pub struct PlotProps {
    /// The words of the upright axis, from the top down.
    pub upright: Vec<AttrValue>,
    /// The words of the other axis, from its beginning.
    pub along: Vec<AttrValue>,
    /// What the other axis counts.
    pub along_name: AttrValue,
    /// The drawing on 1000 by 1000, stretched to its place; its lines keep their width.
    pub children: Children,
}

/// A drawing between two axes whose words are text, so that they grow with it. Their places are equally far apart.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    html! {
        <div class="plot" dir="ltr">
            <div class="upright">{for props.upright.iter().map(|word| html! { <span>{word}</span> })}</div>
            <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                {for props.children.iter()}
            </svg>
            <div class="along">{for props.along.iter().map(|word| html! { <span>{word}</span> })}</div>
            <p class="along-name">{&props.along_name}</p>
        </div>
    }
}
