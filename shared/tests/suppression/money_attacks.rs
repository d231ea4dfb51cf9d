//! The attack on reports of money at known prices: what an actor gains says how many live on what it pays.

use crate::people::{Of, Office, Person, SUPPORTS, cohort_of, months_of_2024, seen};
use crate::spreadsheet::{Spreadsheet, rounded, some_people, year_of};
use serde_json::Value;
use shared::report::ReportName;
use shared::report::release::ReleasedReport;

/// Where a report has what each actor gained; a month's stands beside the month that everybody ends in.
fn gained(figures: &Value) -> &Value {
    let month = &figures["months"]["2024-11"]["fiscal"];
    if month.is_null() { &figures["per_month"] } else { month }
}

fn supports(people: &[Person], change: &ReleasedReport, impact: &ReleasedReport) -> Spreadsheet {
    const NAMES: [[&str; 2]; 3] = [
        ["sjukpenning before", "sjukpenning after"],
        ["försörjning before", "försörjning after"],
        ["a-kassa before", "a-kassa after"],
    ];
    // Who pays what a person lives on loses by it.
    const PAYERS: [&str; 3] = ["forsakringskassan", "municipality", "arbetsformedlingen"];
    let mut sheet = Spreadsheet::default();
    for of in Of::every() {
        let (figures, effect) = (of.figures(change), of.figures(impact));
        for (number, [before, after]) in NAMES.into_iter().enumerate() {
            let row = &figures[SUPPORTS[number]];
            let truth = |so: fn(&Person) -> usize| of.count(people, |one| one.has_ended && so(one) == number);
            sheet.count(of, before, Some(seen(&row["before"])), truth(|one| one.support.0));
            sheet.count(of, after, Some(seen(&row["after"])), truth(|one| one.support.1));
            if let Some(amount) = gained(&effect)[PAYERS[number]].as_f64() {
                let fewer = rounded(amount / 1000.0);
                let (less, more) = (sheet.known(fewer.max(0)), sheet.known((-fewer).max(0)));
                let [was, is] = sheet.at(of, &[before, after])[..] else { unreachable!("two") };
                sheet.reader.sum(&[was, more], &[is, less]);
            }
        }
    }
    sheet.add_up(&NAMES.concat());
    sheet
}

#[test]
fn what_an_actor_gains_at_known_prices_does_not_say_how_many_live_on_something() {
    let lives = |number: usize| Person {
        support: (usize::from(number >= 20), if number < 6 { 0 } else { 1 }),
        ..Person::unmoved()
    };
    let mut concrete: Vec<Person> = (0..40).map(lives).collect();
    // Three lived on what seven live on.
    (0..3).for_each(|number| concrete[number].support.0 = 2);
    (20..27).for_each(|number| concrete[number].support.1 = 2);
    for effect in [ReportName::Impact, ReportName::Realised] {
        let mut shown = 0;
        for people in some_people().chain([concrete.clone()]) {
            let cohort = cohort_of(&people);
            for is_first in [false, true] {
                let mut office = Office::new(&cohort, &[]);
                let names =
                    if is_first { [effect, ReportName::SupportChange] } else { [ReportName::SupportChange, effect] };
                let mut reports = names.map(|name| office.releases(name, months_of_2024(1, 12)));
                if is_first {
                    reports.reverse();
                }
                let [change, money] = reports;
                supports(&people, &change, &money).is_safe().unwrap();
                let figures = Of::All.figures(&money);
                let actors = gained(&figures).as_object();
                shown += actors.map_or(0, |actors| actors.values().filter(|one| one.is_number()).count());
            }
        }
        assert!(shown > 20, "hardly an amount of {} is shown: {shown}", effect.as_str());
    }
}

/// The amounts of a ledger: those of the actors, and that of society.
fn ledgers(figures: &Value) -> Vec<(String, Vec<Value>)> {
    let of = |fiscal: &Value, society: &Value| -> Vec<Value> {
        let actors = fiscal.as_object().into_iter().flatten().map(|(_, amount)| amount.clone());
        actors.chain([society.clone()]).collect()
    };
    let mut all = vec![("a month".into(), of(&figures["per_month"], &figures["society_per_month"]))];
    let years = figures["present_value"].as_object().into_iter().flatten();
    all.extend(
        years.map(|(years, fiscal)| (years.clone(), of(fiscal, &figures["society_present_value"][years.as_str()]))),
    );
    let months = figures["months"].as_object().into_iter().flatten();
    all.extend(months.map(|(month, figures)| (month.clone(), of(&figures["fiscal"], &figures["society"]))));
    all
}

#[test]
fn no_amount_is_hidden_alone_among_those_that_add_up_to_what_society_gains() {
    let (mut beside, mut told) = (0, 0);
    for people in some_people() {
        let cohort = cohort_of(&people);
        for effect in [ReportName::Impact, ReportName::Realised] {
            let report = year_of(effect, &cohort);
            for of in Of::every() {
                // A month in which nobody was known has no actors.
                for (ledger, amounts) in ledgers(&of.figures(&report)).into_iter().filter(|(_, of)| of.len() > 1) {
                    let hidden = amounts.iter().filter(|one| **one == "hidden").count();
                    assert_ne!(hidden, 1, "{of:?}, {ledger}: {amounts:?}");
                    told += amounts.iter().filter(|one| one.is_number()).count();
                    beside += usize::from(hidden > 0 && amounts.iter().any(Value::is_number));
                }
            }
        }
    }
    assert!(told > 100 && beside > 0, "{told} amounts are told, some of them beside hidden ones {beside} times");
}

#[test]
fn what_two_who_live_on_something_else_move_is_hidden_and_the_rest_is_told() {
    let lives = |number: usize| Person { support: (if number < 2 { 2 } else { 0 }, 1), ..Person::unmoved() };
    let people: Vec<Person> = (0..40).map(lives).collect();
    let cohort = cohort_of(&people);
    for effect in [ReportName::Impact, ReportName::Realised] {
        let figures = Of::All.figures(&year_of(effect, &cohort));
        let society = if effect == ReportName::Impact {
            &figures["society_per_month"]
        } else {
            &figures["months"]["2024-11"]["society"]
        };
        let of = |actor: &str| gained(&figures)[actor].clone();
        // Unemployment insurance pays the two, and nobody after.
        assert_eq!([of("arbetsformedlingen"), of("person")], ["hidden", "hidden"], "{}", effect.as_str());
        assert_eq!([of("municipality"), society.clone()], [-40_000.0, -40_000.0], "{}", effect.as_str());
    }
}
