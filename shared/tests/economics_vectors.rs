//! The published examples of section 5: every number of `tests/vectors/economics.json`, each within the tolerance
//! that stands beside it here.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use serde_json::{Value, json};
use shared::economics::{
    BenefitStream, Calculation, Convention, Counterfactual, Discounting, Scenario, break_even_successes,
};

const VECTORS: &str = include_str!("../../tests/vectors/economics.json");
/// Printed with six decimals.
const SIX_DECIMALS: f64 = 5e-7;
/// Printed in whole öre.
const ORE: f64 = 0.005_001;

fn vectors(section: &str) -> Value {
    let mut all: Value = serde_json::from_str(VECTORS).unwrap();
    all[section].take()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn assert_near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found}, expected {expected}");
}

fn convention(of: &Value) -> Convention {
    serde_json::from_value(of["convention"].clone()).unwrap()
}

fn calculate(scenario: &Value) -> Calculation {
    Scenario::read(&scenario.to_string()).unwrap().calculate()
}

/// The net benefit by length of the jobs is a present value from the start of the year: up to twelve months nothing is
/// discounted, and the second year is.
#[test]
fn employment_programmes_pay_by_the_length_of_the_jobs() {
    let published = vectors("employment_programmes");
    let tolerance = number(&published["tolerance"]);
    for programme in published["programmes"].as_array().unwrap() {
        let (cost, jobs) = (number(&programme["cost"]), number(&programme["jobs"]));
        let value = (number(&programme["net_12"]) + cost) / jobs;
        for months in [3, 6, 12, 24] {
            let found = calculate(&json!({
                "cost": cost, "successes": jobs, "value_per_success_per_year": value, "horizon_months": months,
                "rate": 0.035, "convention": "start_of_year",
            }));
            let expected = number(&programme[format!("net_{months}")]);
            assert_near(found.outcome.npv, expected, tolerance, &format!("{} {months}", programme["name"]));
            if months <= 12 {
                assert_near(found.outcome.net, expected, tolerance, "the first year is not discounted");
            }
        }
    }
}

#[test]
fn annuity_factors_are_as_printed() {
    let published = vectors("present_value");
    let discounting = Discounting::new(number(&published["rate"]), convention(&published)).unwrap();
    for (years, factor) in published["annuity_factor"].as_object().unwrap() {
        assert_near(discounting.annuity(years.parse().unwrap()), number(factor), SIX_DECIMALS, years);
    }
}

#[test]
fn a_hundred_thousand_at_forty_thousand_a_year_is_paid_back_in_the_third_year() {
    let published = vectors("present_value");
    let case = &published["cost_100000_benefit_40000_a_year"];
    let discounting = Discounting::new(number(&published["rate"]), convention(&published)).unwrap();
    let stream = BenefitStream::new(40_000.0, 60.0, 0.0).unwrap();
    let undiscounted = stream.payback_months(100_000.0, Discounting::NONE).unwrap();
    assert_near(undiscounted, number(&case["payback_months_undiscounted"]), 1e-9, "undiscounted");
    let discounted = stream.payback_months(100_000.0, discounting).unwrap() / 12.0;
    assert_near(discounted, number(&case["payback_years_discounted"]), SIX_DECIMALS, "discounted");
    for (years, npv) in (1..).zip(case["npv_after_years"].as_array().unwrap()) {
        let stream = BenefitStream::new(40_000.0, f64::from(12 * years), 0.0).unwrap();
        assert_near(stream.present_value(discounting) - 100_000.0, number(npv), ORE, &format!("after {years}"));
    }
}

#[test]
fn the_chain_of_the_counterfactual_is_as_printed() {
    let case = vectors("impact_chain");
    let chain = Counterfactual::NONE
        .with_deadweight(number(&case["deadweight"]))
        .and_then(|chain| chain.with_displacement(number(&case["displacement"])))
        .and_then(|chain| chain.with_attribution_to_others(number(&case["attribution_to_others"])))
        .and_then(|chain| chain.with_drop_off(number(&case["drop_off"])))
        .unwrap();
    let gross = number(&case["gross"]);
    assert_near(gross * chain.share(), number(&case["net"]), 1e-9, "net");
    let discounting = Discounting::new(number(&case["rate"]), convention(&case)).unwrap();
    let stream = chain.stream(gross, 12.0 * number(&case["years"])).unwrap();
    assert_near(stream.present_value(discounting), number(&case["present_value"]), ORE, "present value");
}

#[test]
fn a_scenario_goes_through_the_same_chain() {
    let case = vectors("impact_chain");
    let found = calculate(&json!({
        "cost": 0, "successes": 1, "value_per_success_per_year": case["gross"],
        "horizon_months": 12.0 * number(&case["years"]), "rate": case["rate"], "convention": case["convention"],
        "deadweight": case["deadweight"], "displacement": case["displacement"],
        "attribution_to_others": case["attribution_to_others"], "drop_off": case["drop_off"],
    }));
    assert_near(found.outcome.benefit_per_year, number(&case["net"]), 1e-9, "net");
    assert_near(found.outcome.present_value, number(&case["present_value"]), ORE, "present value");
}

#[test]
fn the_break_even_share_is_as_printed() {
    let case = vectors("break_even");
    let (cost, persons) = (number(&case["cost_per_year"]), number(&case["persons"]));
    let value = number(&case["exclusion_cost_per_person_year"]);
    let share = break_even_successes(cost, value).unwrap() / persons;
    assert_near(share, number(&case["break_even_share"]), SIX_DECIMALS, "by hand");
    let scenario = |rate: f64, convention: &str| {
        calculate(&json!({
            "cost": cost, "persons": persons, "share": 0.2, "value_per_success_per_year": value,
            "horizon_months": 12, "rate": rate, "convention": convention,
        }))
        .outcome
    };
    let expected = number(&case["break_even_share"]);
    assert_near(scenario(0.035, "start_of_year").break_even_share.unwrap(), expected, SIX_DECIMALS, "scenario");
    assert_near(scenario(0.0, "end_of_year").break_even_share.unwrap(), expected, SIX_DECIMALS, "without a rate");
    let discounted = scenario(0.035, "end_of_year");
    assert_near(discounted.break_even_share.unwrap(), expected * 1.035, 1e-6, "a krona next year is worth less");
    assert_near(discounted.break_even_share_undiscounted.unwrap(), expected, SIX_DECIMALS, "undiscounted");
}
