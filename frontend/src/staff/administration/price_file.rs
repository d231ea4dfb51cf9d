//! A list of prices from a file: tried first, with what it holds and what differs from the list that is reckoned with now,
//! and kept when somebody says so. The server judges it by the code of the command line.

use super::prices::{amount, every_price, what, what_columns};
use super::use_sending;
use crate::phone::{Phone, use_phone};
use crate::platform::files;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Notice, NoticeKind, WideTable};
use shared::economics::{Flow, LARGEST_PRICE_FILE, PriceChanges, PriceFault, PriceFile, PriceListDraft, PriceTrial};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct PriceFileProps {
    /// Called when a list was kept.
    pub(super) on_kept: Callback<()>,
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq)]
enum Tried {
    /// It is no text, or larger than any list.
    Unreadable,
    /// The server has read it.
    Read(PriceTrial),
}

#[component]
pub(super) fn PriceFileField(props: &PriceFileProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let sending = use_sending();
    let tried = use_state(|| None::<Tried>);
    let onchange = {
        let (engine, sending, tried) = (phone.engine(), sending.clone(), tried.setter());
        move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { return };
            let (engine, tried) = (engine.clone(), tried.clone());
            tried.set(None);
            let ask = async move {
                let file = files::chosen_bytes(&input, LARGEST_PRICE_FILE).await;
                // The same file, put right, can be chosen again.
                input.set_value("");
                let Some(text) = file.and_then(|file| String::from_utf8(file.bytes?).ok()) else {
                    return Ok(Tried::Unreadable);
                };
                engine.have_done("prices/trial", &PriceFile { text }).await.map(Tried::Read)
            };
            sending.send(ask, move |came| {
                tried.set(Some(came));
                None
            });
        }
    };
    let close = {
        let tried = tried.setter();
        Callback::from(move |()| tried.set(None))
    };
    let keep = |list: &PriceListDraft| {
        let (engine, sending, texts, list) = (phone.engine(), sending.clone(), texts.clone(), list.clone());
        let (close, on_kept) = (close.clone(), props.on_kept.clone());
        Callback::from(move |()| {
            let (engine, list) = (engine.clone(), list.clone());
            let (close, on_kept, kept) = (close.clone(), on_kept.clone(), texts.prices_kept());
            let change = async move { engine.administer("prices", &list).await };
            sending.send::<()>(change, move |()| {
                close.emit(());
                on_kept.emit(());
                Some(kept)
            });
        })
    };
    let shown = match &*tried {
        None => Html::default(),
        Some(Tried::Unreadable) => html! {
            <Notice kind={NoticeKind::Fault}><p>{texts.prices_unreadable()}</p></Notice>
        },
        Some(Tried::Read(PriceTrial::Fault(fault))) => wrong(&texts, fault),
        Some(Tried::Read(PriceTrial::List { list, against })) => html! {
            <section>
                <h2>{texts.prices_tried()}</h2>
                {holds(&texts, list)}
                {against.as_ref().map_or_else(|| every_price(&phone, texts.prices_tried(), &list.flows), |against| differs(&phone, against))}
                <Action label={texts.prices_keep()} on_press={keep(list)} busy={sending.is_busy()} />
                <Action kind={ActionKind::Quiet} label={texts.prices_leave()} on_press={close.clone()} />
            </section>
        },
    };
    html! {
        <>
            <p>{texts.prices_file_words()}</p>
            <label class="field"><span>{texts.prices_file()}</span>
                <input type="file" accept=".json,application/json" {onchange} /></label>
            {shown}
            {sending.words()}
        </>
    }
}

fn wrong(texts: &Texts, fault: &PriceFault) -> Html {
    html! {
        <Notice kind={NoticeKind::Fault}>
            <p>{texts.prices_wrong()}</p>
            if let Some(line) = fault.line {
                <p>{texts.prices_wrong_line(line)}</p>
            }
            <p><code>{fault.what.to_string()}</code></p>
        </Notice>
    }
}

/// What the list says of itself.
fn holds(texts: &Texts, list: &PriceListDraft) -> Html {
    let source = list.source.as_deref().unwrap_or_default();
    html! {
        <>
            <p>{texts.prices_tried_holds(list.flows.len())}{" "}{texts.prices_of(list.price_year, source)}</p>
            if source.is_empty() {
                <p>{texts.prices_no_source()}</p>
            }
            if let Some(note) = &list.note {
                <p class="method">{note.to_string()}</p>
            }
        </>
    }
}

fn differs(phone: &Phone, against: &PriceChanges) -> Html {
    let texts = &phone.texts();
    if against.is_nothing() {
        return html! { <p>{texts.prices_same()}</p> };
    }
    let row = |flow: &Flow, before: Option<f64>, now: Option<f64>| {
        let cell = |kronor: Option<f64>| kronor.map_or_else(|| "–".to_owned(), amount);
        html! { <tr>{what(phone, flow)}<td class="amount">{cell(before)}</td><td class="amount">{cell(now)}</td></tr> }
    };
    let changed = against.changed.iter().map(|one| row(&one.flow, Some(one.before), Some(one.flow.amount)));
    let new = against.new.iter().map(|flow| row(flow, None, Some(flow.amount)));
    let gone = against.gone.iter().map(|flow| row(flow, Some(flow.amount), None));
    let rows: Vec<Html> = changed.chain(new).chain(gone).collect();
    html! {
        <>
            <p>{texts.prices_before(against.price_year, against.source.as_deref().unwrap_or_default())}</p>
            <ul>
                <li>{texts.prices_changed(against.changed.len())}</li>
                <li>{texts.prices_added(against.new.len())}</li>
                <li>{texts.prices_gone(against.gone.len())}</li>
                <li>{texts.prices_unchanged(against.same)}</li>
            </ul>
            if !rows.is_empty() {
                <WideTable name={texts.prices_differences()}>
                    <thead><tr>
                        {what_columns(texts)}
                        <th scope="col" class="amount">{texts.prices_now()}</th><th scope="col" class="amount">{texts.prices_then()}</th>
                    </tr></thead>
                    <tbody>{for rows}</tbody>
                </WideTable>
            }
        </>
    }
}
