//! Reading cells into values: each says what is wrong with a cell, and what to write instead.

use super::table::Row;
use shared::code::Code;
use shared::import::Why;
use shared::record::{Gender, Note};
use shared::support::{Extent, Percent};
use std::fmt::Display;

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellFault {
    pub(super) column: &'static str,
    pub(super) why: Why,
}

/// How much of a cell is told with what is wrong with it.
const TOLD: usize = 60;

impl CellFault {
    pub(super) const fn because(column: &'static str, why: Why) -> Self {
        Self { column, why }
    }

    /// What is written there is not what belongs there.
    pub(super) fn unread(column: &'static str, text: &str, said: impl Display) -> Self {
        let text: String = text.chars().take(TOLD).collect();
        Self { column, why: Why::Unread { text: text.into(), said: said.to_string().into() } }
    }
}

/// A cell's text, which must be there.
pub(super) fn text<'r>(row: &'r Row, column: &'static str) -> Result<&'r str, CellFault> {
    match row.cell(column) {
        "" => Err(CellFault::because(column, Why::Empty)),
        text => Ok(text),
    }
}

/// A value that must be there, read by `parse`.
pub(super) fn value<T, E: Display>(
    row: &Row,
    column: &'static str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, CellFault> {
    let text = text(row, column)?;
    parse(text).map_err(|error| CellFault::unread(column, text, error))
}

/// A value that may be left out.
pub(super) fn optional<T, E: Display>(
    row: &Row,
    column: &'static str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, CellFault> {
    if row.cell(column).is_empty() { Ok(None) } else { value(row, column, parse).map(Some) }
}

/// A whole number from 0 up.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("“{text}” is not a number that fits here"))
}

/// A short text without personal numbers, which must be there.
pub(super) fn note(row: &Row, column: &'static str) -> Result<Note, CellFault> {
    Note::new(text(row, column)?).map_err(|fault| CellFault::because(column, Why::Words(fault)))
}

/// One word out of a few, each with its meaning.
pub(super) fn one_of<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, String> {
    let lower = text.to_lowercase();
    words.iter().find(|(word, _)| *word == lower).map(|(_, meaning)| *meaning).ok_or_else(|| {
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("“{text}” is none of {}", list.join(", "))
    })
}

/// Gender.
pub(super) fn gender(text: &str) -> Result<Gender, String> {
    one_of(
        text,
        &[
            ("woman", Gender::Woman),
            ("man", Gender::Man),
            ("other", Gender::Other),
            ("kvinna", Gender::Woman),
            ("annat", Gender::Other),
        ],
    )
}

/// Yes or no.
pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    one_of(text, &[("yes", true), ("no", false), ("ja", true), ("nej", false)])
}

/// Codes separated by `|`, each with its per cent after a colon, or all of it.
pub(super) fn extents(row: &Row, column: &'static str) -> Result<Vec<Extent>, CellFault> {
    let parts = row.cell(column).split('|').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| extent(part).map_err(|said| CellFault::unread(column, part, said))).collect()
}

fn extent(text: &str) -> Result<Extent, String> {
    let (code, percent) = match text.split_once(':') {
        Some((code, percent)) => {
            let percent = number(percent.trim().trim_end_matches('%'))?;
            (code.trim(), Percent::new(percent).map_err(|error| error.to_string())?)
        }
        None => (text, Percent::FULL),
    };
    Ok(Extent { code: Code::new(code).map_err(|error| error.to_string())?, percent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::{Table, TableError};

    fn row(cell: &str) -> Result<Row, TableError> {
        let file = format!("support_before\n\"{cell}\"\n");
        Table::from_csv(file.as_bytes(), &[])?.next().unwrap_or(Err(TableError::Empty))
    }

    #[test]
    fn several_sources_with_and_without_per_cent_are_read() -> Result<(), TableError> {
        let read = extents(&row("forsorjningsstod:50|lon")?, "support_before").unwrap_or_default();
        let shown: Vec<(&str, u8)> = read.iter().map(|one| (one.code.as_str(), one.percent.get())).collect();
        assert_eq!(shown, [("forsorjningsstod", 50), ("lon", 100)]);
        Ok(())
    }

    #[test]
    fn more_than_the_whole_is_refused_with_its_column() -> Result<(), TableError> {
        let fault = extents(&row("lon:120")?, "support_before").err();
        assert_eq!(fault, Some(CellFault::unread("support_before", "lon:120", "120 is more than 100 per cent")));
        Ok(())
    }

    #[test]
    fn a_word_that_is_none_of_the_expected_names_them() {
        assert_eq!(yes_or_no("Ja"), Ok(true));
        assert_eq!(yes_or_no("kanske"), Err("“kanske” is none of yes, no, ja, nej".into()));
    }
}
