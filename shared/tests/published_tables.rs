//! Full-year equivalents against what the statistical office published, its own error included.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use serde_json::Value;
use shared::figures::{FullYearRow, full_years};

const VECTORS: &str = include_str!("../../tests/vectors/tables.json");

fn rows() -> Vec<FullYearRow> {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    serde_json::from_value(vectors["full_year_equivalents"]["rows"].clone()).unwrap()
}

#[test]
fn the_whole_country_adds_up_as_published() {
    let (year, _) = full_years(&rows()).into_iter().find(|(year, _)| year.year == 2021).unwrap();
    let row = rows().into_iter().find(|row| row.year == 2021).unwrap();
    assert_eq!((Some(year.total), year.source_differs_by), (row.published_total, None));
    // Published with one decimal.
    let percent = 100.0 * year.share.unwrap();
    assert!((percent - row.published_share_percent.unwrap()).abs() < 0.05, "{percent}");
}

#[test]
fn an_error_of_the_source_is_shown_and_not_repeated() {
    let (year, change) = full_years(&rows())[0];
    assert_eq!((year.year, year.total, change), (2020, 793_210, None));
    assert_eq!(year.source_differs_by, Some(790_242 - 793_210));
    assert_eq!(year.share, None, "the population of that year is not in the file");
}

#[test]
fn a_series_tells_the_change_from_year_to_year() {
    assert_eq!(full_years(&rows())[1].1, Some(784_018 - 793_210));
}

proptest! {
    #[test]
    fn any_numbers_are_added_up_without_a_fault(parts in prop::collection::vec(any::<u64>(), 0..9), published in any::<Option<u64>>(), population in any::<Option<u64>>()) {
        let row = FullYearRow { year: 2024, parts, published_total: published, population_20_64: population, published_share_percent: None, note: None };
        let (year, _) = full_years(&[row])[0];
        prop_assert!(year.share.is_none_or(f64::is_finite));
    }
}
