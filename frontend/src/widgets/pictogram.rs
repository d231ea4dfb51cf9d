//! Pictograms: what a question is about, for people who would rather look than read. Own drawings of a few strokes in the
//! colour of the text around them. They add nothing that the words beside them do not say; an instrument of somebody
//! else's, whose constructs are not known here, has none.

use yew::prelude::*;

/// Properties of [`Pictogram`].
#[derive(PartialEq, Properties)]
pub struct PictogramProps {
    /// The construct that it stands for, such as `energy`.
    pub of: AttrValue,
}

/// The drawing of a construct; nothing for one that has none.
#[component]
pub fn Pictogram(props: &PictogramProps) -> Html {
    let Some(strokes) = strokes(&props.of) else { return Html::default() };
    html! {
        <svg class="pictogram" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            {for strokes.iter().map(|stroke| html! { <path d={*stroke} /> })}
        </svg>
    }
}

/// The strokes of a construct's drawing on a square of 48.
fn strokes(construct: &str) -> Option<&'static [&'static str]> {
    Some(match construct {
        // A house with its door.
        "everyday" => &["M8 22 24 9l16 13", "M12 20v19h24V20", "M20 39V28h8v11"],
        // A heart.
        "health" => &["M24 39C12 30 8 24 8 18a8 8 0 0 1 16-3 8 8 0 0 1 16 3c0 6-4 12-16 21Z"],
        // A battery, two thirds full.
        "energy" => &["M8 16h28v16H8Z", "M40 21v6", "M14 21v6", "M20 21v6", "M26 21v6"],
        // Two people side by side.
        "support" => &[
            "M17 12a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z",
            "M31 12a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z",
            "M8 38c0-8 3-12 9-12s9 4 9 12",
            "M28 27c8-3 12 2 12 11",
        ],
        // Three round a table.
        "cooperation" => &[
            "M24 18a10 6 0 1 1 0 12 10 6 0 0 1 0-12Z",
            "M24 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z",
            "M8 32a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z",
            "M40 32a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z",
        ],
        // Somebody who stands, arms out.
        "belief" => &["M24 7a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z", "M24 18v13", "M10 17c6 5 22 5 28 0", "M16 42l8-11 8 11"],
        // A signpost with two ways.
        "options" => &["M24 6v36", "M24 10h13l4 4-4 4H24", "M24 22H11l-4 4 4 4h13"],
        // A magnifying glass.
        "search" => &["M21 9a12 12 0 1 1 0 24 12 12 0 0 1 0-24Z", "M30 30l10 10"],
        // A flag on a hill.
        "goal" => &["M20 34V8", "M20 9h16l-5 6 5 6H20", "M6 40c8-8 24-8 36 0"],
        // A pair of tools: a spanner over a bag.
        "ability_now" => &["M8 18h32v20H8Z", "M18 18v-6h12v6", "M8 27h32", "M24 25v5"],
        // The sun over the horizon.
        "life_now" => &["M14 32a10 10 0 0 1 20 0", "M6 32h36", "M24 10v6", "M9 17l4 4", "M39 17l-4 4", "M14 39h20"],
        // A speech bubble with two lines.
        "talk" => &["M8 10h32v22H24l-9 8v-8H8Z", "M15 18h18", "M15 24h12"],
        // An open book.
        "learning" => &["M24 14c-5-4-11-4-16-3v26c5-1 11-1 16 3 5-4 11-4 16-3V11c-5-1-11-1-16 3Z", "M24 14v26"],
        // A key.
        "key" => &["M15 14a8 8 0 1 1 0 16 8 8 0 0 1 0-16Z", "M23 22h18", "M36 22v7", "M41 22v5"],
        _ => return None,
    })
}
