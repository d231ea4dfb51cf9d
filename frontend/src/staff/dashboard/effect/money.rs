//! Amounts as people read and write them: whole kronor in groups of three, decimals with the language's own sign.

use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;

/// A space that no line breaks at.
const NO_BREAK: char = '\u{a0}';

/// Whole kronor, such as `−12 500 kr`.
pub(super) fn kronor(amount: f64) -> String {
    let whole = format!("{:.0}", amount.abs());
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(NO_BREAK);
        }
        text.push(digit);
    }
    let sign = if amount < 0.0 && whole != "0" { "−" } else { "" };
    format!("{sign}{text}{NO_BREAK}kr")
}

/// An amount as it is seen: what may not be seen says so.
pub(super) fn kronor_or_hidden(texts: &Texts, amount: Option<f64>) -> String {
    amount.map_or_else(|| texts.hidden_cell().to_string(), kronor)
}

/// A number as somebody typed it: spaces between groups, a comma or a point before the decimals.
pub(super) fn typed_number(typed: &str) -> Option<f64> {
    let plain: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let number: f64 = plain.replace(',', ".").replace('−', "-").parse().ok()?;
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kronor_stand_in_groups_of_three_and_nothing_is_never_negative() {
        let spaced = |amount| kronor(amount).replace(NO_BREAK, " ");
        assert_eq!(spaced(1_234_567.4), "1 234 567 kr");
        assert_eq!(spaced(-12_500.0), "−12 500 kr");
        assert_eq!((spaced(-0.4), spaced(999.0)), ("0 kr".into(), "999 kr".into()));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(typed_number("1 250,5"), Some(1250.5));
        assert_eq!(typed_number("−3.5"), Some(-3.5));
        assert_eq!((typed_number("tolv"), typed_number(""), typed_number("1e999")), (None, None, None));
    }
}
