//! What several reports of one period count, they count alike: nothing comes or goes between two of them.

use crate::people::{Office, Person, living_in, months_of_2024};
use crate::spreadsheet::some_people;
use shared::report::ReportName;
use shared::suppression::Released;

const HOMES: [&str; 3] = ["Kinda", "Linköping", "Ydre"];

#[test]
fn no_count_of_a_period_changes_from_one_report_to_the_next() {
    let lives = |number: usize| Person { support: (number % 3, usize::from(number < 30)), ..Person::unmoved() };
    for people in some_people().take(3).chain([(0..60).map(lives).collect()]) {
        let cohort = living_in(&people, &HOMES);
        let mut office = Office::new(&cohort, &[]);
        for name in ReportName::ALL {
            office.releases(*name, months_of_2024(1, 12));
            // A count that is stated as another number than before is kept with what came or went since.
            let kept = serde_json::to_string(&office.memory().clone().take_addition()).unwrap();
            assert!(!kept.contains(", change "), "{} counts otherwise", name.as_str());
            let mut read = Released::default();
            read.take_in(serde_json::from_str(&kept).unwrap()).unwrap();
            assert_eq!(read, *office.memory());
        }
    }
}
