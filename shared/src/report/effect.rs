//! The effect on society in reports: at exit, month by month, and a step as a scenario. Each is there only where the
//! association has prices.

use super::Sources;
use super::figures::{as_value, interval, known_or_too_few, none_recorded, share};
use super::release::HIDDEN;
use super::selected::Selected;
use crate::bridge::StepRank;
use crate::economics::{
    Actor, AtExit, Convention, EffectAtExit, Persistence, PriceList, Society, State, realised, step_scenario, unpriced,
    value_of_work,
};
use crate::figures::{FEWEST_FOR_A_GROUP, Figure, Selection, Stay, StepToWork, wilson};
use serde_json::{Map, Value, json};

const NO_PRICES: &str = "No price list is loaded: there is nothing to compute an effect from.";

fn prices_note(prices: &PriceList) -> String {
    format!("Prices: {}", prices.draft().note.as_deref().unwrap_or("no source is stated"))
}

pub(super) fn of_impact(selected: &Selected<'_>, notes: &mut Vec<String>) -> Value {
    let Some((prices, effect)) = selected.sources.prices.zip(selected.impact()) else {
        return none_recorded(NO_PRICES, notes);
    };
    notes.push(prices_note(prices));
    known_or_too_few(effect, |effect| as_value(&effect))
}

/// The effect at exit of the stays that ended in the period, lasting unchanged; `None` without prices.
pub(super) fn impact(sources: &Sources<'_>, selection: &Selection) -> Option<Figure<EffectAtExit>> {
    let prices = sources.prices?;
    Some(lasting(&at_exit(&mut sources.cohort.ended(selection)), prices))
}

/// The same of what was counted.
pub(super) fn lasting(counted: &AtExit<'_>, prices: &PriceList) -> Figure<EffectAtExit> {
    counted.effect(prices, Persistence::unchanged(prices.discounting(Convention::EndOfYear)))
}

/// What it is made of, of stays that ended.
pub(super) fn at_exit<'a>(stays: &mut dyn Iterator<Item = Stay<'a>>) -> AtExit<'a> {
    let mut counted = AtExit::default();
    for facts in stays.map(|stay| stay.facts()) {
        if let (Some(enrolment), Some(exit)) = (&facts.enrolment, &facts.exit) {
            let before = State::new(&enrolment.support_before, &enrolment.occupation_before);
            counted.count(before, State::new(&exit.support_after, &exit.occupation_after));
        }
    }
    counted
}

/// Month by month, with the sum of the months that are shown.
pub(super) fn of_realised(selected: &Selected<'_>, notes: &mut Vec<String>) -> Value {
    let Some(prices) = selected.sources.prices else { return none_recorded(NO_PRICES, notes) };
    notes.push(prices_note(prices));
    notes.push("A month without a follow-up is missing; nothing is carried forward from another one.".into());
    notes.push(
        "Occupation is known before the stay and after it: work counts from the month of the last day on.".into(),
    );
    let counted = selected.lived_on();
    let money = realised(counted, prices);
    let months = counted.months.iter().map(|(month, counted)| {
        let of_month = money.get(month).copied().unwrap_or(Figure::Hidden);
        let figures = json!({
            "n": counted.n,
            "missing": counted.missing,
            "support_only": counted.support_only,
            "fiscal": known_or_too_few(of_month, |money| as_value(&money.fiscal)),
            "society": known_or_too_few(of_month, |money| as_value(&money.society)),
        });
        (month.to_string(), figures)
    });
    let mut figures = json!({
        "participations": counted.participations,
        "months": Value::Object(months.collect()),
        "unpriced": as_value(&unpriced(counted, prices)),
    });
    add_up_months(&mut figures);
    figures
}

/// Adds the sum of those months of which it is told what society gained, and how many they are. An actor's is the sum of
/// the same months, hidden where it is hidden in one of them: so it says no more than they do.
pub(super) fn add_up_months(figures: &mut Value) {
    let told = || {
        let months = figures["months"].as_object().into_iter().flatten();
        months.filter_map(|(_, month)| Some((&month["fiscal"], month["society"].as_f64()?)))
    };
    let months = told().count();
    let society: f64 = told().map(|(_, society)| society).fold(0.0, |sum, one| sum + one);
    let of_actor = |actor: Actor| {
        let sum = told().try_fold(0.0, |sum, (fiscal, _)| Some(sum + fiscal[actor.as_str()].as_f64()?));
        (actor.as_str().to_owned(), sum.map_or_else(|| json!(HIDDEN), |sum| json!(sum)))
    };
    let fiscal: Map<String, Value> = Actor::ALL.into_iter().map(of_actor).collect();
    let Value::Object(figures) = figures else { return };
    figures.insert("months_shown".into(), json!(months));
    if months > 0 {
        figures.insert("fiscal".into(), fiscal.into());
        figures.insert("society".into(), json!(society));
    }
}

/// What a step would be worth if those on it fare as those before them did.
pub(super) fn of_step_scenario(selected: &Selected<'_>, notes: &mut Vec<String>) -> Value {
    let Some(prices) = selected.sources.prices else { return none_recorded(NO_PRICES, notes) };
    let Some(value) = value_of_work(prices) else {
        return none_recorded("The price list has no price for work: there is no value to set against a step.", notes);
    };
    notes.push(prices_note(prices));
    notes.push("A scenario: a step without a job has no value in kronor of its own.".into());
    let rows = selected.steps_to_work().iter().map(|one| (one.step.to_string(), of_step(*one, value)));
    json!({
        "kind": "scenario",
        "value_of_work_per_year": value,
        "steps": Value::Object(rows.collect::<Map<_, _>>()),
    })
}

fn of_step(counted: StepToWork, value: Society) -> Value {
    let StepToWork { step, n, to_work } = counted;
    let scenario = step_scenario(StepRank(step), wilson(to_work, n), value);
    let probability = match scenario {
        Figure::Known(known) => Figure::Known(known.probability),
        Figure::TooFew { have, .. } => Figure::TooFew { have, need: FEWEST_FOR_A_GROUP },
        Figure::Hidden => Figure::Hidden,
    };
    let mut figures = json!({
        "n": n,
        "to_work": to_work,
        "share": share(probability),
        "share_interval": interval(probability),
    });
    if let (Figure::Known(known), Value::Object(figures)) = (scenario, &mut figures) {
        figures.insert("expected_per_year".into(), as_value(&known.expected));
        figures.insert("low_per_year".into(), as_value(&known.low));
        figures.insert("high_per_year".into(), as_value(&known.high));
    }
    figures
}
