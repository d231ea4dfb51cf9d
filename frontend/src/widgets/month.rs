//! Months in words.

use crate::texts::Texts;
use shared::time::Month;
use yew::AttrValue;

/// A month's name, as it stands in a sentence.
pub fn month_name(texts: &Texts, month: Month) -> AttrValue {
    match month.number() {
        1 => texts.month_1(),
        2 => texts.month_2(),
        3 => texts.month_3(),
        4 => texts.month_4(),
        5 => texts.month_5(),
        6 => texts.month_6(),
        7 => texts.month_7(),
        8 => texts.month_8(),
        9 => texts.month_9(),
        10 => texts.month_10(),
        11 => texts.month_11(),
        _ => texts.month_12(),
    }
}

/// A month's name with its year.
pub fn month_and_year(texts: &Texts, month: Month) -> AttrValue {
    texts.month_and_year(month_name(texts, month), month.year())
}
