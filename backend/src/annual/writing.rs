//! What every section is written with: the words, the names of codes, and how a number looks to a reader. It does not
//! know which sections there are.

use super::document::{Cell, Row, Unit};
use super::words::{Language, Words, fill};
use serde_json::Value;
use shared::code::Code;
use shared::instrument::Instrument;
use shared::reference::Reference;
use shared::time::Date;

/// A space at which no line breaks.
const NO_BREAK: char = '\u{a0}';

/// The writer.
pub(super) struct Writing<'a> {
    pub(super) words: &'a Words,
    pub(super) language: Language,
    pub(super) reference: &'a Reference,
    pub(super) instrument: &'a Instrument,
}

/// The genders, by their names in reports.
pub(super) const GENDERS: [&str; 3] = ["woman", "man", "other"];

impl<'a> Writing<'a> {
    /// The names of the genders.
    pub(super) fn genders(&self) -> [&'a str; 3] {
        [&self.words.woman, &self.words.man, &self.words.other]
    }

    /// The words for a code of a list; for what is not known, that it is not.
    pub(super) fn code(&self, list: &str, code: &str) -> String {
        match Code::new(code) {
            Ok(code) if code.as_str() != "unknown" => {
                self.reference.name_of(list, &code, &self.words.language_tag).to_owned()
            }
            _ => self.words.unknown.to_string(),
        }
    }

    /// The codes of a report in the order of their list; what the list does not know comes last.
    pub(super) fn in_order<'f>(&self, list: &str, figures: &'f Value) -> Vec<(&'f str, &'f Value)> {
        let place = |code: &str| {
            let entries = self.reference.code_list(list).map_or(&[][..], |list| &list.entries);
            entries.iter().position(|entry| entry.code.as_str() == code).unwrap_or(usize::MAX)
        };
        let mut rows: Vec<_> = entries(figures).filter(|(_, figures)| figures.is_object()).collect();
        rows.sort_by_key(|(code, _)| (place(code), *code));
        rows
    }

    /// The names of columns of counts by gender.
    pub(super) fn gender_columns(&self, first: &str) -> Vec<String> {
        let words = self.words;
        [first, &words.woman, &words.man, &words.other, &words.total].map(str::to_owned).into()
    }

    /// A row of counts by gender.
    pub(super) fn gender_row(name: impl Into<String>, counts: &Value) -> Row {
        let cells = GENDERS.into_iter().chain(["total"]).map(|gender| Cell::count(&counts[gender]));
        Row::new(name, cells.collect())
    }

    /// A cell as a reader sees it.
    pub(super) fn shown(&self, cell: &Cell) -> String {
        match cell {
            Cell::Number(number, unit) => self.number(*number, *unit),
            Cell::Words(words) => words.clone(),
            Cell::Hidden => self.words.hidden.to_string(),
            Cell::Missing => self.words.missing.to_string(),
            Cell::TooFew { have, need } => {
                fill(&self.words.too_few, &[("have", &have.to_string()), ("need", &need.to_string())])
            }
        }
    }

    fn number(&self, number: f64, unit: Unit) -> String {
        match unit {
            Unit::Count | Unit::Kronor => self.decimals(number, 0),
            Unit::Share => format!("{}{NO_BREAK}%", percent(number)),
            Unit::Decimals(places) => self.decimals(number, places),
        }
    }

    fn decimals(&self, number: f64, places: u8) -> String {
        let is_swedish = self.language == Language::Swedish;
        let (thousands, decimal) = if is_swedish { (NO_BREAK, ',') } else { (',', '.') };
        let text = format!("{:.1$}", number.abs(), usize::from(places));
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let mut written = String::new();
        if number < 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
            written.push('−');
        }
        for (place, digit) in whole.char_indices() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                written.push(thousands);
            }
            written.push(digit);
        }
        if !rest.is_empty() {
            written.push(decimal);
            written.push_str(rest);
        }
        written
    }

    /// An interval of shares.
    pub(super) fn interval(&self, interval: &Value) -> Cell {
        match (interval[0].as_f64(), interval[1].as_f64()) {
            (Some(low), Some(high)) => {
                let text = fill(&self.words.interval, &[("low", &percent(low)), ("high", &percent(high))]);
                Cell::Words(text.replace(' ', "\u{a0}"))
            }
            _ if interval[0] == shared::report::release::HIDDEN => Cell::Hidden,
            _ => Cell::of(interval, Unit::Share),
        }
    }

    /// Of how many ended stays a table tells.
    pub(super) fn of_ended(&self, ended: &Value) -> String {
        match ended.as_u64() {
            Some(n) => fill(&self.words.of_ended, &[("n", &n.to_string())]),
            None => self.words.of_ended_hidden.to_string(),
        }
    }

    /// The first and the last day.
    pub(super) fn period(&self, from: Date, to: Date) -> String {
        fill(&self.words.period, &[("from", &from.to_string()), ("to", &to.to_string())])
    }
}

/// The named figures of a report; none where it has none.
pub(super) fn entries(figures: &Value) -> impl Iterator<Item = (&str, &Value)> {
    figures.as_object().into_iter().flatten().map(|(name, figures)| (name.as_str(), figures))
}

/// A share in whole per cent, a half rounded up.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0 + 1e-9).round())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::built_in;

    fn shown(language: Language, number: f64, unit: Unit) -> Result<String, Box<dyn std::error::Error>> {
        let (words, reference) = (language.words()?, built_in()?);
        let instrument = reference.monthly().ok_or("no questionnaire")?;
        let writing = Writing { words: &words, language, reference: &reference, instrument };
        Ok(writing.shown(&Cell::Number(number, unit)))
    }

    #[test]
    fn numbers_look_as_the_language_writes_them() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(shown(Language::Swedish, -1_158_260.87, Unit::Kronor)?, "−1\u{a0}158\u{a0}261");
        assert_eq!(shown(Language::English, 1_158_260.87, Unit::Kronor)?, "1,158,261");
        assert_eq!(shown(Language::Swedish, 153.918, Unit::Decimals(1))?, "153,9");
        assert_eq!(shown(Language::Swedish, -0.01, Unit::Decimals(1))?, "0,0");
        assert_eq!(shown(Language::Swedish, 0.285, Unit::Share)?, "29\u{a0}%");
        assert_eq!(shown(Language::Swedish, 999.0, Unit::Count)?, "999");
        Ok(())
    }
}
