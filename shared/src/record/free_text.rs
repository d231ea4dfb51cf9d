//! What a free text must not hold. It finds what looks like a Swedish personal number; it does not know names.

use serde::{Deserialize, Serialize};

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextFault {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// More than 2,000 characters.
    #[error("the text is longer than 2,000 characters")]
    TooLong,
    /// Ten or twelve digits that form a personal or coordination number.
    #[error("the text holds what looks like a Swedish personal number; leave it out")]
    PersonalNumber,
}

/// Refuses a text that is empty, too long or holds a Swedish personal number.
///
/// # Errors
/// The first fault found.
pub fn check_free_text(text: &str) -> Result<(), TextFault> {
    if text.trim().is_empty() {
        return Err(TextFault::Empty);
    }
    if text.chars().count() > 2_000 {
        return Err(TextFault::TooLong);
    }
    if holds_personal_number(text) { Err(TextFault::PersonalNumber) } else { Ok(()) }
}

/// Looks for runs of digits, joined by at most one space, `-` or `+`, that read as a personal number.
fn holds_personal_number(text: &str) -> bool {
    let mut run: Vec<u8> = Vec::new();
    let mut joiners = 0;
    for c in text.chars().chain(std::iter::once('.')) {
        if let Some(digit) = c.to_digit(10) {
            run.extend(u8::try_from(digit).ok());
            joiners = 0;
        } else if matches!(c, '-' | '+' | ' ' | '–') && joiners == 0 && !run.is_empty() {
            joiners = 1;
        } else {
            if is_personal_number(&run) {
                return true;
            }
            run.clear();
            joiners = 0;
        }
    }
    false
}

/// Whether any ten digits of the run are a date (day plus 60 for coordination numbers) closed by a Luhn digit.
fn is_personal_number(run: &[u8]) -> bool {
    run.windows(10).any(|digits| {
        let month = digits[2] * 10 + digits[3];
        let day = (digits[4] * 10 + digits[5]) % 60;
        let doubled = digits.iter().enumerate().map(|(place, digit)| {
            let product = if place % 2 == 0 { digit * 2 } else { *digit };
            u32::from(product / 10 + product % 10)
        });
        (1..=12).contains(&month) && (1..=31).contains(&day) && doubled.sum::<u32>() % 10 == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_number_is_found_however_it_is_written() {
        for text in ["ring 811218-9876 i dag", "198112189876", "8112189876", "811278 9873", "811218+9876."] {
            assert_eq!(check_free_text(text), Err(TextFault::PersonalNumber), "{text}");
        }
    }

    #[test]
    fn ordinary_numbers_pass() {
        for text in ["4 timmar i veckan, 2 dagar", "ring 013-20 60 00", "2026-03-09", "811218-9875"] {
            assert_eq!(check_free_text(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn an_empty_text_is_no_text() {
        assert_eq!(check_free_text("  \n"), Err(TextFault::Empty));
    }
}
