//! What was agreed to do next, and what was missing round the person, on the person's page.

use super::SectionProps;
use crate::phone::{Phone, use_phone};
use crate::staff::route::{Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{ActionKind, LinkAction, Notice, NoticeKind, PassageLine, PlanSteps, month_and_year};
use shared::fold::NotedDeviation;
use shared::id::RecordId;
use shared::reference::{DEVIATION_THEME_LIST, Reference};
use yew::prelude::*;

/// The plan.
#[component]
pub(super) fn Agreed(props: &SectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let plan = props.folded.plan.as_ref();
    let to = Route::Plan { id: StayInAddress(props.id) };
    let label = if plan.is_some() { texts.plan_change() } else { texts.plan_make() };
    html! {
        <section>
            <h2>{texts.plan_title()}</h2>
            if let Some(held) = plan {
                <PlanSteps plan={held.value.clone()} reference={props.reference.clone()} />
                if !held.rivals.is_empty() {
                    <Notice kind={NoticeKind::Calm}><p>{texts.plan_rivals()}</p></Notice>
                }
                {own_passage(&phone, held.record)}
            }
            if props.folded.withdrawal.is_none() {
                <LinkAction<Route> kind={ActionKind::Beside} {label} {to} />
            }
        </section>
    }
}

/// The deviations, the newest first.
#[component]
pub(super) fn Deviations(props: &SectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let noted = &props.folded.deviations;
    if noted.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{texts.deviations_title()}</h2>
            {for noted.iter().rev().map(|one| deviation(&phone, &props.reference, one))}
        </section>
    }
}

fn deviation(phone: &Phone, reference: &Reference, noted: &NotedDeviation) -> Html {
    let theme = reference.name_of(DEVIATION_THEME_LIST, &noted.deviation.theme, phone.language()).to_owned();
    html! {
        <blockquote key={noted.record.to_string()}>
            <p>{noted.deviation.what.as_str().to_owned()}</p>
            <p class="hint">{format!("{theme}, {}", month_and_year(&phone.texts(), noted.month))}</p>
            {own_passage(phone, noted.record)}
        </blockquote>
    }
}

/// Where a record of this device is on its way.
fn own_passage(phone: &Phone, id: RecordId) -> Html {
    let own = phone.record(id).filter(|stored| stored.own);
    own.map_or_else(Html::default, |stored| html! { <PassageLine passage={stored.passage.clone()} /> })
}
