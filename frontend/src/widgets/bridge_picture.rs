//! Pictures of the way: stones over water, months as lanterns, the own ratings as a calm band. No arrows down, no
//! red, no total. Pictures add nothing that the words beside them do not say.

use yew::prelude::*;

/// Properties of [`LevelPicture`].
#[derive(PartialEq, Properties)]
pub struct LevelPictureProps {
    /// How many of the stones are laid.
    pub level: usize,
    /// How many there are.
    pub of: usize,
}

/// A level as stones, laid one after the other.
#[component]
pub fn LevelPicture(props: &LevelPictureProps) -> Html {
    let stone = |place: usize| {
        let class = if place < props.level { "stone laid" } else { "stone" };
        html! { <ellipse {class} cx={(8 + place * 15).to_string()} cy="10" rx="6" ry="4.5" /> }
    };
    let width = props.of * 15 + 2;
    html! {
        <svg class="level" viewBox={format!("0 0 {width} 20")} aria-hidden="true" focusable="false">
            {for (0..props.of).map(stone)}
        </svg>
    }
}

/// One month on the path.
#[derive(Debug, Clone, PartialEq)]
pub struct PathPoint {
    /// The month's short name.
    pub label: AttrValue,
    /// Where the own ratings lie, from 0 to 1; none where the month has none.
    pub height: Option<f64>,
    /// Whether a step on the bridge was recorded.
    pub stone: bool,
}

/// Properties of [`PathPicture`].
#[derive(PartialEq, Properties)]
pub struct PathPictureProps {
    /// In the order of the months.
    pub points: Vec<PathPoint>,
    /// What the picture shows, in a sentence.
    pub words: AttrValue,
}

const WIDTH: f64 = 328.0;
/// Room at either side for the half of a month's name.
const SIDE: f64 = 12.0;
const WATER: f64 = 104.0;
const HIGH: f64 = 22.0;

/// A length to a tenth. Whole numbers are written, since what writes others is as large as a screen.
fn length(units: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the picture is some hundred units wide")]
    let tenths = (units * 10.0 + 0.5) as i32;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The months as lanterns on a band, over stones in water.
#[component]
pub fn PathPicture(props: &PathPictureProps) -> Html {
    let count = props.points.len().max(1);
    #[expect(clippy::cast_precision_loss, reason = "a handful of months")]
    let x = |place: usize| SIDE + (WIDTH - 2.0 * SIDE) * (place as f64 + 0.5) / count as f64;
    let y = |height: f64| WATER - 14.0 - height * (WATER - 14.0 - HIGH);
    let lit: Vec<(f64, f64)> = props
        .points
        .iter()
        .enumerate()
        .filter_map(|(place, point)| point.height.map(|height| (x(place), y(height))))
        .collect();
    let band: String = lit.iter().map(|(x, y)| format!("{},{} ", length(*x), length(*y))).collect();
    let every = count.div_ceil(7);
    let stone = |(place, point): (usize, &PathPoint)| {
        html! {
            <g>
                if point.stone {
                    <ellipse class="stone laid" cx={length(x(place))} cy={length(WATER)} rx="9" ry="5" />
                }
                if place % every == 0 {
                    <text x={length(x(place))} y="132" text-anchor="middle">{&point.label}</text>
                }
            </g>
        }
    };
    let lantern = |(x, y): &(f64, f64)| {
        html! { <circle class="lantern" cx={length(*x)} cy={length(*y)} r="6" /> }
    };
    html! {
        <figure class="path">
            <svg viewBox="0 0 328 140" role="img" aria-label={props.words.clone()}>
                <path class="water" d="M0 104 q 20.5 -6 41 0 t 41 0 t 41 0 t 41 0 t 41 0 t 41 0 t 41 0 t 41 0 V 116 H 0 Z" />
                {for props.points.iter().enumerate().map(stone)}
                <polyline class="band" points={band} />
                {for lit.iter().map(lantern)}
            </svg>
            <figcaption>{&props.words}</figcaption>
        </figure>
    }
}
