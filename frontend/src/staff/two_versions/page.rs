//! The screen on which versions stand side by side, field by field: who wrote each, when, and when it came.

use super::choosing::choice;
use super::found::disputes;
use crate::phone::{Phone, use_phone, use_screen};
use crate::platform::clock;
use crate::staff::nowhere;
use crate::staff::record_words::{day, lines, title};
use crate::staff::route::{MonthInAddress, Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::state::{Passage, StoreFault};
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell, WideTable, store_fault_text};
use shared::id::RecordId;
use shared::record::{Body, Record};
use shared::reference::Reference;
use shared::sync::intake::said;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(in crate::staff) struct TwoVersionsProps {
    pub(in crate::staff) id: StayInAddress,
}

#[component]
pub(in crate::staff) fn TwoVersions(props: &TwoVersionsProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fault = use_state(|| None::<StoreFault>);
    let folded = phone.people.get(&props.id.0).cloned();
    let disputes = folded.as_ref().map(|folded| disputes(folded)).unwrap_or_default();
    use_screen(texts.versions_title(), format!("versions {}", disputes.len()).into());
    let (Some(folded), Some(reference)) = (folded, phone.reference.clone()) else { return nowhere() };
    let Some(enrolment) = folded.enrolment() else { return nowhere() };
    let choose = {
        let (phone, fault) = (phone.clone(), fault.setter());
        Callback::from(move |happening: crate::engine::Happening| {
            let Some(author) = phone.account_id() else { return };
            let (engine, fault) = (phone.engine(), fault.clone());
            spawn_local(async move { fault.set(engine.save(author, vec![happening], None).await.err()) });
        })
    };
    let person = Route::Person { id: props.id };
    let read = |id: &RecordId| phone.record(*id).and_then(|stored| stored.read());
    html! {
        <Shell wide=true navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={person.clone()} /> }}>
            <Heading words={texts.versions_of(enrolment.alias.as_str())} />
            if disputes.is_empty() {
                <p>{texts.versions_none()}</p>
                <LinkAction<Route> label={texts.to_person(enrolment.alias.as_str())} to={person} />
            } else {
                <p>{texts.versions_words()}</p>
            }
            {for disputes.iter().map(|dispute| {
                let versions: Vec<Record> = dispute.versions.iter().filter_map(read).collect();
                side_by_side(&phone, &reference, (&versions, &dispute.twins), &choose)
            })}
            if let Some(fault) = *fault {
                <Notice kind={NoticeKind::Fault}><p>{store_fault_text(&texts, fault)}</p></Notice>
            }
        </Shell>
    }
}

fn side_by_side(
    phone: &Phone,
    reference: &Reference,
    (versions, twins): (&[Record], &[RecordId]),
    choose: &Callback<crate::engine::Happening>,
) -> Html {
    let texts = phone.texts();
    let Some(first) = versions.first() else { return Html::default() };
    let fields: Vec<_> = versions.iter().map(|version| lines(phone, reference, version)).collect();
    let mut names: Vec<AttrValue> = Vec::new();
    for (name, _) in fields.iter().flatten() {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let row = |name: &AttrValue| {
        let values: Vec<Option<&AttrValue>> =
            fields.iter().map(|lines| lines.iter().find(|(one, _)| one == name).map(|(_, value)| value)).collect();
        let differs = values.windows(2).any(|pair| pair[0] != pair[1]);
        html! {
            <tr class={differs.then_some("differs")}>
                <th scope="row">{name}if differs { <span class="hint">{" "}{texts.versions_differ()}</span> }</th>
                {for values.into_iter().map(|value| html! { <td>{value.cloned().unwrap_or_else(|| texts.no_value())}</td> })}
            </tr>
        }
    };
    let third = third(first);
    html! {
        <section>
            <h2>{title(phone, first)}</h2>
            <WideTable name={title(phone, first)}>
                <thead><tr>
                    <th scope="col">{texts.versions_field()}</th>
                    {for versions.iter().enumerate().map(|(place, version)| html! {
                        <th scope="col">{texts.version_number(place + 1)}<br />{origin(phone, version)}</th>
                    })}
                </tr></thead>
                <tbody>{for names.iter().map(row)}</tbody>
            </WideTable>
            <div class="chips">{for versions.iter().enumerate().map(|(place, version)| {
                let happening = choice(version, versions, twins);
                let on_press = choose.reform(move |()| happening.clone());
                html! { <Action kind={ActionKind::Beside} label={texts.version_choose(place + 1)} {on_press} /> }
            })}</div>
            if let Some(to) = third {
                <LinkAction<Route> kind={ActionKind::Quiet} label={texts.version_third()} {to} />
            }
        </section>
    }
}

/// The form in which a third version is written: it is saved as a correction in view of all of them.
fn third(first: &Record) -> Option<Route> {
    let id = StayInAddress(first.participation);
    match said(&first.body) {
        Body::FollowedUp(_) | Body::StaffAssessed { .. } | Body::StepRecorded { .. } => {
            Some(Route::FollowUp { id, month: MonthInAddress(first.month) })
        }
        Body::Enrolled(_) => Some(Route::Correct { id }),
        Body::Exited(_) => Some(Route::Exit { id }),
        Body::PlanAgreed(_) => Some(Route::Plan { id }),
        _ => None,
    }
}

/// Who wrote it, when by the clock of the device, and when the server had it.
fn origin(phone: &Phone, version: &Record) -> Html {
    let texts = phone.texts();
    let who = if Some(version.author) == phone.account_id() { texts.version_yours() } else { texts.version_anothers() };
    let at = |at| format!("{} {}", day(phone, clock::date_of(at)), clock::time_of_day(at));
    let came = phone.record(version.id).and_then(|stored| match stored.passage {
        Passage::Received(received) => Some(texts.version_received(at(received))),
        _ => None,
    });
    html! {
        <>
            {who}<br />{texts.version_written(at(version.written_at))}<br />{came.unwrap_or_else(|| texts.version_not_sent())}
        </>
    }
}
