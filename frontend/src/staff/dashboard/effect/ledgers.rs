//! The two ledgers of a month side by side: who gains and who loses, which adds up to what society gains. They count the
//! same money, seen from two sides, and are never added together. Whose part may not be seen is named.

use super::money::{kronor, kronor_or_hidden};
use crate::staff::dashboard::reading::Names;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Fall, Waterfall, WideTable};
use shared::code::Code;
use shared::economics::{Actor, Society};
use shared::effect_dashboard::{SeenEffect, SeenFiscal};
use shared::reference::{OCCUPATION_LIST, SUPPORT_LIST};
use yew::prelude::*;

pub(super) fn name(texts: &Texts, actor: Actor) -> AttrValue {
    match actor {
        Actor::Person => texts.actor_person(),
        Actor::Municipality => texts.actor_municipality(),
        Actor::Region => texts.actor_region(),
        Actor::Forsakringskassan => texts.actor_forsakringskassan(),
        Actor::Arbetsformedlingen => texts.actor_arbetsformedlingen(),
        Actor::State => texts.actor_state(),
    }
}

pub(super) fn section(names: Names<'_>, effect: &SeenEffect) -> Html {
    let texts = names.texts;
    html! {
        <section>
            <h2>{texts.ledgers_title()}</h2>
            {who_is_hidden(texts, &effect.per_month, effect.society_per_month)}
            <div class="side-by-side">
                {drawn(&texts.ledger_fiscal(), texts.ledger_fiscal_words(), fiscal(texts, &effect.per_month))}
                {drawn(&texts.ledger_society(), texts.ledger_society_words(), society(texts, effect))}
            </div>
            {table(texts, &effect.per_month, effect)}
            <p class="method">{method(texts, effect)}</p>
            if !effect.unpriced.is_empty() {
                <p class="method">{texts.effect_unpriced(unpriced(names, effect))}</p>
            }
        </section>
    }
}

/// A chart under its heading, where there is something to draw.
pub(super) fn drawn(heading: &AttrValue, words: AttrValue, falls: Vec<Fall>) -> Html {
    html! {
        if !falls.is_empty() {
            <div>
                <h3>{heading}</h3>
                <Waterfall {words} {falls} />
            </div>
        }
    }
}

fn method(texts: &Texts, effect: &SeenEffect) -> AttrValue {
    match effect.missing {
        Some(missing) => texts.ledgers_method(effect.n, missing),
        None => texts.ledgers_method_hidden(effect.n),
    }
}

/// Whose part of a ledger may not be seen, in a sentence; nothing where all may.
pub(super) fn who_is_hidden(texts: &Texts, fiscal: &SeenFiscal, society: Option<Society>) -> Html {
    let society = society.is_none().then(|| texts.ledger_society_gains());
    let hidden: Vec<String> =
        fiscal.hidden().map(|actor| name(texts, actor)).chain(society).map(|name| name.to_string()).collect();
    html! {
        if !hidden.is_empty() {
            <p>{texts.ledger_hidden(hidden.join(", "))}</p>
        }
    }
}

/// What somebody lived on or was occupied with that has no price.
fn unpriced(names: Names<'_>, effect: &SeenEffect) -> String {
    let lists = [SUPPORT_LIST, OCCUPATION_LIST];
    let name = |code: &Code| {
        let named = lists.into_iter().map(|list| names.of(list, code.as_str())).find(|name| **name != *code.as_str());
        named.map_or_else(|| code.to_string(), |name| name.to_lowercase())
    };
    effect.unpriced.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The parts that may be seen, and their sum where that is all of them.
pub(super) fn fiscal(texts: &Texts, month: &SeenFiscal) -> Vec<Fall> {
    let of = |actor| {
        let amount = month.of(actor)?;
        Some(Fall { name: name(texts, actor), amount, written: kronor(amount).into(), is_sum: false })
    };
    Actor::ALL.into_iter().filter_map(of).chain(month.sum().map(|amount| sum(texts, amount))).collect()
}

fn sum(texts: &Texts, amount: f64) -> Fall {
    Fall { name: texts.ledger_sum(), amount, written: kronor(amount).into(), is_sum: true }
}

fn society(texts: &Texts, effect: &SeenEffect) -> Vec<Fall> {
    let fall = |society: Society| {
        let amount = society.kronor();
        Fall { name: texts.ledger_society_gains(), amount, written: kronor(amount).into(), is_sum: true }
    };
    effect.society_per_month.into_iter().map(fall).collect()
}

fn table(texts: &Texts, month: &SeenFiscal, effect: &SeenEffect) -> Html {
    let row = |name: AttrValue, amount: Option<f64>| html! { <tr><th scope="row">{name}</th><td>{kronor_or_hidden(texts, amount)}</td></tr> };
    html! {
        <WideTable name={texts.ledgers_title()}>
            <thead><tr><th scope="col">{texts.ledger_who()}</th><th scope="col">{texts.ledger_a_month()}</th></tr></thead>
            <tbody>
                {for Actor::ALL.into_iter().map(|actor| row(name(texts, actor), month.of(actor)))}
                {row(texts.ledger_sum(), month.sum())}
                {row(texts.ledger_society_gains(), effect.society_per_month.map(Society::kronor))}
            </tbody>
        </WideTable>
    }
}
