//! Months in words.

use crate::texts::Texts;
use shared::time::Month;
use yew::AttrValue;

/// A month's name, as it stands by itself.
pub fn month_name(texts: &Texts, month: Month) -> AttrValue {
    texts.months(place(month))
}

/// A month's name, as it stands after a day.
pub fn month_after_day(texts: &Texts, month: Month) -> AttrValue {
    texts.months_after_day(place(month))
}

/// A month's name, as short as a picture needs it.
pub fn month_in_short(texts: &Texts, month: Month) -> AttrValue {
    texts.months_in_short(place(month))
}

/// A month's name with its year.
pub fn month_and_year(texts: &Texts, month: Month) -> AttrValue {
    texts.month_and_year(month_name(texts, month), month.year())
}

fn place(month: Month) -> usize {
    usize::from(month.number()).saturating_sub(1)
}
