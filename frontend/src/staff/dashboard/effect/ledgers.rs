//! The two ledgers of a month side by side: who gains and who loses, which adds up to what society gains. They count the
//! same money, seen from two sides, and are never added together.

use super::money::kronor;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Fall, Waterfall, WideTable};
use shared::economics::{Actor, EffectAtExit, Fiscal};
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

pub(super) fn section(texts: &Texts, effect: &EffectAtExit) -> Html {
    html! {
        <section>
            <h2>{texts.ledgers_title()}</h2>
            <div class="side-by-side">
                <div>
                    <h3>{texts.ledger_fiscal()}</h3>
                    <Waterfall words={texts.ledger_fiscal_words()} falls={fiscal(texts, &effect.per_month)} />
                </div>
                <div>
                    <h3>{texts.ledger_society()}</h3>
                    <Waterfall words={texts.ledger_society_words()} falls={society(texts, effect)} />
                </div>
            </div>
            {table(texts, &effect.per_month, effect)}
            <p class="method">{texts.ledgers_method(effect.n, effect.missing)}</p>
            if !effect.unpriced.is_empty() {
                <p class="method">{texts.effect_unpriced(codes(effect))}</p>
            }
        </section>
    }
}

fn codes(effect: &EffectAtExit) -> String {
    effect.unpriced.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

pub(super) fn fiscal(texts: &Texts, month: &Fiscal) -> Vec<Fall> {
    let of = |actor| {
        let amount = month.of(actor);
        Fall { name: name(texts, actor), amount, written: kronor(amount).into(), is_sum: false }
    };
    Actor::ALL.into_iter().map(of).chain([sum(texts, month.sum())]).collect()
}

fn sum(texts: &Texts, amount: f64) -> Fall {
    Fall { name: texts.ledger_sum(), amount, written: kronor(amount).into(), is_sum: true }
}

fn society(texts: &Texts, effect: &EffectAtExit) -> Vec<Fall> {
    let amount = effect.society_per_month.kronor();
    vec![Fall { name: texts.ledger_society_gains(), amount, written: kronor(amount).into(), is_sum: true }]
}

fn table(texts: &Texts, month: &Fiscal, effect: &EffectAtExit) -> Html {
    let row = |name: AttrValue, amount: f64| html! { <tr><th scope="row">{name}</th><td>{kronor(amount)}</td></tr> };
    html! {
        <WideTable name={texts.ledgers_title()}>
            <thead><tr><th scope="col">{texts.ledger_who()}</th><th scope="col">{texts.ledger_a_month()}</th></tr></thead>
            <tbody>
                {for Actor::ALL.into_iter().map(|actor| row(name(texts, actor), month.of(actor)))}
                {row(texts.ledger_sum(), month.sum())}
                {row(texts.ledger_society_gains(), effect.society_per_month.kronor())}
            </tbody>
        </WideTable>
    }
}
