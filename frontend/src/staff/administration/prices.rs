//! The association's prices: the list that effects are reckoned with, and the way to a new one.

use super::price_file::PriceFileField;
use super::{Frame, use_fetched};
use crate::phone::{Phone, use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Notice, NoticeKind, WideTable};
use shared::code::Code;
use shared::economics::{Account, Flow, PriceListDraft};
use shared::reference::{OCCUPATION_LIST, SUPPORT_LIST};
use yew::prelude::*;

#[component]
pub(in crate::staff) fn PricesPage() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let fetched = use_fetched::<Option<PriceListDraft>>("prices");
    use_screen(texts.prices_title(), "prices".into());
    let shown = fetched.value.as_ref().map(|list| {
        html! {
            <>
                <p>{texts.prices_words()}</p>
                {(**list).as_ref().map_or_else(|| html! { <p>{texts.prices_none()}</p> }, |list| table(&phone, list))}
                <h2>{texts.prices_new()}</h2>
                <PriceFileField on_kept={fetched.again.clone()} />
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

fn table(phone: &Phone, list: &PriceListDraft) -> Html {
    let texts = &phone.texts();
    html! {
        <>
            <p>{texts.prices_of(list.price_year, list.source.as_deref().unwrap_or_default())}</p>
            if list.id.as_ref().is_some_and(|id| id.as_str() == "example") {
                <Notice kind={NoticeKind::Calm}><p>{texts.effect_example()}</p></Notice>
            }
            {every_price(phone, texts.prices_title(), &list.flows)}
        </>
    }
}

/// Prices, one a row.
pub(super) fn every_price(phone: &Phone, name: AttrValue, flows: &[Flow]) -> Html {
    let texts = &phone.texts();
    let row = |flow: &Flow| html! { <tr>{what(phone, flow)}<td class="amount">{amount(flow.amount)}</td></tr> };
    html! {
        <WideTable {name}>
            <thead><tr>{what_columns(texts)}<th scope="col" class="amount">{texts.prices_amount()}</th></tr></thead>
            <tbody>{for flows.iter().map(row)}</tbody>
        </WideTable>
    }
}

/// What a price is for, in cells.
pub(super) fn what(phone: &Phone, flow: &Flow) -> Html {
    let texts = &phone.texts();
    html! {
        <>
            <th scope="row">{when(phone, &flow.when)}</th><td>{item(texts, &flow.item)}</td>
            <td>{account(texts, flow.from)}</td><td>{account(texts, flow.to)}</td>
        </>
    }
}

/// The support source or occupation in the association's words; its code where no list has it.
fn when(phone: &Phone, code: &Code) -> String {
    let language = phone.language();
    let in_list = |list: &str| {
        let list = phone.reference.as_ref()?.code_list(list)?;
        Some(list.entry(code)?.name.in_language(language).to_owned())
    };
    in_list(SUPPORT_LIST).or_else(|| in_list(OCCUPATION_LIST)).unwrap_or_else(|| code.to_string())
}

/// What the amount is; as the list has it where that is something of its own.
fn item(texts: &Texts, item: &str) -> AttrValue {
    match item {
        "benefit" => texts.price_item_benefit(),
        "administration" => texts.price_item_administration(),
        "wage" => texts.price_item_wage(),
        "wage_subsidy" => texts.price_item_wage_subsidy(),
        "employer_contribution" => texts.price_item_employer_contribution(),
        "tax" => texts.price_item_tax(),
        own => own.to_owned().into(),
    }
}

/// Their headings.
pub(super) fn what_columns(texts: &Texts) -> Html {
    html! {
        <>
            <th scope="col">{texts.prices_when()}</th><th scope="col">{texts.prices_item()}</th>
            <th scope="col">{texts.prices_from()}</th><th scope="col">{texts.prices_to()}</th>
        </>
    }
}

/// Kronor, with öre where there are any.
pub(super) fn amount(kronor: f64) -> String {
    if kronor.fract() == 0.0 { format!("{kronor:.0}") } else { format!("{kronor:.2}").replace('.', ",") }
}
