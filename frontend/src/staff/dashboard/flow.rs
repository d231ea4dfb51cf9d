//! People through the bridge, by gender.

use crate::texts::Texts;
use crate::widgets::{Part, StackedBar, StackedBars, WideTable};
use shared::dashboard::{FlowCount, FlowRow, MovementDashboard, Shown};
use shared::figures::ByGender;
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
        .filter_map(|row| match row.table {
            Shown::Full(counts) if counts.total > 0 => Some(bar(texts, row, counts)),
            _ => None,
        })
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

fn bar(texts: &Texts, row: &FlowRow, counts: ByGender) -> StackedBar {
    let part = |tone, name, count| Part { tone, name, count };
    StackedBar {
        name: name(texts, row.counts),
        parts: vec![
            part("a", texts.gender_woman(), counts.woman),
            part("b", texts.gender_man(), counts.man),
            part("c", texts.gender_other(), counts.other),
        ],
    }
}

fn table_row(texts: &Texts, row: &FlowRow) -> Html {
    let hidden = || texts.hidden_cell().to_string();
    let cells = match row.table {
        Shown::Full(counts) => [counts.woman, counts.man, counts.other, counts.total].map(|count| count.to_string()),
        Shown::Totals(total) => [hidden(), hidden(), hidden(), total.to_string()],
        Shown::Hidden => [hidden(), hidden(), hidden(), hidden()],
    };
    html! {
        <tr><th scope="row">{name(texts, row.counts)}</th>{for cells.into_iter().map(|cell| html! { <td>{cell}</td> })}</tr>
    }
}
