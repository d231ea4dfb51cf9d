//! What is told outside the member is what the member is told, or that it is hidden: a release counts everybody in its own
//! way, for all parts at once.

use crate::people::{INTERVENTIONS, Office, Person, intervention, living_in, months_of_2024};
use crate::spreadsheet::some_people;
use serde_json::Value;
use shared::figures::Selection;
use shared::report::release::HIDDEN;
use shared::report::{ReportName, SplitBy};

const HOMES: [&str; 3] = ["Kinda", "Linköping", "Ydre"];

#[test]
fn every_number_that_leaves_is_the_members() {
    let lives = |number: usize| Person {
        gender: number % 2,
        intervention: number as u128 % INTERVENTIONS,
        support: (number % 3, usize::from(number < 90)),
        work: number.is_multiple_of(3),
        steps: vec![Some(1), Some(1 + (number % 4) as u8)],
        ..Person::unmoved()
    };
    for people in some_people().take(2).chain([(0..240).map(lives).collect()]) {
        let cohort = living_in(&people, &HOMES);
        let mut office = Office::new(&cohort, &[]);
        for name in ReportName::ALL {
            let year = months_of_2024(1, 12);
            let report = office.releases(*name, year);
            let everybody = Selection::new(year, vec![]);
            let seen = report.figures(&[], &[SplitBy::Gender, SplitBy::Municipality]).unwrap();
            let mut numbers = agreed(&seen, &office.tells_a_member(*name, &everybody), name.as_str());
            for id in (0..INTERVENTIONS).map(intervention) {
                let Ok(seen) = report.figures(&[id], &[]) else { continue };
                let of_one = office.tells_a_member(*name, &Selection::new(year, vec![id]));
                numbers += agreed(&seen, &of_one, &format!("{} of one", name.as_str()));
            }
            // Nobody is in the first two, and the prices here have none for work.
            let is_empty = matches!(name, ReportName::Volume | ReportName::Goals | ReportName::StepScenario);
            assert!(numbers > 0 || is_empty || people.len() < 240, "{} tells nothing", name.as_str());
        }
    }
}

/// How many numbers are told that the member is told as well, each the same.
fn agreed(told: &Value, known: &Value, path: &str) -> usize {
    match told {
        Value::Object(map) => {
            // The months of a realised effect are added up as far as they are told.
            let are_summed = map.contains_key("months_shown");
            let is_a_sum = |name: &str| are_summed && matches!(name, "fiscal" | "society" | "months_shown");
            let inner = map.iter().filter(|(name, _)| !is_a_sum(name));
            inner.map(|(name, told)| agreed(told, &known[name.as_str()], &format!("{path}/{name}"))).sum()
        }
        Value::Array(list) => {
            (0..).zip(list).map(|(at, told): (usize, _)| agreed(told, &known[at], &format!("{path}/{at}"))).sum()
        }
        Value::String(text) if text == HIDDEN => 0,
        Value::Number(number) => {
            // Of few the member is told how many they are, in another place.
            let Some(known) = known.as_f64() else { return 0 };
            assert_eq!(number.as_f64(), Some(known), "{path}");
            1
        }
        _ => 0,
    }
}
