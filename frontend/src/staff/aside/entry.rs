//! One record that was put aside: why in plain words, what it says beside what holds now, and the ways to deal with it.

use super::{Shown, anew};
use crate::engine::Engine;
use crate::phone::{Phone, use_phone};
use crate::platform::{clock, page};
use crate::staff::record_words::{Line, day, lines, title};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Field, Notice, NoticeKind, WideTable, refusal_text};
use shared::fold::Participation;
use shared::quarantine::{Aside, AsideKey, CloseAside, Closing};
use shared::record::{Body, Glimpse, Note, Record};
use shared::sync::intake::said;
use shared::sync::wire::Judged;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct EntryProps {
    pub(super) shown: Shown,
    /// Called when something was done about it.
    pub(super) on_change: Callback<()>,
}

#[component]
pub(super) fn Entry(props: &EntryProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let told = use_state(|| None::<AttrValue>);
    let Shown { aside, text, refusal } = &props.shown;
    let record = text.as_deref().and_then(|text| Record::read(text).ok());
    let folded = record.as_ref().and_then(|record| phone.people.get(&record.participation));
    let alias = folded.and_then(|folded| Some(folded.enrolment()?.alias.as_str().to_owned()));
    let heading = match (&alias, &record) {
        (Some(alias), Some(record)) => format!("{alias}: {}", title(&phone, record)).into(),
        (None, Some(record)) => title(&phone, record),
        _ => texts.aside_unreadable(),
    };
    html! {
        <section class="part aside">
            <h2>{heading}</h2>
            <p>{refusal_text(&texts, refusal)}</p>
            if let Some(aside) = aside {
                <p class="hint">{sent_by(&phone, aside)}</p>
            }
            {record.as_ref().map(|record| contents(&phone, record, folded)).unwrap_or_default()}
            if let Some(aside) = aside {
                {deal_with(&phone, aside, record.as_ref(), &told, &props.on_change)}
                <Close aside={aside.clone()} on_change={props.on_change.clone()} />
            } else {
                <div class="chips">{record.as_ref().map(|record| anew::way(&phone, record)).unwrap_or_default()}</div>
                <p>{texts.aside_needs_network()}</p>
            }
            <div role="status">
                if let Some(told) = (*told).clone() {
                    <Notice kind={NoticeKind::Calm}><p>{told}</p></Notice>
                }
            </div>
        </section>
    }
}

fn sent_by(phone: &Phone, aside: &Aside) -> AttrValue {
    let texts = phone.texts();
    let at = day(phone, clock::date_of(aside.received_at));
    if aside.own { texts.aside_sent_by_you(at) } else { texts.aside_sent_by(&aside.sent_by, at) }
}

/// What it says, and beside it what is recorded for the same month.
fn contents(phone: &Phone, record: &Record, folded: Option<&Rc<Participation>>) -> Html {
    let texts = phone.texts();
    let Some(reference) = phone.reference.clone() else { return Html::default() };
    let theirs = lines(phone, &reference, record);
    if theirs.is_empty() {
        return Html::default();
    }
    let now = folded.and_then(|folded| held(phone, folded, record)).map(|held| lines(phone, &reference, &held));
    let value = |of: &[Line], name: &AttrValue| of.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone());
    html! {
        <WideTable name={title(phone, record)}>
            <thead><tr>
                <th scope="col">{texts.versions_field()}</th>
                <th scope="col">{texts.aside_says()}</th>
                <th scope="col">{texts.aside_holds()}</th>
            </tr></thead>
            <tbody>{for theirs.iter().map(|(name, words)| html! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{words}</td>
                    <td>{now.as_deref().and_then(|now| value(now, name)).unwrap_or_else(|| texts.no_value())}</td>
                </tr>
            })}</tbody>
        </WideTable>
    }
}

/// The record that holds now in the place that this one would have taken.
fn held(phone: &Phone, folded: &Participation, record: &Record) -> Option<Record> {
    let view = folded.months.get(&record.month);
    let id = match said(&record.body) {
        Body::FollowedUp(_) => view?.follow_up.as_ref()?.record,
        Body::StaffAssessed { .. } => view?.staff_assessment.as_ref()?.record,
        Body::SelfAssessed { .. } => view?.self_assessment.as_ref()?.record,
        Body::StepRecorded { .. } => view?.step.as_ref()?.record,
        Body::Enrolled(_) => folded.start.as_ref()?.record,
        Body::Exited(_) => folded.exit.as_ref()?.record,
        _ => return None,
    };
    phone.record(id)?.read()
}

/// Judging it again, and the form in which it is written anew.
fn deal_with(
    phone: &Phone,
    aside: &Aside,
    record: Option<&Record>,
    told: &UseStateHandle<Option<AttrValue>>,
    on_change: &Callback<()>,
) -> Html {
    let texts = phone.texts();
    if aside.text.is_none() {
        return Html::default();
    }
    let accept = {
        let (phone, key, told, on_change) = (phone.clone(), aside.key.clone(), told.setter(), on_change.clone());
        Callback::from(move |()| {
            let (phone, key, told, on_change) = (phone.clone(), key.clone(), told.clone(), on_change.clone());
            spawn_local(async move {
                let (words, is_done) = judged_again(&phone, &key).await;
                told.set(Some(words));
                if is_done {
                    on_change.emit(());
                    page::focus_heading();
                }
            });
        })
    };
    html! {
        <div class="chips">
            <Action kind={ActionKind::Beside} label={texts.aside_accept()} on_press={accept} />
            {record.map(|record| anew::way(phone, record)).unwrap_or_default()}
        </div>
    }
}

/// What came of judging it again, in words, and whether it is dealt with.
async fn judged_again(phone: &Phone, key: &AsideKey) -> (AttrValue, bool) {
    let texts = phone.texts();
    match phone.engine().accept_aside(key).await {
        Ok(Judged::Accepted { .. } | Judged::Duplicate { .. }) => (texts.aside_accepted(), true),
        Ok(Judged::Quarantined { refusal }) => {
            (format!("{} {}", texts.aside_refused_again(), refusal_text(&texts, &refusal)).into(), false)
        }
        Ok(_) => (texts.passage_gone(), false),
        Err(_) => (texts.aside_no_network(), false),
    }
}

#[derive(PartialEq, Properties)]
struct CloseProps {
    aside: Aside,
    on_change: Callback<()>,
}

/// A reason, and two ways to close it: it was written anew, or it is not to count.
#[component]
fn Close(props: &CloseProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let reason = use_state(String::new);
    let told = use_state(|| None::<AttrValue>);
    let close = |closing: Closing| {
        let (phone, aside, typed) = (phone.clone(), props.aside.clone(), reason.clone());
        let (told, on_change) = (told.setter(), props.on_change.clone());
        Callback::from(move |()| {
            let texts = phone.texts();
            let Ok(reason) = Note::new(&typed) else { return told.set(Some(texts.aside_reason_missing())) };
            let made_here = aside.text.as_deref().and_then(Glimpse::id_in);
            let closing = CloseAside { key: aside.key.clone(), closing, reason };
            let (engine, told, on_change): (Rc<Engine>, _, _) = (phone.engine(), told.clone(), on_change.clone());
            spawn_local(async move {
                match engine.close_aside(&closing, made_here).await {
                    Ok(()) => {
                        on_change.emit(());
                        page::focus_heading();
                    }
                    Err(_) => told.set(Some(texts.aside_no_network())),
                }
            });
        })
    };
    html! {
        <details class="more">
            <summary>{texts.aside_close()}</summary>
            <p>{texts.aside_close_words()}</p>
            <Field label={texts.aside_reason()} typed={reason.clone()} />
            <div class="chips">
                <Action kind={ActionKind::Beside} label={texts.aside_close_corrected()} on_press={close(Closing::Corrected)} />
                <Action kind={ActionKind::Beside} label={texts.aside_close_discarded()} on_press={close(Closing::Discarded)} />
            </div>
            <div role="status">
                if let Some(told) = (*told).clone() {
                    <p>{told}</p>
                }
            </div>
        </details>
    }
}
