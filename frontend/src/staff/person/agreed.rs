//! What was agreed to do next, and what was missing round the person, on the person's page.

use super::SectionProps;
use crate::engine::Happening;
use crate::phone::{Phone, use_phone};
use crate::platform::page;
use crate::staff::route::{Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::state::StoreFault;
use crate::widgets::{
    Action, ActionKind, LinkAction, Notice, NoticeKind, PassageLine, PlanSteps, month_and_year, store_fault_text,
};
use shared::fold::NotedDeviation;
use shared::id::RecordId;
use shared::record::Body;
use shared::reference::{DEVIATION_THEME_LIST, Reference};
use shared::time::Month;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
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

/// The deviations, the newest first. One that should not have been noted is taken back.
#[component]
pub(super) fn Deviations(props: &SectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let told = use_state(|| None::<Result<(), StoreFault>>);
    let noted = &props.folded.deviations;
    if noted.is_empty() && told.is_none() {
        return Html::default();
    }
    let take_back = {
        let (phone, told, participation) = (phone.clone(), told.setter(), props.id);
        Callback::from(move |(month, target): (Month, RecordId)| {
            let Some(author) = phone.account_id() else { return };
            let happening = Happening { participation, month, body: Body::Voided { target }, seen: vec![target] };
            let (engine, told) = (phone.engine(), told.clone());
            spawn_local(async move {
                told.set(Some(engine.save(author, vec![happening], None).await.map(drop)));
                page::focus_heading();
            });
        })
    };
    let can_change = props.folded.withdrawal.is_none();
    html! {
        <section>
            <h2>{texts.deviations_title()}</h2>
            <div role="status">
                {match &*told {
                    Some(Ok(())) => html! { <Notice kind={NoticeKind::Calm}><p>{texts.deviation_taken_back()}</p></Notice> },
                    Some(Err(why)) => html! { <Notice kind={NoticeKind::Fault}><p>{store_fault_text(&texts, *why)}</p></Notice> },
                    None => Html::default(),
                }}
            </div>
            {for noted.iter().rev().map(|one| {
                let take_back = can_change.then(|| take_back.clone());
                html! { <Deviation key={one.record.to_string()} noted={one.clone()} reference={props.reference.clone()} {take_back} /> }
            })}
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct DeviationProps {
    noted: NotedDeviation,
    reference: Rc<Reference>,
    /// Takes it back, where that can be done.
    take_back: Option<Callback<(Month, RecordId)>>,
}

#[component]
fn Deviation(props: &DeviationProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let NotedDeviation { month, deviation, record } = &props.noted;
    let theme = props.reference.name_of(DEVIATION_THEME_LIST, &deviation.theme, phone.language()).to_owned();
    let target = (*month, *record);
    html! {
        <blockquote>
            <p>{deviation.what.as_str().to_owned()}</p>
            <p class="hint">{format!("{theme}, {}", month_and_year(&texts, *month))}</p>
            {own_passage(&phone, *record)}
            if let Some(take_back) = &props.take_back {
                <details class="more">
                    <summary>{texts.deviation_take_back()}<span class="unseen">{format!(": {}", deviation.what.as_str())}</span></summary>
                    <p>{texts.deviation_take_back_words()}</p>
                    <Action
                        kind={ActionKind::Beside}
                        label={texts.deviation_take_back_go()}
                        on_press={take_back.reform(move |()| target)}
                    />
                </details>
            }
        </blockquote>
    }
}

/// Where a record of this device is on its way.
fn own_passage(phone: &Phone, id: RecordId) -> Html {
    let own = phone.record(id).filter(|stored| stored.own);
    own.map_or_else(Html::default, |stored| html! { <PassageLine passage={stored.passage.clone()} /> })
}
