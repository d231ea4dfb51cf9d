//! What interventions cost: budget and outcome of each in a calendar year, for the association's analyst.

use super::sending::use_sending;
use super::{Frame, use_fetched};
use crate::phone::{use_phone, use_screen};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind, Field, typed};
use shared::cost::{CostChange, CostLine, Costs, Kronor, YearCost};
use yew::prelude::*;

/// How many years back can be chosen, beside this one and the next.
const YEARS_BACK: u16 = 4;

#[component]
pub(in crate::staff) fn CostsPage() -> Html {
    let texts = use_phone().texts();
    let fetched = use_fetched::<Costs>("costs");
    let this_year = clock::today().month().year();
    let year = use_state(|| this_year);
    use_screen(texts.costs_title(), "costs".into());
    let onchange = {
        let year = year.setter();
        move |event: Event| {
            year.set(typed(&event).parse().unwrap_or(this_year));
        }
    };
    let option = |one: u16| html! { <option value={one.to_string()} selected={one == *year}>{one}</option> };
    let shown = fetched.value.as_ref().map(|costs| {
        let line = |line: &CostLine| {
            html! {
                <CostForm key={format!("{} {}", line.intervention, *year)} line={line.clone()} year={*year}
                    again={fetched.again.clone()} />
            }
        };
        html! {
            <>
                <p>{texts.costs_words()}</p>
                <label class="field short"><span>{texts.costs_year()}</span>
                    <select {onchange}>{for (this_year - YEARS_BACK..=this_year + 1).rev().map(option)}</select></label>
                <ul class="cases">{for costs.lines.iter().map(line)}</ul>
            </>
        }
    });
    html! {
        <Frame title={texts.costs_title()} ready={shown.is_some()} fault={fetched.fault.clone()} again={fetched.again.clone()}>
            {shown.unwrap_or_default()}
        </Frame>
    }
}

#[derive(PartialEq, Properties)]
struct CostFormProps {
    line: CostLine,
    year: u16,
    again: Callback<()>,
}

/// One intervention's year.
#[component]
fn CostForm(props: &CostFormProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let sending = use_sending();
    let known = props.line.years.get(&props.year).copied().unwrap_or_default();
    let as_typed = |amount: Option<Kronor>| amount.map(|amount| amount.get().to_string()).unwrap_or_default();
    let (budget, cost) = (use_state(|| as_typed(known.budget)), use_state(|| as_typed(known.cost)));
    let save = {
        let (sending, engine, again) = (sending.clone(), phone.engine(), props.again.clone());
        let (typed, intervention, year) = ([(*budget).clone(), (*cost).clone()], props.line.intervention, props.year);
        let (wrong, kept) = (texts.costs_wrong(), texts.costs_kept());
        Callback::from(move |()| {
            let [Ok(budget), Ok(cost)] = [amount(&typed[0]), amount(&typed[1])] else {
                return sending.refuse(wrong.clone());
            };
            let change = CostChange { intervention, year, amounts: YearCost { budget, cost } };
            let (engine, again, kept) = (engine.clone(), again.clone(), kept.clone());
            sending.send(async move { engine.administer("costs", &change).await }, move |()| {
                again.emit(());
                Some(kept)
            });
        })
    };
    html! {
        <li>
            <div class="case" role="group" aria-label={props.line.name.to_string()}>
                <span class="alias">{props.line.name.to_string()}</span>
                <div class="choices-row">
                    <Field label={texts.costs_budget()} typed={budget} />
                    <Field label={texts.costs_cost()} typed={cost} />
                </div>
                <Action kind={ActionKind::Beside} label={texts.costs_keep(&props.line.name)} on_press={save} busy={sending.is_busy()} />
                {sending.words()}
            </div>
        </li>
    }
}

/// An amount as typed; nothing where nothing is known.
fn amount(typed: &str) -> Result<Option<Kronor>, ()> {
    let plain: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    if plain.is_empty() {
        return Ok(None);
    }
    plain.parse().ok().and_then(|kronor| Kronor::new(kronor).ok()).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_kronor_are_read_with_spaces_and_nothing_else_is() {
        assert_eq!(amount("1 250 000"), Ok(Kronor::new(1_250_000).ok()));
        assert_eq!(amount("  "), Ok(None));
        assert_eq!((amount("12,5"), amount("-3"), amount("mycket")), (Err(()), Err(()), Err(())));
    }
}
