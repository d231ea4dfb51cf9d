//! Numbers, months and directions of writing, in each language.

use super::*;

/// The examples that the Unicode CLDR gives of each category, and all of 0 to 26.
const EXAMPLES: [(&str, &str, &[u64]); 14] = [
    ("sv", "one", &[1]),
    ("sv", "other", &[0, 2, 3, 10, 11, 16, 21, 100, 101, 1000, 10_000, 100_000, 1_000_000]),
    ("sv-x-lattlast", "one", &[1]),
    ("en", "one", &[1]),
    ("en", "other", &[0, 2, 16, 21, 100, 1000, 1_000_000]),
    ("so", "one", &[1]),
    ("so", "other", &[0, 2, 16, 21, 100, 1000, 1_000_000]),
    ("uk", "one", &[1, 21, 31, 41, 51, 61, 71, 81, 101, 1001]),
    ("uk", "few", &[2, 3, 4, 22, 23, 24, 32, 33, 34, 42, 52, 62, 102, 1002]),
    ("ar", "zero", &[0]),
    ("ar", "one", &[1]),
    ("ar", "two", &[2]),
    ("ar", "few", &[3, 4, 5, 6, 7, 8, 9, 10, 103, 104, 110, 1003]),
    ("ar", "other", &[100, 101, 102, 200, 201, 202, 300, 302, 600, 1000, 10_000, 100_000, 1_000_000]),
];

#[test]
fn every_example_of_cldr_has_its_category() {
    for (tag, expected, numbers) in EXAMPLES {
        for number in numbers {
            assert_eq!(category(tag, *number), expected, "{tag} {number}");
        }
    }
    for number in (5..=19).chain([0, 25, 26, 100, 111, 112, 114, 1000, 10_000, 100_000, 1_000_000]) {
        assert_eq!(category("uk", number), "many", "uk {number}");
    }
    for number in (11..=26).chain([99, 111, 1011]) {
        assert_eq!(category("ar", number), "many", "ar {number}");
    }
}

fn texts(tag: &str, json: &str) -> Option<Texts> {
    Texts::of(TextsOf::PARTICIPANT.language(tag)).with(json)
}

#[test]
fn a_number_is_said_in_its_form_or_in_the_only_one() {
    let forms = r#"{"how_long.one": "{count} A", "how_long.few": "{count} B", "how_long.many": "{count} C"}"#;
    let said = |count: u32| texts("uk", forms).map(|texts| texts.how_long(count).to_string());
    assert_eq!([1, 3, 11, 21].map(said), ["1 A", "3 B", "11 C", "21 A"].map(|text| Some(text.to_owned())));
    let only = texts("uk", r#"{"how_long": "{count} D"}"#).map(|texts| texts.how_long(7_usize).to_string());
    assert_eq!(only.as_deref(), Some("7 D"));
}

#[test]
fn what_is_put_into_a_text_from_right_to_left_keeps_its_own_direction() {
    let said =
        |tag| texts(tag, r#"{"passage_received": "x {time}."}"#).map(|t| t.passage_received("14.32").to_string());
    assert_eq!(said("ar").as_deref(), Some("x \u{2068}14.32\u{2069}."));
    assert_eq!(said("sv").as_deref(), Some("x 14.32."));
}

#[test]
fn arabic_alone_is_written_from_right_to_left() {
    let from_the_right = LANGUAGES.iter().filter(|language| language.direction == "rtl");
    assert_eq!(from_the_right.map(|language| language.tag).collect::<Vec<_>>(), ["ar"]);
}

#[test]
fn the_six_languages_are_there_by_their_own_names_and_swedish_comes_first() {
    let names: Vec<_> = LANGUAGES.iter().map(|language| language.name).collect();
    assert_eq!(names, ["Svenska", "Lätt svenska", "العربية", "English", "Soomaali", "Українська"]);
}
