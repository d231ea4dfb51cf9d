//! A faulty price list or scenario is refused with its place, and no text makes a reader fail otherwise.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use shared::economics::{FileError, PriceList, PriceListDraft, Scenario};

const PRICES: &str = include_str!("../../assets/prices/example.json");
const SCENARIO: &str = r#"{
 "cost": 9000000, "persons": 160, "share": 0.2,
 "value_per_success_per_year": 437500, "horizon_months": 36,
 "rate": 0.035, "convention": "end_of_year",
 "deadweight": 0.3, "displacement": 0.1, "attribution_to_others": 0.25, "drop_off": 0.1,
 "ranges": {"share": [0.1, 0.3], "rate": [0, 0.06]}
}"#;

/// What a price list is refused with after an edit of its first occurrence.
fn price_fault(from: &str, to: &str) -> String {
    assert!(PRICES.contains(from), "{from}");
    PriceList::read(&PRICES.replacen(from, to, 1)).unwrap_err().to_string()
}

fn scenario_fault(from: &str, to: &str) -> String {
    assert!(SCENARIO.contains(from), "{from}");
    Scenario::read(&SCENARIO.replacen(from, to, 1)).unwrap_err().to_string()
}

#[track_caller]
fn assert_starts(fault: &str, start: &str) {
    assert!(fault.starts_with(start), "“{fault}” should start with “{start}”");
}

#[test]
fn a_faulty_price_names_its_field() {
    assert_starts(&price_fault("16000", "-1"), "flows[0].amount: -1 does not lie from 0 to 10000000");
    assert_starts(&price_fault("2600", "1e300"), "flows[1].amount:");
    assert_starts(&price_fault(r#""to": "person""#, r#""to": "forsakringskassan""#), "flows[0].to: is the payer");
    assert_starts(&price_fault(r#""item": "benefit""#, r#""item": " ""#), "flows[0].item:");
    assert_starts(
        &price_fault(r#""to": "region""#, r#""to": "municipality""#),
        "flows[2].item: the same flow stands at",
    );
    assert_starts(&price_fault("2019", "19"), "price_year: 19");
    assert_starts(
        &price_fault(r#""price_year""#, r#""rate": 1.5, "price_year""#),
        "rate: 1.5 does not lie from 0 to 1",
    );
}

#[test]
fn an_unreadable_price_list_names_field_line_and_column() {
    let account = price_fault(r#""to": "person""#, r#""to": "persno""#);
    assert_starts(&account, "flows[0].to: unknown variant `persno`");
    assert!(account.contains("line 12 column"), "{account}");
    assert_starts(
        &price_fault(r#""when": "sjukpenning""#, r#""when": "Sjuk penning""#),
        "flows[0].when: “Sjuk penning”",
    );
    assert_starts(&price_fault("16000", r#""16000""#), "flows[0].amount: invalid type: string");
    assert_starts(&price_fault("16000", "1e999"), "flows[0].amount: number out of range");
    assert_starts(&price_fault("16000", "NaN"), "flows[0].amount: expected value");
    assert!(price_fault(r#""item""#, r#""itm""#).contains("unknown field `itm`"));
    assert!(matches!(PriceList::read(&PRICES[..PRICES.len() / 2]), Err(FileError::Unreadable { .. })));
    assert!(matches!(PriceList::read(&format!("{PRICES} x")), Err(FileError::Unreadable { .. })));
    let empty = PriceList::read(r#"{"price_year": 2025, "flows": []}"#).unwrap_err();
    assert_starts(&empty.to_string(), "flows: there must be at least one");
}

#[test]
fn a_price_list_is_written_as_it_was_read() {
    let list = PriceList::read(PRICES).unwrap();
    let written = serde_json::to_string(&list).unwrap();
    assert_eq!(PriceList::read(&written), Ok(list.clone()));
    assert_eq!(serde_json::from_str::<PriceListDraft>(PRICES).unwrap(), *list.draft());
}

#[test]
fn a_faulty_number_of_a_scenario_names_its_field() {
    assert_starts(&scenario_fault("0.2,", "1.2,"), "share: 1.2 does not lie from 0 to 1");
    assert_starts(&scenario_fault("36", "-12"), "horizon_months: -12 does not lie from 0 to 1200");
    assert_starts(&scenario_fault("9000000", "-1"), "cost: -1");
    assert_starts(&scenario_fault("160", "0"), "persons: 0");
    assert_starts(&scenario_fault("437500", "-5"), "value_per_success_per_year: -5");
    assert_starts(&scenario_fault("0.035", "3.5"), "rate: 3.5");
    assert_starts(&scenario_fault(r#"weight": 0.3"#, r#"weight": 1.01"#), "deadweight: 1.01");
    assert_starts(&scenario_fault(r#"displacement": 0.1"#, r#"displacement": -0.1"#), "displacement: -0.1");
    assert_starts(&scenario_fault("0.25", "25"), "attribution_to_others: 25");
    assert_starts(&scenario_fault(r#"drop_off": 0.1"#, r#"drop_off": 2"#), "drop_off: 2");
    assert_starts(&scenario_fault(r#""cost""#, r#""draws": 5, "cost""#), "draws: 5");
}

#[test]
fn an_unreadable_scenario_names_field_line_and_column() {
    assert_starts(&scenario_fault("0.2,", "NaN,"), "share: expected value at line 2 column");
    assert_starts(&scenario_fault("36", r#""36""#), "horizon_months: invalid type: string");
    assert_starts(&scenario_fault("end_of_year", "mid_year"), "convention: unknown variant `mid_year`");
    assert!(scenario_fault("horizon_months", "horizon_year").contains("unknown field `horizon_year`"));
    assert!(scenario_fault(r#""cost": 9000000,"#, "").contains("missing field `cost`"));
    assert!(scenario_fault(r#""cost""#, r#""cost": 1, "cost""#).contains("duplicate field `cost`"));
}

#[test]
fn who_succeeds_is_said_once() {
    assert_starts(&scenario_fault(r#""share": 0.2,"#, ""), "share: is missing");
    assert_starts(&scenario_fault(r#""persons": 160,"#, ""), "persons: is missing");
    assert_starts(&scenario_fault(r#""persons": 160, "share": 0.2,"#, ""), "successes: is missing");
    assert_starts(&scenario_fault(r#""share": 0.2"#, r#""share": 0.2, "successes": 32"#), "share: leave it out");
    let without = SCENARIO.replace(r#""share": [0.1, 0.3], "#, "");
    let both = |successes: &str| Scenario::read(&without.replace(r#""share": 0.2"#, successes));
    assert!(both(r#""successes": 32"#).is_ok());
    let error = both(r#""successes": 161"#).unwrap_err().to_string();
    assert_starts(&error, "successes: up to 161 of 160 persons");
}

#[test]
fn a_range_holds_its_value_and_belongs_to_a_field() {
    assert_starts(&scenario_fault("[0.1, 0.3]", "[0.25, 0.3]"), "ranges.share: from 0.25 to 0.3 does not hold 0.2");
    assert_starts(&scenario_fault("[0.1, 0.3]", "[0.3, 0.1]"), "ranges.share:");
    assert_starts(&scenario_fault("[0.1, 0.3]", "[0.1, 1.3]"), "ranges.share: 1.3 does not lie");
    assert_starts(&scenario_fault("[0.1, 0.3]", "[0.1]"), "ranges.share: invalid length 1");
    assert_starts(&scenario_fault("[0.1, 0.3]", "[0.1, NaN]"), "ranges.share[1]:");
    assert_starts(&scenario_fault(r#""share": ["#, r#""successes": ["#), "ranges.successes: there is no such field");
    assert!(scenario_fault(r#""share": ["#, r#""shares": ["#).contains("unknown range `shares`"));
    assert!(scenario_fault(r#""rate": [0, 0.06]"#, r#""share": [0, 1]"#).contains("duplicate range `share`"));
}

#[test]
fn what_a_scenario_leaves_out_is_filled_in_and_shown() {
    let short = r#"{"cost": 1, "successes": 1, "value_per_success_per_year": 1, "horizon_months": 12}"#;
    let shown = serde_json::to_value(Scenario::read(short).unwrap()).unwrap();
    assert_eq!(shown["rate"], 0.035);
    assert_eq!(shown["convention"], "end_of_year");
    assert_eq!(shown["deadweight"], 0.0);
    assert_eq!(serde_json::from_value::<Scenario>(shown).unwrap(), Scenario::read(short).unwrap());
}

/// A text with one character replaced and a stretch cut out.
fn edited(text: &str, at: usize, with: char, cut: usize) -> String {
    let kept = |place: usize| !(at < place && place <= at + cut);
    let edit = |(place, c)| if place == at { with } else { c };
    text.chars().enumerate().filter(|(place, _)| kept(*place)).map(edit).collect()
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_fail_otherwise_than_with_an_error(
        text in ".{0,200}", at in 0..PRICES.len(), with in any::<char>(), cut in 0_usize..40
    ) {
        for json in [text, edited(PRICES, at, with, cut)] {
            if let Err(error) = PriceList::read(&json) {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }

    #[test]
    fn no_edited_scenario_gives_anything_but_an_error_or_finite_figures(
        text in ".{0,200}", at in 0..SCENARIO.len(), with in "[0-9.eE+\\[\\]{},:\"-]", cut in 0_usize..40
    ) {
        let with = with.chars().next().unwrap_or('0');
        for json in [text, edited(SCENARIO, at, with, cut)] {
            let Ok(scenario) = Scenario::read(&json) else { continue };
            let outcome = scenario.calculate().outcome;
            prop_assert!(outcome.npv.is_finite() && outcome.net.is_finite(), "{json}");
            let maybe = [outcome.ratio, outcome.payback_months, outcome.break_even_share];
            prop_assert!(maybe.into_iter().flatten().all(f64::is_finite), "{json}");
        }
    }
}
