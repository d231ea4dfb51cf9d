//! People through the bridge, by gender.

use super::seen;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Part, StackedBar, StackedBars, WideTable};
use shared::dashboard::{FlowCount, FlowRow, MovementDashboard};
use yew::prelude::*;

fn name(texts: &Texts, counts: FlowCount) -> AttrValue {
    match counts {
        FlowCount::ParticipationsIdentified => texts.flow_participations(),
        FlowCount::Started => texts.flow_started(),
        FlowCount::Ended => texts.flow_ended(),
        FlowCount::UniquePersons => texts.flow_persons(),
        FlowCount::Anonymous => texts.flow_anonymous(),
    }
}

pub(super) fn section(texts: &Texts, dashboard: &MovementDashboard) -> Html {
    let bars: Vec<StackedBar> = dashboard
        .flow
        .iter()
        .filter(|row| row.counts != FlowCount::Anonymous)
        .filter_map(|row| bar(texts, row))
        .collect();
    html! {
        <section>
            <h2>{texts.flow_title()}</h2>
            if !bars.is_empty() {
                <StackedBars words={texts.flow_words()} {bars} />
            }
            <WideTable name={texts.flow_title()}>
                <thead><tr>
                    <th scope="col">{texts.flow_counted()}</th><th scope="col">{texts.gender_woman()}</th>
                    <th scope="col">{texts.gender_man()}</th><th scope="col">{texts.gender_other()}</th>
                    <th scope="col">{texts.all()}</th>
                </tr></thead>
                <tbody>{for dashboard.flow.iter().map(|row| table_row(texts, row))}</tbody>
            </WideTable>
        </section>
    }
}

/// Nothing where a part of it is hidden: a picture of the others would show how large it is.
fn bar(texts: &Texts, row: &FlowRow) -> Option<StackedBar> {
    let part = |tone, name, count: Option<u32>| Some(Part { tone, name, count: count? });
    row.seen.total.filter(|total| *total > 0)?;
    Some(StackedBar {
        name: name(texts, row.counts),
        parts: vec![
            part("a", texts.gender_woman(), row.seen.woman)?,
            part("b", texts.gender_man(), row.seen.man)?,
            part("c", texts.gender_other(), row.seen.other)?,
        ],
    })
}

fn table_row(texts: &Texts, row: &FlowRow) -> Html {
    let cells = [row.seen.woman, row.seen.man, row.seen.other, row.seen.total].map(|count| seen(texts, count));
    html! {
        <tr><th scope="row">{name(texts, row.counts)}</th>{for cells.into_iter().map(|cell| html! { <td>{cell}</td> })}</tr>
    }
}
