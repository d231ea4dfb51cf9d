//! Two views of the same thing on one scale: the person's own and the staff's, of one month or of many. Neither is the right
//! one. What is missing is missing: no line is drawn across it. The numbers stand in words beside.

use yew::prelude::*;

const LEFT: f64 = 10.0;
const RIGHT: f64 = 150.0;

/// Properties of [`TwoDots`].
#[derive(PartialEq, Properties)]
pub struct TwoDotsProps {
    /// The person's own value.
    pub own: Option<f64>,
    /// The staff's.
    pub staff: Option<f64>,
    /// The scale's two ends.
    pub scale: (f64, f64),
}

/// A line with a ring for the person's own value and a square for the staff's.
#[component]
pub fn TwoDots(props: &TwoDotsProps) -> Html {
    let x = |value: f64| LEFT + (RIGHT - LEFT) * share(value, props.scale);
    html! {
        <svg class="two-views dots" viewBox="0 0 160 24" aria-hidden="true" focusable="false">
            <line class="scale" x1={LEFT.to_string()} x2={RIGHT.to_string()} y1="12" y2="12" />
            if let Some(staff) = props.staff { {square(x(staff), 12.0)} }
            if let Some(own) = props.own { {ring(x(own), 12.0)} }
        </svg>
    }
}

/// One month of [`TwoLines`]: the person's own value and the staff's.
pub type Seen = (Option<f64>, Option<f64>);

/// Properties of [`TwoLines`].
#[derive(PartialEq, Properties)]
pub struct TwoLinesProps {
    /// Month by month, the oldest first; a month without values has none.
    pub months: Vec<Seen>,
    /// The scale's two ends.
    pub scale: (f64, f64),
    /// What the first and the last month are called.
    pub ends: [AttrValue; 2],
}

/// Both views over the months, with what the ends of both axes are.
#[component]
pub fn TwoLines(props: &TwoLinesProps) -> Html {
    let last = props.months.len().saturating_sub(1).max(1);
    let place = |(number, value): (usize, f64)| {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred months at most")]
        let across = number as f64 / last as f64;
        (10.0 + 280.0 * across, 52.0 - 40.0 * share(value, props.scale))
    };
    let points = |of: fn(&Seen) -> Option<f64>| {
        props
            .months
            .iter()
            .map(of)
            .enumerate()
            .map(|(number, value)| value.map(|value| place((number, value))))
            .collect()
    };
    let (own, staff): (Vec<_>, Vec<_>) = (points(|seen| seen.0), points(|seen| seen.1));
    html! {
        <div class="plot" aria-hidden="true">
            <div class="upright"><span>{props.scale.1}</span><span>{props.scale.0}</span></div>
            <svg class="two-views lines" viewBox="0 6 300 52" focusable="false">
                {lines(&staff, "staff")}
                {lines(&own, "own")}
                {for staff.iter().flatten().map(|(x, y)| square(*x, *y))}
                {for own.iter().flatten().map(|(x, y)| ring(*x, *y))}
            </svg>
            <div class="along">{for props.ends.iter().map(|end| html! { <span>{end}</span> })}</div>
        </div>
    }
}

/// Where a value lies between the ends, 0 to 1.
fn share(value: f64, (lowest, highest): (f64, f64)) -> f64 {
    (value - lowest) / (highest - lowest).max(1.0)
}

/// A line between neighbouring months that both have a value.
fn lines(points: &[Option<(f64, f64)>], class: &'static str) -> Html {
    let between = |pair: &[Option<(f64, f64)>]| {
        let [Some((x1, y1)), Some((x2, y2))] = pair else { return Html::default() };
        html! { <line {class} x1={round(*x1)} y1={round(*y1)} x2={round(*x2)} y2={round(*y2)} /> }
    };
    html! { {for points.windows(2).map(between)} }
}

fn ring(x: f64, y: f64) -> Html {
    html! { <circle class="own" cx={round(x)} cy={round(y)} r="5" /> }
}

fn square(x: f64, y: f64) -> Html {
    html! { <rect class="staff" x={round(x - 4.5)} y={round(y - 4.5)} width="9" height="9" /> }
}

fn round(value: f64) -> String {
    format!("{value:.1}")
}

/// Properties of [`TwoViewsLegend`].
#[derive(PartialEq, Properties)]
pub struct TwoViewsLegendProps {
    /// What the ring is called.
    pub own: AttrValue,
    /// What the square is called.
    pub staff: AttrValue,
}

/// Which sign is whose.
#[component]
pub fn TwoViewsLegend(props: &TwoViewsLegendProps) -> Html {
    html! {
        <ul class="legend views" aria-hidden="true">
            <li class="own">{&props.own}</li>
            <li class="staff">{&props.staff}</li>
        </ul>
    }
}
