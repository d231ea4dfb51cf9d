//! Each domain over the months, both views on one scale, with its table. Months without a rating are gaps.

use super::SectionProps;
use super::assessments::{answer_of, answer_words, rated};
use super::months::span;
use crate::phone::{Phone, use_phone};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{TwoLines, TwoViewsLegend, WideTable, month_and_year};
use shared::instrument::{Answer, Item};
use shared::time::Month;
use yew::prelude::*;

/// One month's two answers.
type Row = (Month, Option<Answer>, Option<Answer>);

#[component]
pub(super) fn OverTime(props: &SectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let Some(instrument) = props.reference.monthly() else { return Html::default() };
    let months = span(&phone, &props.folded, clock::today().month());
    let rows = |item: &Item| -> Vec<Row> {
        let row = |month: &Month| {
            let view = props.folded.months.get(month);
            let own = answer_of(view.and_then(|view| view.self_assessment.as_ref()), &item.id);
            let staff = answer_of(view.and_then(|view| view.staff_assessment.as_ref()), &item.id);
            (*month, own, staff)
        };
        months.iter().map(row).collect()
    };
    let rated_items: Vec<(&Item, Vec<Row>)> = instrument
        .items
        .iter()
        .map(|item| (item, rows(item)))
        .filter(|(_, rows)| rows.iter().any(|(_, own, staff)| own.is_some() || staff.is_some()))
        .collect();
    if rated_items.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{texts.over_time_title()}</h2>
            <TwoViewsLegend own={texts.assessed_own()} staff={texts.assessed_staff()} />
            <div class="small-charts">{for rated_items.iter().map(|(item, rows)| domain(&phone, item, rows))}</div>
        </section>
    }
}

fn domain(phone: &Phone, item: &Item, rows: &[Row]) -> Html {
    let texts = phone.texts();
    let name = item.name.in_language(phone.language()).to_owned();
    let seen = rows.iter().map(|(_, own, staff)| (rated(*own).map(f64::from), rated(*staff).map(f64::from))).collect();
    let scale = (f64::from(item.scale.lowest), f64::from(item.scale.highest));
    let end = |row: Option<&Row>| row.map(|(month, ..)| month_and_year(&texts, *month)).unwrap_or_default();
    let ends = [end(rows.first()), end(rows.last())];
    html! {
        <div class="small-chart">
            <h3>{&name}</h3>
            <TwoLines months={std::convert::identity::<Vec<_>>(seen)} {scale} {ends} />
            <details class="more">
                <summary>{texts.as_table()}<span class="unseen">{format!(": {name}")}</span></summary>
                <WideTable {name}>
                    <thead><tr>
                        <th scope="col">{texts.month_column()}</th>
                        <th scope="col">{texts.assessed_own()}</th>
                        <th scope="col">{texts.assessed_staff()}</th>
                    </tr></thead>
                    <tbody>{for rows.iter().map(|(month, own, staff)| html! {
                        <tr>
                            <th scope="row">{month_and_year(&texts, *month)}</th>
                            <td>{answer_words(&texts, *own, item.scale.highest)}</td>
                            <td>{answer_words(&texts, *staff, item.scale.highest)}</td>
                        </tr>
                    })}</tbody>
                </WideTable>
            </details>
        </div>
    }
}
