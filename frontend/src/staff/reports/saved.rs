//! The saved reports: each says of what and when it was made, is made again, and taken away.

use super::FORMS;
use super::choosing::period_name;
use super::periods::{Kind, Offered};
use super::work::{Work, fetch};
use crate::phone::{Phone, use_phone};
use crate::platform::clock;
use crate::staff::dashboard::use_fetched;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind};
use shared::figures::Period;
use shared::report::saved::SavedReport;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How much of a checksum is read by somebody who compares two.
const SHOWN: usize = 16;

#[derive(PartialEq, Properties)]
pub(super) struct SavedProps {
    /// Another number means that there is another report.
    pub(super) changed: u32,
}

#[component]
pub(super) fn Saved(props: &SavedProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched =
        use_fetched(
            &phone,
            "reports-saved".into(),
            props.changed,
            |engine, _| async move { engine.saved_reports().await },
        );
    html! {
        <>
            <h2>{texts.reports_saved_title()}</h2>
            <p>{texts.reports_saved_words()}</p>
            {fetched.words_of_a_list(&texts)}
            if let Some(kept) = &fetched.shown {
                <p class="scope">{texts.list_fetched(kept.fetched)}</p>
                if kept.figures.reports.is_empty() {
                    <p>{texts.reports_saved_none()}</p>
                } else {
                    <ol class="cases" reversed=true>
                        {for kept.figures.reports.iter().map(|report| html! {
                            <li key={report.id.to_string()}><OneSaved report={report.clone()} /></li>
                        })}
                    </ol>
                }
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct OneSavedProps {
    report: SavedReport,
}

#[component]
fn OneSaved(props: &OneSavedProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let work = use_state(Work::default);
    let report = &props.report;
    let name = period_name(&texts, offered(report.period));
    let interventions: Vec<&str> = report.interventions.iter().map(|one| &*one.name).collect();
    let when = texts.audit_when(clock::date_of(report.saved_at), clock::time_of_day(report.saved_at));
    let shown: String = report.fingerprint.chars().take(SHOWN).collect();
    let busy = work.is_making();
    let take = |label: AttrValue, (form, ending): (&'static str, &'static str)| {
        let on_press = on_take(&phone, &work, report, form, ending);
        html! { <Action kind={ActionKind::Quiet} label={texts.reports_of(label, name.clone())} {on_press} {busy} /> }
    };
    html! {
        <div class="case">
            <span class="alias">{name.clone()}</span>
            <span>{interventions.join(", ")}</span>
            <span class="own">{texts.reports_saved_when(when)}</span>
            <span class="own id">{texts.reports_checksum(shown)}</span>
            <div class="after-list">
                <Action kind={ActionKind::Beside} label={texts.reports_of(texts.reports_again(), name.clone())}
                    on_press={on_again(&phone, &work, report)} {busy} />
                {take(texts.reports_pdf(), FORMS[0])}
                {take(texts.reports_xlsx(), FORMS[1])}
                {take(texts.reports_csv(), FORMS[2])}
            </div>
            {work.words(&texts)}
        </div>
    }
}

fn offered(period: Period) -> Offered {
    let (from, to) = (period.from().month(), period.to().month());
    let is_year = (from.number(), to.number()) == (1, 12) && from.year() == to.year();
    Offered { kind: if is_year { Kind::Year } else { Kind::Months }, from, to }
}

fn on_take(
    phone: &Phone,
    work: &UseStateHandle<Work>,
    report: &SavedReport,
    form: &'static str,
    ending: &'static str,
) -> Callback<()> {
    let (phone, work, id) = (phone.clone(), work.clone(), report.id);
    let (from, to) = (report.period.from().month(), report.period.to().month());
    Callback::from(move |()| {
        let address = format!("/saved/{id}/file?form={form}&language={}", phone.language());
        fetch(&phone, &work, address, format!("stegvis-{from}-{to}.{ending}"));
    })
}

fn on_again(phone: &Phone, work: &UseStateHandle<Work>, report: &SavedReport) -> Callback<()> {
    let (engine, work, id) = (phone.engine(), work.setter(), report.id);
    Callback::from(move |()| {
        let (engine, work) = (engine.clone(), work.clone());
        work.set(Work::Making);
        spawn_local(async move {
            work.set(match engine.report_again(id).await {
                Ok(made) => Work::Again(made),
                Err(fault) => Work::Fault(fault),
            });
        });
    })
}
