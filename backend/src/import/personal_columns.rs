//! Columns that must not be imported: those for names, and those full of personal numbers. A file with one is refused
//! before any of it is taken, since what has once been stored is hard to take back.

use super::table::{Table, TableError};
use shared::record::{TextFault, check_free_text};

/// Headings of columns for names and personal numbers, without case, spaces, hyphens and underscores.
const HEADINGS: &[&str] = &[
    "namn",
    "name",
    "förnamn",
    "efternamn",
    "fullständigtnamn",
    "deltagarnamn",
    "deltagarensnamn",
    "firstname",
    "lastname",
    "surname",
    "fullname",
    "participantname",
    "pnr",
    "persnr",
    "personnr",
    "ssn",
];
/// Whatever stands round it.
const WITHIN_HEADINGS: &[&str] = &["personnummer", "samordningsnummer", "personalnumber", "personalidentitynumber"];
/// As many digits as a personal number has at least.
const DIGITS: usize = 10;

/// What was seen of a column.
#[derive(Clone, Default)]
struct Seen {
    filled: u64,
    personal: u64,
    first_line: u64,
}

/// Reads a whole table, and refuses it for a column of which at least half is personal numbers. Gives how many rows there
/// are.
pub(super) fn check(table: Table<'_>) -> Result<u64, TableError> {
    let headings = table.headings();
    if let Some(heading) = headings.iter().find(|heading| is_personal_heading(heading)) {
        return Err(TableError::PersonalHeading(heading.clone()));
    }
    let (mut columns, mut rows) = (vec![Seen::default(); headings.len()], 0);
    for row in table {
        let row = row?;
        rows += 1;
        for (seen, cell) in columns.iter_mut().zip(row.cells()) {
            seen.add(row.line, cell);
        }
    }
    match columns.iter().position(|seen| seen.personal > 0 && seen.personal * 2 >= seen.filled) {
        None => Ok(rows),
        Some(place) => {
            Err(TableError::PersonalNumbers { heading: headings[place].clone(), line: columns[place].first_line })
        }
    }
}

impl Seen {
    fn add(&mut self, line: u64, cell: &str) {
        self.filled += u64::from(!cell.is_empty());
        let has_digits = cell.len() >= DIGITS && cell.bytes().filter(u8::is_ascii_digit).count() >= DIGITS;
        if has_digits && check_free_text(cell) == Err(TextFault::PersonalNumber) {
            if self.personal == 0 {
                self.first_line = line;
            }
            self.personal += 1;
        }
    }
}

fn is_personal_heading(heading: &str) -> bool {
    let plain: String = heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    HEADINGS.contains(&plain.as_str()) || WITHIN_HEADINGS.iter().any(|within| plain.contains(within))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(file: &str) -> String {
        let checked = Table::from_csv(file.as_bytes(), &[]).and_then(check);
        checked.err().map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn a_column_for_names_or_personal_numbers_is_known_by_its_heading() {
        for heading in ["Namn", "first_name", "Efternamn", "Deltagarens namn", "PERSONNUMMER", "Person-nummer (12)"] {
            assert!(said(&format!("participation,{heading}\np1,x\n")).contains(heading), "{heading}");
        }
        assert_eq!(said("participation,intervention,supervisor\np1,x,y\n"), "");
    }

    #[test]
    fn a_column_of_personal_numbers_is_known_by_what_stands_in_it() {
        let said = said("participation;id\np1;a\np2;811218-9876\np3;198112189876\n");
        assert!(said.contains("“id”") && said.contains("line 3"), "{said}");
    }

    #[test]
    fn ids_of_many_digits_of_which_one_looks_personal_by_chance_are_none() {
        assert_eq!(said("participation\n8112189875\n8112189876\n8112189877\n8112189878\n"), "");
    }
}
