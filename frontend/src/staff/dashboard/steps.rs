//! Steps forward, same and back, with the share's interval.

use super::percent;
use super::seen;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Part, StackedBar, StackedBars, WideTable};
use shared::dashboard::{MovementDashboard, SeenMovement, SeenSteps};
use shared::figures::Figure;
use yew::prelude::*;

pub(super) fn section(texts: &Texts, dashboard: &MovementDashboard) -> Html {
    let steps = &dashboard.steps;
    html! {
        <section>
            <h2>{texts.steps_title()}</h2>
            {drawn(texts, steps)}
            if let Figure::Known(share) = steps.share_forward {
                <p class="method">{texts.steps_method(share.successes, share.n, percent(share.low), percent(share.high))}</p>
            }
        </section>
    }
}

/// How many ever stood higher, where that may be seen.
pub(super) fn ever(texts: &Texts, steps: &SeenSteps) -> Html {
    html! { <p>{texts.steps_ever(seen(texts, steps.ever_forward))}</p> }
}

/// Bars and their table.
pub(super) fn drawn(texts: &Texts, steps: &SeenSteps) -> Html {
    let rows = [
        (texts.all(), steps.total),
        (texts.gender_woman(), steps.woman),
        (texts.gender_man(), steps.man),
        (texts.gender_other(), steps.other),
    ];
    let bars: Vec<StackedBar> = rows.iter().filter_map(|(name, moved)| bar(texts, name, moved)).collect();
    html! {
        <>
            if !bars.is_empty() {
                <StackedBars words={texts.steps_words()} {bars} />
            }
            {table(texts, &rows)}
        </>
    }
}

/// Nothing where a part of it is hidden: a picture of the others would show how large it is.
fn bar(texts: &Texts, name: &AttrValue, moved: &SeenMovement) -> Option<StackedBar> {
    let part = |tone, name, count: Option<u32>| Some(Part { tone, name, count: count? });
    let parts = vec![
        part("a", texts.step_forward(), moved.forward)?,
        part("c", texts.step_same(), moved.same)?,
        part("b", texts.step_back(), moved.back)?,
    ];
    parts.iter().any(|part| part.count > 0).then(|| StackedBar { name: name.clone(), parts })
}

fn table(texts: &Texts, rows: &[(AttrValue, SeenMovement)]) -> Html {
    let row = |(name, moved): &(AttrValue, SeenMovement)| {
        let cells = [moved.forward, moved.same, moved.back, moved.too_few].map(|count| seen(texts, count));
        html! {
            <tr><th scope="row">{name}</th>{for cells.into_iter().map(|cell| html! { <td>{cell}</td> })}</tr>
        }
    };
    html! {
        <WideTable name={texts.steps_title()}>
            <thead><tr>
                <th scope="col">{texts.steps_who()}</th><th scope="col">{texts.step_forward()}</th>
                <th scope="col">{texts.step_same()}</th><th scope="col">{texts.step_back()}</th>
                <th scope="col">{texts.step_too_few()}</th>
            </tr></thead>
            <tbody>{for rows.iter().map(row)}</tbody>
        </WideTable>
    }
}
