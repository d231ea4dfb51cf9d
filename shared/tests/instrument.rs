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
fn every_question_to_participants_has_its_words_and_its_help_in_six_languages() {
    let six = ["ar", "en", "so", "sv", "sv-x-lattlast", "uk"];
    for item in own().participant_items() {
        let help = item.help.as_ref().unwrap();
        for words in [&item.name, &item.question, help].into_iter().chain(item.levels.values()) {
            assert_eq!(words.languages().collect::<Vec<_>>(), six, "{}", item.id);
        }
    }
}

#[test]
fn easy_swedish_falls_back_to_swedish() {
    let words = &own().items[0].staff_question;
    assert_eq!(words.in_language("sv-x-lattlast"), words.in_language("sv"));
    assert_ne!(words.in_language("sv-x-lattlast"), words.in_language("en"));
}

/// Apps from before there were explanations refuse an instrument with a field that they do not know.
#[test]
fn an_instrument_travels_without_what_goes_with_its_questions() {
    let travels = serde_json::to_string(&own()).unwrap();
    assert!(!travels.contains("\"help\"") && !travels.contains("\"audio\""));
    let spoken = OWN.replacen(r#""in_score""#, r#""audio": {"so": "everyday-so.mp3"}, "in_score""#, 1);
    let explanations: Vec<_> = Instrument::read(&spoken).unwrap().explanations().collect();
    assert_eq!(explanations.len(), 11);
    assert_eq!(explanations[0].item.as_str(), "everyday");
    assert_eq!(explanations[0].audio.get("so").map(|file| &**file), Some("everyday-so.mp3"));
    let read: shared::instrument::Explanation =
        serde_json::from_str(&serde_json::to_string(&explanations[0]).unwrap()).unwrap();
    assert_eq!(read, explanations[0]);
}

#[test]
fn an_audio_file_is_named_without_a_way_to_it() {
    let named = |name: &str| fault(r#""in_score""#, &format!(r#""audio": {{"so": "{name}"}}, "in_score""#));
    for name in ["", "../x.mp3", ".x.mp3", "a/b.mp3"] {
        assert!(named(name).starts_with("items[0].audio.so:"), "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_read_names_line_and_field() {
    let unknown = fault(r#""licence""#, r#""license""#);
    assert!(unknown.contains("license") && unknown.contains("line 4"), "{unknown}");
    let cut = Instrument::read(&OWN[..OWN.len() / 2]).unwrap_err();
    assert!(matches!(cut, FileError::Unreadable { .. }));
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
