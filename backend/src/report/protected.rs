//! Text in a cell that a spreadsheet must not take for a formula.

use std::borrow::Cow;

/// The text, with an apostrophe before it where a spreadsheet would begin to reckon.
pub(crate) fn protected(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_looks_like_a_formula_gets_an_apostrophe() {
        for text in ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(protected(text), format!("'{text}"));
        }
        assert_eq!(protected("Linköping"), "Linköping");
    }
}
