//! How many deviations were noted at the members, by theme: the counts of the report, as they were released.

use crate::phone::{Phone, use_phone};
use crate::staff::dashboard::use_fetched;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{WideTable, month_and_year};
use serde_json::Value;
use shared::code::Code;
use shared::dashboard::DashboardFigures;
use shared::reference::{DEVIATION_THEME_LIST, Reference};
use shared::report::ReportName;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct NotedProps {
    pub(super) reference: Rc<Reference>,
}

/// The newest period that figures were released for.
#[component]
pub(super) fn Noted(props: &NotedProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched = use_fetched(&phone, "deviations-noted".into(), (), |engine, ()| async move {
        engine.figures(&[("reports", ReportName::Deviations.as_str().to_owned())]).await
    });
    html! {
        <section>
            <h2>{texts.noted_title()}</h2>
            {fetched.words(&texts)}
            if let Some(kept) = &fetched.shown {
                <p class="scope">{texts.figures_fetched(kept.fetched)}</p>
                {counts(&phone, &props.reference, &kept.figures)}
            }
        </section>
    }
}

fn counts(phone: &Phone, reference: &Reference, figures: &DashboardFigures) -> Html {
    let texts = phone.texts();
    let (from, to) = (figures.period.from().month(), figures.period.to().month());
    let Some(report) = figures.report(ReportName::Deviations) else { return Html::default() };
    let said = |value: &Value| match value.as_u64() {
        Some(count) => count.to_string(),
        None => texts.hidden_cell().to_string(),
    };
    let named = |code: &str| {
        let name = Code::new(code).ok();
        let name = name.as_ref().map(|code| reference.name_of(DEVIATION_THEME_LIST, code, phone.language()));
        AttrValue::from(name.unwrap_or(code).to_owned())
    };
    let themes = report["themes"].as_object().into_iter().flatten().map(|(code, count)| (named(code), said(count)));
    let sums =
        [(texts.noted_all(), said(&report["noted"])), (texts.noted_participations(), said(&report["participations"]))];
    html! {
        <>
            <p>{texts.noted_words(month_and_year(&texts, from), month_and_year(&texts, to))}</p>
            if report["noted"].as_u64() == Some(0) {
                <p>{texts.noted_none()}</p>
            } else {
                <WideTable name={texts.noted_title()}>
                    <thead><tr>
                        <th scope="col">{texts.deviation_theme()}</th>
                        <th scope="col">{texts.noted_column()}</th>
                    </tr></thead>
                    <tbody>{for themes.chain(sums).map(|(name, count)| html! {
                        <tr><th scope="row">{name}</th><td>{count}</td></tr>
                    })}</tbody>
                </WideTable>
                <p class="method">{texts.noted_small()}</p>
            }
        </>
    }
}
