//! The scenario editor: what is assumed, with the lowest and the highest that it may be, and what then follows. It is
//! reckoned on the device and kept there, locked.

use super::money::kronor;
use super::scenario_form::{ASKED, Form, FormFault, Part, is_in_percent};
use crate::phone::use_phone;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{Action, ActionKind, Gust, Notice, NoticeKind, Tornado, WideTable};
use serde::{Deserialize, Serialize};
use shared::economics::{Calculation, Convention, Parameter};
use shared::effect_dashboard::EffectDashboard;
use shared::figures::Figure;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Under which name the last scenario is kept.
const KEPT: &str = "scenario";

/// A scenario, and whose figures it began with: those of others say nothing to it.
#[derive(Serialize, Deserialize)]
struct Kept {
    of: String,
    form: Form,
}

/// The days, interventions and people that a dashboard is of, in words that are the same for the same.
fn selection(dashboard: &EffectDashboard) -> String {
    let EffectDashboard { period, interventions, gender, municipality, .. } = dashboard;
    let interventions: Vec<String> = interventions.iter().map(|one| one.id.to_string()).collect();
    serde_json::to_string(&(period, interventions, gender, municipality)).unwrap_or_default()
}

#[derive(PartialEq, Properties)]
pub(super) struct ScenarioProps {
    pub(super) dashboard: Rc<EffectDashboard>,
}

#[component]
pub(super) fn ScenarioSection(props: &ScenarioProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let edited = use_state(|| None::<Form>);
    let of = selection(&props.dashboard);
    {
        let (engine, edited) = (phone.engine(), edited.setter());
        use_effect_with(of.clone(), move |of| {
            let of = of.clone();
            edited.set(None);
            spawn_local(async move {
                if let Some(kept) = engine.last_seen::<Kept>(KEPT).await.filter(|kept| kept.of == of) {
                    edited.set(Some(kept.form));
                }
            });
        });
    }
    let form = (*edited).clone().unwrap_or_else(|| known(&props.dashboard));
    let change = {
        let (engine, edited, form) = (phone.engine(), edited.setter(), form.clone());
        Callback::from(move |change: Box<dyn FnOnce(&mut Form)>| {
            let mut form = form.clone();
            change(&mut form);
            edited.set(Some(form.clone()));
            let (engine, kept) = (Rc::clone(&engine), Kept { of: of.clone(), form });
            spawn_local(async move { engine.keep_seen(KEPT, &kept).await });
        })
    };
    let start_over = {
        let (change, fresh) = (change.clone(), known(&props.dashboard));
        Callback::from(move |()| {
            let fresh = fresh.clone();
            change.emit(Box::new(move |form| *form = fresh));
        })
    };
    html! {
        <section>
            <h2>{texts.scenario_title()}</h2>
            <p>{texts.scenario_words()}</p>
            <div class="assumptions">{for ASKED.into_iter().map(|parameter| row(&texts, &form, parameter, &change))}</div>
            {convention(&texts, &form, &change)}
            {match form.calculate() {
                Ok(calculation) => result(&texts, &calculation),
                Err(fault) => html! { <Notice kind={NoticeKind::Calm}><p>{fault_text(&texts, fault)}</p></Notice> },
            }}
            <Action kind={ActionKind::Quiet} label={texts.scenario_start_over()} on_press={start_over} />
        </section>
    }
}

/// What the figures above say: the cost, how many went to work, and what society gained a year for each of them.
fn known(dashboard: &EffectDashboard) -> Form {
    let a_year = match &dashboard.effect {
        Some(Figure::Known(effect)) => effect.society_per_month.map(|gain| gain.kronor() * 12.0),
        _ => None,
    };
    let for_each = a_year.zip(dashboard.to_work.filter(|count| *count > 0)).map(|(all, count)| all / f64::from(count));
    Form::begin(dashboard.cost, dashboard.to_work, for_each)
}

type Change = Callback<Box<dyn FnOnce(&mut Form)>>;

fn name(texts: &Texts, parameter: Parameter) -> AttrValue {
    match parameter {
        Parameter::Cost => texts.assume_cost(),
        Parameter::Successes => texts.assume_successes(),
        Parameter::ValuePerSuccessPerYear => texts.assume_value(),
        Parameter::HorizonMonths => texts.assume_months(),
        Parameter::Rate => texts.assume_rate(),
        Parameter::Deadweight => texts.assume_deadweight(),
        Parameter::Displacement => texts.assume_displacement(),
        Parameter::AttributionToOthers => texts.assume_others(),
        Parameter::DropOff => texts.assume_drop_off(),
        // Asked of nobody here: successes say both.
        Parameter::Persons | Parameter::Share => AttrValue::default(),
    }
}

fn row(texts: &Texts, form: &Form, parameter: Parameter, change: &Change) -> Html {
    let typed = form.get(parameter);
    let words = name(texts, parameter);
    let unit = if is_in_percent(parameter) { " %" } else { "" };
    let field = |part: Part, label: AttrValue| {
        let change = change.clone();
        let oninput = move |event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let typed = input.map(|input| input.value()).unwrap_or_default();
            change.emit(Box::new(move |form| form.set(parameter, part, typed)));
        };
        html! {
            <label class="field">
                <span>{format!("{label}{unit}")}</span>
                <input type="text" inputmode="decimal" autocomplete="off" value={typed.part(part).to_owned()} {oninput} />
            </label>
        }
    };
    html! {
        <fieldset class="assumption">
            <legend>{words}</legend>
            {field(Part::Value, texts.assume_taken())}
            {field(Part::Low, texts.assume_low())}
            {field(Part::High, texts.assume_high())}
        </fieldset>
    }
}

fn convention(texts: &Texts, form: &Form, change: &Change) -> Html {
    let onchange = {
        let change = change.clone();
        move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            let is_start = select.is_some_and(|select| select.value() == "start");
            let convention = if is_start { Convention::StartOfYear } else { Convention::EndOfYear };
            change.emit(Box::new(move |form| form.convention = convention));
        }
    };
    let at_start = form.convention == Convention::StartOfYear;
    html! {
        <label class="field"><span>{texts.assume_convention()}</span>
            <select {onchange}>
                <option value="end" selected={!at_start}>{texts.assume_end_of_year()}</option>
                <option value="start" selected={at_start}>{texts.assume_start_of_year()}</option>
            </select>
        </label>
    }
}

fn fault_text(texts: &Texts, fault: FormFault) -> AttrValue {
    match fault {
        FormFault::NoNumber(parameter) => texts.scenario_no_number(name(texts, parameter)),
        FormFault::HalfARange(parameter) => texts.scenario_half_a_range(name(texts, parameter)),
        FormFault::OutOfBounds(parameter) => texts.scenario_out_of_bounds(name(texts, parameter)),
    }
}

fn result(texts: &Texts, found: &Calculation) -> Html {
    let npv = kronor(found.outcome.npv);
    let said = match &found.interval {
        Some(interval) => {
            let [low, high] = interval.percent_90.map(kronor);
            texts.scenario_result(npv, low, high, interval.draws, interval.seed)
        }
        None => texts.scenario_result_without(npv),
    };
    let gust = |bar: &shared::economics::Bar| {
        let [at_low, at_high] = [bar.npv_at_low, bar.npv_at_high];
        let written = format!("{} – {}", kronor(at_low), kronor(at_high)).into();
        Gust { name: name(texts, bar.parameter), at_low, at_high, written }
    };
    html! {
        <>
            <div class="sentences" role="status"><p>{said}</p></div>
            if !found.sensitivity.is_empty() {
                <h3>{texts.tornado_title()}</h3>
                <Tornado words={texts.tornado_words()} result={found.outcome.npv} gusts={found.sensitivity.iter().map(gust).collect::<Vec<_>>()} />
            }
            {outcomes(texts, found)}
        </>
    }
}

fn outcomes(texts: &Texts, found: &Calculation) -> Html {
    let outcome = &found.outcome;
    let number = |number: Option<f64>| {
        number.map_or_else(|| texts.no_value().to_string(), |number| format!("{number:.1}").replace('.', ","))
    };
    let rows = [
        (texts.outcome_present_value(), kronor(outcome.present_value)),
        (texts.outcome_npv(), kronor(outcome.npv)),
        (texts.outcome_ratio(), number(outcome.ratio)),
        (texts.outcome_payback(), number(outcome.payback_months_discounted)),
        (texts.outcome_break_even(), number(outcome.break_even_successes)),
    ];
    html! {
        <WideTable name={texts.scenario_title()}>
            <thead><tr><th scope="col">{texts.outcome_what()}</th><th scope="col">{texts.outcome_if()}</th></tr></thead>
            <tbody>{for rows.into_iter().map(|(name, value)| html! { <tr><th scope="row">{name}</th><td>{value}</td></tr> })}</tbody>
        </WideTable>
    }
}
