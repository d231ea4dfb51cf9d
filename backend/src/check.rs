//! `stegvis check`: whether a file can be brought, told by line and field, without any store. What a file must hold is
//! judged in `shared`.

use crate::config::Check;
use serde_json::value::RawValue;
use shared::file_error::FileError;
use shared::instrument::{Instrument, Rater};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Tells what is in the file, or what is wrong and where. Returns whether it is right.
pub(crate) fn run(check: &Check) -> bool {
    let Check::Instrument { file } = check;
    let name = file.display();
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{name}: {error}");
            return false;
        }
    };
    let text = text.trim_start_matches('\u{feff}');
    match Instrument::read(text) {
        Ok(instrument) => {
            println!("{name}: {}", told(&instrument));
            true
        }
        Err(error) => {
            eprintln!("{name}{}: {error}", place(text, &error));
            false
        }
    }
}

/// What is in an instrument, with what its writer may have forgotten.
fn told(instrument: &Instrument) -> String {
    let asked = instrument.items.iter().filter(|item| item.rater == Rater::Both).count();
    let scored = instrument.items.iter().filter(|item| item.in_score).count();
    let mut told = format!(
        "{}, version {}: {} questions, {asked} of them put to participants, {scored} of them in the score",
        instrument.id,
        instrument.version,
        instrument.items.len()
    );
    let words = words(instrument);
    let languages: BTreeSet<&str> = words.iter().flat_map(|(_, languages)| languages).copied().collect();
    for language in languages {
        let reviewed = match instrument.reviewed.get(language) {
            Some(true) => "reviewed by a native speaker",
            Some(false) | None => "not reviewed by a native speaker",
        };
        told.push_str(&format!("\n{language}: {reviewed}"));
        let missing: Vec<&str> =
            words.iter().filter(|(_, has)| !has.contains(language)).map(|(field, _)| field.as_str()).collect();
        if !missing.is_empty() {
            told.push_str(&format!("; Swedish is shown for {}", missing.join(", ")));
        }
    }
    told
}

/// The languages of everything that participants are shown, by field.
fn words(instrument: &Instrument) -> Vec<(String, BTreeSet<&str>)> {
    let mut words = Vec::new();
    for (place, item) in instrument.items.iter().enumerate() {
        let mut add = |field: String, languages| words.push((format!("items[{place}].{field}"), languages));
        add("name".into(), item.name.languages().collect());
        add("question".into(), item.question.languages().collect());
        item.levels.iter().for_each(|(value, words)| add(format!("levels.{value}"), words.languages().collect()));
        item.help.iter().for_each(|help| add("help".into(), help.languages().collect()));
    }
    words
}

/// Where a rule is broken. What cannot be read at all names its line itself.
fn place(text: &str, error: &FileError) -> String {
    match error {
        FileError::Unreadable { .. } => String::new(),
        FileError::Field { field, .. } => {
            line_of(text, field).map_or_else(String::new, |line| format!(", line {line}"))
        }
    }
}

/// The line on which the value of a field begins; where there is no such field, that of what should have it.
pub(crate) fn line_of(text: &str, field: &str) -> Option<usize> {
    let mut at: &RawValue = serde_json::from_str(text).ok()?;
    for part in field.split(['.', '[']) {
        let inner: Option<&RawValue> = match part.strip_suffix(']') {
            Some(place) => {
                let list: Vec<&RawValue> = serde_json::from_str(at.get()).ok()?;
                list.get(place.parse::<usize>().ok()?).copied()
            }
            None => {
                let fields: BTreeMap<String, &RawValue> = serde_json::from_str(at.get()).ok()?;
                fields.get(part).copied()
            }
        };
        match inner {
            Some(inner) => at = inner,
            None => break,
        }
    }
    let begins = (at.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    Some(text.get(..begins)?.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_field_is_where_its_value_begins() {
        let text = "{\n \"a\": [\n  {\"b\": 1},\n  {\n   \"b\": {\"1\": 2}\n  }\n ]\n}";
        let lines = ["a", "a[0].b", "a[1]", "a[1].b.1", "a[1].c", "d"].map(|field| line_of(text, field));
        assert_eq!(lines, [2, 3, 4, 5, 4, 1].map(Some));
    }
}
