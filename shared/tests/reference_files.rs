//! Files of reference data: what breaks a rule is refused with its field, and whatever file is read, or refused with its place.

use proptest::prelude::*;
use shared::bridge::Bridge;
use shared::code::CodeList;
use shared::economics::{PriceList, Scenario};
use shared::figures::BandList;
use shared::file_error::FileError;
use shared::instrument::Instrument;
use shared::municipality::MunicipalityList;

const SUPPORT: &str = include_str!("../../assets/codes/support.json");
const BRIDGE: &str = include_str!("../../assets/bridges/default.json");
const INSTRUMENT: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");
const MUNICIPALITIES: &str = include_str!("../../assets/codes/municipalities.json");
const PRICES: &str = include_str!("../../assets/prices/example.json");
const SCENARIO: &str = r#"{"cost": 9000000, "persons": 160, "share": 0.2, "value_per_success_per_year": 437500,
 "horizon_months": 36, "ranges": {"share": [0.1, 0.3]}}"#;
const BANDS: &str = include_str!("../../assets/codes/age-bands.json");

fn list(entries: &str) -> String {
    let json = format!(r#"{{"id": "support", "version": 1, "entries": [{entries}]}}"#);
    CodeList::read(&json).map_or_else(|error| error.to_string(), |_| "read".into())
}

fn bridge(steps: &str) -> String {
    let json = format!(r#"{{"id": "b", "version": 1, "name": {{"sv": "Bron"}}, "steps": [{steps}]}}"#);
    Bridge::read(&json).map_or_else(|error| error.to_string(), |_| "read".into())
}

fn step(code: &str, rank: u8) -> String {
    format!(r#"{{"code": "{code}", "rank": {rank}, "name": {{"sv": "Steg"}}}}"#)
}

#[test]
fn a_code_list_that_breaks_a_rule_is_refused_with_its_field() {
    let entry = r#"{"code": "a", "name": {"sv": "A"}}"#;
    assert_eq!(list(entry), "read");
    assert_eq!(list(""), "entries: there must be at least one");
    assert_eq!(list(&format!("{entry}, {entry}")), "entries[1].code: another entry has the same code");
    assert!(list(r#"{"code": "a", "name": {"en": "A"}}"#).starts_with("entries[0].name: Swedish"));
    let dates = r#"{"code": "a", "name": {"sv": "A"}, "valid_from": "2020-02-01", "valid_to": "2020-01-31"}"#;
    assert_eq!(list(dates), "entries[0].valid_to: lies before valid_from");
    let unknown = list(r#"{"code": "A b", "name": {"sv": "A"}}"#);
    assert!(unknown.starts_with("entries[0].code: “A b” is not a code") && unknown.contains("line 1"), "{unknown}");
}

#[test]
fn a_bridge_may_have_parallel_steps_but_no_gaps() {
    assert_eq!(bridge(&[step("a", 1), step("b", 2), step("c", 2), step("d", 3)].join(",")), "read");
    assert!(bridge(&step("a", 2)).starts_with("steps[0].rank"));
    assert!(bridge(&[step("a", 1), step("b", 3)].join(",")).starts_with("steps[1].rank"));
    assert!(bridge(&[step("a", 1), step("a", 2)].join(",")).starts_with("steps[1].code"));
    assert_eq!(bridge(""), "steps: there must be at least one");
}

/// Reads a text as every kind of file, and gives back what is said where it is none.
fn read_as_everything(text: &str) -> Vec<FileError> {
    let said = [
        CodeList::read(text).err(),
        Bridge::read(text).err(),
        Instrument::read(text).err(),
        BandList::read(text).err(),
        MunicipalityList::read(text).err(),
        PriceList::read(text).err(),
        Scenario::read(text).err(),
    ];
    said.into_iter().flatten().collect()
}

/// Whether the writer of the file finds what is wrong.
fn names_its_place(error: &FileError) -> bool {
    match error {
        FileError::Unreadable { line, what } => *line > 0 && what.contains("line ") && what.contains("column "),
        FileError::Field { field, what } => !field.is_empty() && !what.is_empty(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_file_with_a_piece_cut_out_and_another_put_in_is_read_or_refused(
        file in proptest::sample::select(vec![SUPPORT, BRIDGE, INSTRUMENT, BANDS, MUNICIPALITIES, PRICES, SCENARIO]),
        from in any::<prop::sample::Index>(),
        length in 0_usize..40,
        piece in "[-0-9a-z\"{}:,\\[\\] ]{0,12}",
    ) {
        let characters: Vec<char> = file.chars().collect();
        let from = from.index(characters.len());
        let rest = characters.iter().skip(from + length);
        let text: String = characters[..from].iter().copied().chain(piece.chars()).chain(rest.copied()).collect();
        for error in read_as_everything(&text) {
            prop_assert!(names_its_place(&error), "{error}");
        }
    }

    #[test]
    fn no_text_whatever_breaks_the_readers(text in any::<String>()) {
        for error in read_as_everything(&text) {
            prop_assert!(names_its_place(&error), "{error}");
        }
    }
}
