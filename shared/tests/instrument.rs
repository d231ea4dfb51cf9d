//! The product's own instrument is valid, and a faulty file is refused with the place.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use proptest::prelude::*;
use shared::code::Code;
use shared::file_error::FileError;
use shared::instrument::{Answer, Answers, Instrument};

const OWN: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");

fn own() -> Instrument {
    Instrument::read(OWN).unwrap()
}

#[test]
fn the_own_instrument_asks_eleven_questions_and_scores_nine() {
    assert_eq!(own().participant_items().count(), 11);
    assert_eq!(own().items.iter().filter(|item| item.in_score).count(), 9);
}

#[test]
fn there_is_a_score_only_when_every_item_of_it_is_rated() {
    let items = own();
    let mut answers: Answers =
        items.items.iter().filter(|item| item.in_score).map(|item| (item.id.clone(), Answer::Rated(2))).collect();
    assert_eq!(items.score(&answers).map(|score| score.0), Some(18));
    answers.insert(Code::new("energy").unwrap(), Answer::RatherNot);
    assert_eq!(items.score(&answers), None);
}

/// What an edit of the own instrument's file is refused with.
fn fault(from: &str, to: &str) -> String {
    assert!(OWN.contains(from), "{from}");
    Instrument::read(&OWN.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_faulty_field_is_named() {
    assert!(fault(r#""id": "health""#, r#""id": "everyday""#).starts_with("items[1].id:"));
    assert!(fault(r#""lowest": 1,"#, r#""lowest": 5,"#).starts_with("items[0].scale:"));
    assert!(fault(r#""reliability": 0.85"#, r#""reliability": 1.5"#).starts_with("reliability:"));
    assert!(fault(r#""sv": "Vardagen""#, r#""sv": """#).starts_with("items[0].name:"));
}

#[test]
fn a_file_that_cannot_be_read_names_line_and_field() {
    let unknown = fault(r#""licence""#, r#""license""#);
    assert!(unknown.contains("license") && unknown.contains("line 4"), "{unknown}");
    let cut = Instrument::read(&OWN[..OWN.len() / 2]).unwrap_err();
    assert!(matches!(cut, FileError::Unreadable(_)));
}

proptest! {
    #[test]
    fn no_file_makes_the_reader_fail_otherwise_than_with_an_error(
        text in ".{0,200}", at in 0..OWN.len(), with in any::<char>()
    ) {
        let _ = Instrument::read(&text);
        let edited: String = OWN.char_indices().map(|(place, c)| if place == at { with } else { c }).collect();
        let _ = Instrument::read(&edited);
    }
}
