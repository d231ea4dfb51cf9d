//! Self-rating and staff assessment of one month, side by side.

use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::code::Code;
use shared::fold::{Assessment, Held, MonthView};
use shared::instrument::{Answer, Instrument, Item};
use shared::reference::Reference;
use yew::prelude::*;

pub(super) fn assessments(texts: &Texts, reference: &Reference, view: &MonthView, language: &str) -> Html {
    let (own, staff) = (view.self_assessment.as_ref(), view.staff_assessment.as_ref());
    let Some(instrument) = own.or(staff).and_then(|held| reference.instrument(&held.value.instrument)) else {
        return Html::default();
    };
    html! {
        <table>
            <thead>
                <tr><th scope="col">{texts.assessed_what()}</th><th scope="col">{texts.assessed_own()}</th><th scope="col">{texts.assessed_staff()}</th></tr>
            </thead>
            <tbody>{for instrument.items.iter().filter_map(|item| compare(texts, instrument, item, own, staff, language))}</tbody>
        </table>
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
    let words = |answer: Option<Answer>| match answer {
        Some(Answer::Rated(value)) => {
            texts.value_of(value, instrument.item(&item.id).map_or(value, |item| item.scale.highest))
        }
        Some(Answer::RatherNot) => texts.rather_not(),
        None => texts.no_value(),
    };
    Some(html! {
        <tr>
            <th scope="row">{item.name.in_language(language).to_owned()}</th>
            <td>{words(own)}</td>
            <td>{words(staff)}</td>
        </tr>
    })
}

fn answer_of(held: Option<&Held<Assessment>>, item: &Code) -> Option<Answer> {
    held.and_then(|held| held.value.answers.get(item).copied())
}
