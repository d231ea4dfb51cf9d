//! Amounts that add up in sight: each bar begins where the one before it ended, and the last one is their sum. Names and
//! amounts are text, so that they grow with it; a gain lies on one side of its beginning and a loss on the other, so that
//! colour says nothing alone.

use yew::prelude::*;

/// One amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Fall {
    /// Whose it is.
    pub name: AttrValue,
    /// The amount.
    pub amount: f64,
    /// The amount in words.
    pub written: AttrValue,
    /// Whether it is a sum: it begins at nothing.
    pub is_sum: bool,
}

/// Properties of [`Waterfall`].
#[derive(PartialEq, Properties)]
pub struct WaterfallProps {
    /// What it shows, in a sentence.
    pub words: AttrValue,
    /// The amounts, from the first to the sum.
    pub falls: Vec<Fall>,
}

/// The width of the drawing, in its own units.
const WIDTH: f64 = 1000.0;

/// Where each bar begins and ends: a running sum.
fn spans(falls: &[Fall]) -> Vec<(f64, f64)> {
    let mut reached = 0.0;
    let span = |fall: &Fall| {
        let from = if fall.is_sum { 0.0 } else { reached };
        reached = from + fall.amount;
        (from, reached)
    };
    falls.iter().map(span).collect()
}

/// The bars, one below the other, on one scale.
#[component]
pub fn Waterfall(props: &WaterfallProps) -> Html {
    let spans = spans(&props.falls);
    let ends = || spans.iter().flat_map(|(from, to)| [*from, *to]).chain([0.0]);
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let wide = (most - least).max(f64::MIN_POSITIVE);
    let x = |value: f64| (value - least) / wide * WIDTH;
    let nothing = format!("{:.1}", x(0.0));
    let row = |(fall, (from, to)): (&Fall, &(f64, f64))| {
        let (left, right) = (x(from.min(*to)), x(from.max(*to)));
        let tone = match (fall.is_sum, fall.amount < 0.0) {
            (true, _) => "sum",
            (false, true) => "loss",
            (false, false) => "gain",
        };
        html! {
            <li class={classes!("fall", tone)}>
                <span class="name">{&fall.name}</span>
                <span class="amount">{&fall.written}</span>
                <svg viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="bar" x={format!("{left:.1}")} y="1" height="14" width={format!("{:.1}", (right - left).max(3.0))} />
                    <line class="nothing" x1={nothing.clone()} x2={nothing.clone()} y1="0" y2="16" />
                </svg>
            </li>
        }
    };
    html! {
        <figure class="chart">
            <ul class="waterfall">{for props.falls.iter().zip(&spans).map(row)}</ul>
            <figcaption>{&props.words}</figcaption>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_begins_where_the_one_before_ended_and_the_sum_at_nothing() {
        let fall = |amount, is_sum| Fall { name: "".into(), amount, written: "".into(), is_sum };
        let falls = [fall(5.0, false), fall(-8.0, false), fall(-3.0, true)];
        assert_eq!(spans(&falls), [(0.0, 5.0), (5.0, -3.0), (0.0, -3.0)]);
    }
}
