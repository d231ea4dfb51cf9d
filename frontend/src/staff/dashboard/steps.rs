//! Steps forward, same and back, with the share's interval.

use super::percent;
use super::sentences::step_totals;
use crate::texts::Texts;
use crate::widgets::{Part, StackedBar, StackedBars, WideTable};
use shared::dashboard::{MovementDashboard, Shown};
use shared::figures::{Figure, Movement};
use yew::prelude::*;

pub(super) fn section(texts: &Texts, dashboard: &MovementDashboard) -> Html {
    let rows: Vec<(AttrValue, Movement)> = match dashboard.steps {
        Shown::Full(steps) => vec![
            (texts.all(), steps.total),
            (texts.gender_woman(), steps.woman),
            (texts.gender_man(), steps.man),
            (texts.gender_other(), steps.other),
        ],
        Shown::Totals(totals) => vec![(texts.all(), totals.total)],
        Shown::Hidden => vec![],
    };
    let bars: Vec<StackedBar> =
        rows.iter().filter(|(_, moved)| moved.measured() > 0).map(|(name, moved)| bar(texts, name, moved)).collect();
    let share = step_totals(dashboard).map(|(_, share)| share);
    html! {
        <section>
            <h2>{texts.steps_title()}</h2>
            if rows.is_empty() {
                <p>{texts.sentence_hidden()}</p>
            } else {
                if !bars.is_empty() {
                    <StackedBars words={texts.steps_words()} {bars} />
                }
                {table(texts, &rows)}
            }
            if let Some(Figure::Known(share)) = share {
                <p class="method">{texts.steps_method(share.successes, share.n, percent(share.low), percent(share.high))}</p>
            }
        </section>
    }
}

fn bar(texts: &Texts, name: &AttrValue, moved: &Movement) -> StackedBar {
    let part = |tone, name, count| Part { tone, name, count };
    StackedBar {
        name: name.clone(),
        parts: vec![
            part("a", texts.step_forward(), moved.forward),
            part("c", texts.step_same(), moved.same),
            part("b", texts.step_back(), moved.back),
        ],
    }
}

fn table(texts: &Texts, rows: &[(AttrValue, Movement)]) -> Html {
    let row = |(name, moved): &(AttrValue, Movement)| {
        let cells = [moved.forward, moved.same, moved.back, moved.too_few];
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
