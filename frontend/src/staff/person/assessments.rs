//! Self-rating and staff assessment side by side, in words and on one scale. A difference is told, not judged.

use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{TwoDots, TwoViewsLegend, WideTable, month_and_year};
use shared::code::Code;
use shared::fold::{Assessment, Held, MonthView};
use shared::instrument::{Answer, Instrument, Item};
use shared::reference::Reference;
use shared::time::Month;
use std::cmp::Ordering;
use yew::prelude::*;

/// Of one month.
pub(super) fn assessments(
    texts: &Texts,
    reference: &Reference,
    month: Month,
    view: &MonthView,
    language: &str,
) -> Html {
    let (own, staff) = (view.self_assessment.as_ref(), view.staff_assessment.as_ref());
    let Some(instrument) = own.or(staff).and_then(|held| reference.instrument(&held.value.instrument)) else {
        return Html::default();
    };
    html! {
        <>
            <TwoViewsLegend own={texts.assessed_own()} staff={texts.assessed_staff()} />
            <WideTable name={texts.assessed_side_by_side(month_and_year(texts, month))}>
                <thead><tr>
                    <th scope="col">{texts.assessed_what()}</th>
                    <th scope="col">{texts.assessed_own()}</th>
                    <th scope="col">{texts.assessed_staff()}</th>
                    <th scope="col">{texts.assessed_difference()}</th>
                </tr></thead>
                <tbody>{for instrument.items.iter().filter_map(|item| compare(texts, instrument, item, own, staff, language))}</tbody>
            </WideTable>
        </>
    }
}

fn compare(
    texts: &Texts,
    instrument: &Instrument,
    item: &Item,
    own: Option<&Held<Assessment>>,
    staff: Option<&Held<Assessment>>,
    language: &str,
) -> Option<Html> {
    let (own, staff) = (answer_of(own, &item.id), answer_of(staff, &item.id));
    if own.is_none() && staff.is_none() {
        return None;
    }
    let highest = instrument.item(&item.id).map_or(item.scale.highest, |item| item.scale.highest);
    let scale = (f64::from(item.scale.lowest), f64::from(highest));
    Some(html! {
        <tr>
            <th scope="row">{item.name.in_language(language).to_owned()}</th>
            <td>{answer_words(texts, own, highest)}</td>
            <td>{answer_words(texts, staff, highest)}</td>
            <td>
                <TwoDots own={rated(own).map(f64::from)} staff={rated(staff).map(f64::from)} {scale} />
                {difference_words(texts, difference(rated(own), rated(staff)))}
            </td>
        </tr>
    })
}

pub(super) fn answer_words(texts: &Texts, answer: Option<Answer>, highest: i16) -> AttrValue {
    match answer {
        Some(Answer::Rated(value)) => texts.value_of(value, highest),
        Some(Answer::RatherNot) => texts.rather_not(),
        None => texts.no_value(),
    }
}

pub(super) fn answer_of(held: Option<&Held<Assessment>>, item: &Code) -> Option<Answer> {
    held.and_then(|held| held.value.answers.get(item).copied())
}

pub(super) const fn rated(answer: Option<Answer>) -> Option<i16> {
    match answer {
        Some(Answer::Rated(value)) => Some(value),
        _ => None,
    }
}

/// Who rates higher, and by how many steps of the scale; nothing where one of the two is missing.
fn difference(own: Option<i16>, staff: Option<i16>) -> Option<(Ordering, u16)> {
    let (own, staff) = (own?, staff?);
    Some((own.cmp(&staff), own.abs_diff(staff)))
}

fn difference_words(texts: &Texts, difference: Option<(Ordering, u16)>) -> AttrValue {
    match difference {
        None => AttrValue::default(),
        Some((Ordering::Equal, _)) => texts.difference_none(),
        Some((Ordering::Greater, steps)) => texts.difference_own_higher(steps),
        Some((Ordering::Less, steps)) => texts.difference_staff_higher(steps),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_needs_both_views_and_says_who_rates_higher() {
        assert_eq!(difference(Some(4), Some(2)), Some((Ordering::Greater, 2)));
        assert_eq!(difference(Some(0), Some(10)), Some((Ordering::Less, 10)));
        assert_eq!(difference(Some(3), Some(3)), Some((Ordering::Equal, 0)));
        assert_eq!(difference(rated(Some(Answer::RatherNot)), Some(3)), None);
        assert_eq!(difference(Some(3), None), None);
    }
}
