//! The laws of scenarios: present value and rate, payback and cumulative benefit, tornado and seeded draws.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::bridge::StepRank;
use shared::economics::{
    BenefitStream, Calculation, Convention, Discounting, Parameter, Scenario, Society, step_scenario,
};
use shared::figures::{Figure, wilson};

fn calculate(scenario: &Value) -> Calculation {
    Scenario::read(&scenario.to_string()).unwrap().calculate()
}

fn uncertain() -> Value {
    json!({
        "cost": 9_000_000, "persons": 160, "share": 0.2, "value_per_success_per_year": 300_000, "horizon_months": 36,
        "deadweight": 0.3, "draws": 2000, "seed": 7,
        "ranges": {"share": [0.1, 0.3], "rate": [0.02, 0.05], "cost": [9_000_000, 10_000_000], "deadweight": [0.1, 0.5]},
    })
}

#[test]
fn the_tornado_shows_the_widest_bar_first() {
    let found = calculate(&uncertain());
    let bars: Vec<Parameter> = found.sensitivity.iter().map(|bar| bar.parameter).collect();
    assert_eq!(bars, [Parameter::Share, Parameter::Deadweight, Parameter::Rate, Parameter::Cost]);
    let cost = &found.sensitivity[3];
    assert!((cost.npv_at_low - found.outcome.npv).abs() < 1e-6, "the low end is the value itself");
    assert!((cost.npv_at_low - cost.npv_at_high - 1_000_000.0).abs() < 1e-6);
    assert!((cost.width() - 1_000_000.0).abs() < 1e-6);
}

#[test]
fn the_same_seed_gives_the_same_interval_and_another_seed_nearly_so() {
    let first = calculate(&uncertain()).interval.unwrap();
    assert_eq!(calculate(&uncertain()).interval, Some(first));
    let mut other = uncertain();
    other["seed"] = json!(8);
    let other = calculate(&other).interval.unwrap();
    assert_ne!(other, first);
    let width = first.percent_90[1] - first.percent_90[0];
    for end in 0..2 {
        assert!((other.percent_90[end] - first.percent_90[end]).abs() < 0.1 * width);
    }
    assert!(first.percent_95[0] < first.percent_90[0] && first.percent_90[1] < first.percent_95[1]);
}

/// A report must be reproducible: a change of the generator or of the distribution shows here.
#[test]
fn the_draws_of_a_seed_stay_what_they_are() {
    let found = calculate(&uncertain()).interval.unwrap();
    let rounded = found.percent_95.map(f64::round);
    assert_eq!(rounded, [1_689_083.0, 18_882_785.0]);
}

/// Of a triangular cost from 0 over 50 to 100, 5 per cent lie below the square root of 250.
#[test]
fn draws_are_triangular_with_the_value_as_mode() {
    let found = calculate(&json!({
        "cost": 50, "successes": 0, "value_per_success_per_year": 1, "horizon_months": 12, "draws": 200_000,
        "ranges": {"cost": [0, 100]},
    }));
    let [low, high] = found.interval.unwrap().percent_90;
    assert!((low + 100.0 - 250.0_f64.sqrt()).abs() < 0.5, "{low}");
    assert!((high + 250.0_f64.sqrt()).abs() < 0.5, "{high}");
}

#[test]
fn without_ranges_nothing_is_said_of_the_uncertainty() {
    let mut scenario = uncertain();
    scenario.as_object_mut().unwrap().remove("ranges");
    let found = calculate(&scenario);
    assert_eq!((found.interval, found.sensitivity.len()), (None, 0));
}

#[test]
fn a_calculation_is_written_with_the_keys_of_the_command() {
    let written = serde_json::to_value(calculate(&uncertain())).unwrap();
    for key in ["net", "present_value", "npv", "ratio", "payback_months", "break_even_share", "sensitivity", "interval"]
    {
        assert!(written.get(key).is_some(), "{key}");
    }
    assert_eq!(written["kind"], "scenario");
    assert_eq!(written["sensitivity"][0]["parameter"], "share");
    assert_eq!(serde_json::from_value::<Calculation>(written.clone()).map(|it| json!(it)).unwrap(), written);
}

#[test]
fn what_is_never_paid_back_has_no_payback() {
    let written = serde_json::to_value(calculate(&json!({
        "cost": 100, "successes": 1, "value_per_success_per_year": 10, "horizon_months": 24,
    })))
    .unwrap();
    assert_eq!(written["payback_months"], Value::Null);
    let free = calculate(&json!({
        "cost": 0, "persons": 10, "share": 0, "value_per_success_per_year": 0, "horizon_months": 0,
    }));
    let free = free.outcome;
    assert_eq!((free.payback_months, free.ratio, free.break_even_share), (Some(0.0), None, None));
}

#[test]
fn a_part_of_a_year_is_discounted_as_the_year_it_lies_in() {
    let half = BenefitStream::new(1_000.0, 18.0, 0.0).unwrap();
    let end = Discounting::new(0.1, Convention::EndOfYear).unwrap();
    let start = Discounting::new(0.1, Convention::StartOfYear).unwrap();
    assert!((half.present_value(end) - (1_000.0 / 1.1 + 500.0 / 1.21)).abs() < 1e-9);
    assert!((half.present_value(start) - (1_000.0 + 500.0 / 1.1)).abs() < 1e-9);
    assert!((half.undiscounted() - 1_500.0).abs() < 1e-9);
}

#[test]
fn a_step_is_worth_something_only_as_a_scenario_of_ten_or_more() {
    let value = Society(1_000_000.0);
    let of = |to_work, n| step_scenario(StepRank(3), wilson(to_work, n), value);
    assert_eq!(of(2, 9), Figure::TooFew { have: 9, need: 10 });
    assert_eq!(of(0, 0), Figure::TooFew { have: 0, need: 10 });
    assert_eq!(step_scenario(StepRank(3), Figure::Hidden, value), Figure::Hidden);
    let figure = of(5, 20);
    let found = figure.known().unwrap();
    assert_eq!((found.expected, found.probability.n), (Society(250_000.0), 20));
    assert!(found.low < found.expected && found.expected < found.high);
    assert_eq!(serde_json::to_value(found).unwrap()["kind"], "scenario");
}

fn any_convention() -> impl Strategy<Value = Convention> {
    prop_oneof![Just(Convention::EndOfYear), Just(Convention::StartOfYear)]
}

prop_compose! {
    fn any_stream()(per_year in 0.0..1e7, months in 0.0..240.0, drop_off in 0.0..=1.0) -> BenefitStream {
        BenefitStream::new(per_year, months, drop_off).unwrap()
    }
}

proptest! {
    #[test]
    fn a_higher_rate_never_makes_a_benefit_worth_more(
        stream in any_stream(), low in 0.0..=1.0_f64, more in 0.0..=1.0_f64, convention in any_convention()
    ) {
        let worth = |rate: f64| stream.present_value(Discounting::new(rate, convention).unwrap());
        let high = (low + more * (1.0 - low)).clamp(low, 1.0);
        prop_assert!(worth(high) <= worth(low) * (1.0 + 1e-12));
        prop_assert!(worth(low) <= stream.undiscounted() * (1.0 + 1e-12));
    }

    #[test]
    fn at_payback_the_benefit_so_far_is_the_cost(
        per_year in 1.0..1e6, months in 0.0..240.0, drop_off in 0.0..0.9, cost in 0.0..1e7, rate in 0.0..0.2,
        convention in any_convention()
    ) {
        let discounting = Discounting::new(rate, convention).unwrap();
        let until = |months| BenefitStream::new(per_year, months, drop_off).unwrap();
        match until(months).payback_months(cost, discounting) {
            Some(payback) => {
                prop_assert!((0.0..=months + 1e-9).contains(&payback));
                let reached = until(payback.min(months)).present_value(discounting);
                prop_assert!((reached - cost).abs() <= 1e-6 * (1.0 + cost), "{} of {}", reached, cost);
            }
            None => prop_assert!(until(months).present_value(discounting) < cost),
        }
    }

    #[test]
    fn what_a_scenario_comes_to_agrees_with_itself(
        cost in 1.0..1e8, persons in 1.0..1e4, share in 0.0..=1.0, value in 1.0..1e6, months in 1.0..240.0,
        rate in 0.0..=0.2, deadweight in 0.0..0.9
    ) {
        let scenario = json!({
            "cost": cost, "persons": persons, "share": share, "value_per_success_per_year": value,
            "horizon_months": months, "rate": rate, "deadweight": deadweight,
        });
        let outcome = calculate(&scenario).outcome;
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs() + cost);
        prop_assert!(near(outcome.npv, outcome.present_value - cost));
        prop_assert!(near(outcome.ratio.unwrap() * cost, outcome.present_value));
        prop_assert!(outcome.npv <= outcome.net + 1e-9 * (1.0 + cost + outcome.net.abs()));
        prop_assert_eq!(outcome.payback_months.is_some(), outcome.net >= 0.0);
        let break_even = outcome.break_even_share.unwrap();
        if break_even <= 1.0 {
            let mut at_it = scenario;
            at_it["share"] = json!(break_even);
            prop_assert!(near(calculate(&at_it).outcome.npv, 0.0));
        }
    }

    #[test]
    fn the_interval_lies_within_the_ends_of_a_single_range(low in 0.0..0.5, high in 0.5..=1.0, seed in any::<u64>()) {
        let found = calculate(&json!({
            "cost": 1000, "persons": 100, "share": 0.5, "value_per_success_per_year": 100, "horizon_months": 24,
            "draws": 100, "seed": seed, "ranges": {"share": [low, high]},
        }));
        let (bar, interval) = (found.sensitivity[0], found.interval.unwrap());
        prop_assert!(bar.npv_at_low - 1e-6 <= interval.percent_95[0]);
        prop_assert!(interval.percent_95[1] <= bar.npv_at_high + 1e-6);
    }
}
