//! The association's prices: the list that effects are reckoned with, and a file of a new one.

use super::sending::use_sending;
use super::{Frame, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::platform::files;
use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Notice, NoticeKind, WideTable};
use shared::economics::{Account, PriceList, PriceListDraft};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[component]
pub(in crate::staff) fn PricesPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched = use_fetched::<Option<PriceListDraft>>("prices");
    let sending = use_sending();
    let wrong = use_state(|| None::<String>);
    use_screen(texts.prices_title(), "prices".into());
    let onchange = {
        let (engine, sending, wrong, again) = (phone.engine(), sending.clone(), wrong.setter(), fetched.again.clone());
        let (kept, unreadable) = (texts.prices_kept(), texts.prices_unreadable());
        move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { return };
            let (engine, wrong, again) = (engine.clone(), wrong.clone(), again.clone());
            let (kept, unreadable) = (kept.clone(), unreadable.clone());
            wrong.set(None);
            let bring = async move {
                let Some(text) = files::chosen(&input).await else {
                    wrong.set(Some(unreadable.to_string()));
                    return Ok(false);
                };
                // The same rules as on the server: what is wrong is named by field and line before anything is sent.
                match PriceList::read(text.trim_start_matches('\u{feff}')) {
                    Err(fault) => wrong.set(Some(fault.to_string())),
                    Ok(list) => match engine.administer("prices", &PriceListDraft::from(list)).await {
                        Ok(()) => return Ok(true),
                        Err(ServerFault::Refused(problem)) => wrong.set(Some(problem.message)),
                        Err(fault) => return Err(fault),
                    },
                }
                Ok(false)
            };
            sending.send(bring, move |is_kept| {
                again.emit(());
                is_kept.then_some(kept)
            });
        }
    };
    let shown = fetched.value.as_ref().map(|list| {
        html! {
            <>
                <p>{texts.prices_words()}</p>
                {(**list).as_ref().map_or_else(|| html! { <p>{texts.prices_none()}</p> }, |list| table(&texts, list))}
                <h2>{texts.prices_new()}</h2>
                <label class="field"><span>{texts.prices_file()}</span>
                    <input type="file" accept=".json,application/json" {onchange} /></label>
                if let Some(wrong) = &*wrong {
                    <Notice kind={NoticeKind::Calm}><p>{texts.prices_wrong()}</p><p><code>{wrong.clone()}</code></p></Notice>
                }
                {sending.words()}
            </>
        }
    });
    html! {
        <Frame title={texts.prices_title()} ready={shown.is_some()} fault={fetched.fault.clone()} again={fetched.again.clone()}>
            {shown.unwrap_or_default()}
        </Frame>
    }
}

fn account(texts: &Texts, account: Account) -> AttrValue {
    match account {
        Account::Person => texts.actor_person(),
        Account::Municipality => texts.actor_municipality(),
        Account::Region => texts.actor_region(),
        Account::Forsakringskassan => texts.actor_forsakringskassan(),
        Account::Arbetsformedlingen => texts.actor_arbetsformedlingen(),
        Account::State => texts.actor_state(),
        Account::Production => texts.account_production(),
        Account::Resources => texts.account_resources(),
    }
}

fn table(texts: &Texts, list: &PriceListDraft) -> Html {
    let row = |flow: &shared::economics::Flow| {
        html! {
            <tr>
                <th scope="row">{flow.when.to_string()}</th><td>{flow.item.to_string()}</td>
                <td>{account(texts, flow.from)}</td><td>{account(texts, flow.to)}</td><td>{format!("{:.0}", flow.amount)}</td>
            </tr>
        }
    };
    html! {
        <>
            <p>{texts.prices_of(list.price_year, list.source.as_deref().unwrap_or_default())}</p>
            if list.id.as_ref().is_some_and(|id| id.as_str() == "example") {
                <Notice kind={NoticeKind::Calm}><p>{texts.effect_example()}</p></Notice>
            }
            <WideTable name={texts.prices_title()}>
                <thead><tr>
                    <th scope="col">{texts.prices_when()}</th><th scope="col">{texts.prices_item()}</th>
                    <th scope="col">{texts.prices_from()}</th><th scope="col">{texts.prices_to()}</th>
                    <th scope="col">{texts.prices_amount()}</th>
                </tr></thead>
                <tbody>{for list.flows.iter().map(row)}</tbody>
            </WideTable>
        </>
    }
}
