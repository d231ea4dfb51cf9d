//! Three sentences on the effect that can be read aloud at a meeting.

use super::money::kronor;
use crate::staff::dashboard::seen;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::economics::Society;
use shared::effect_dashboard::EffectDashboard;
use shared::figures::Figure;
use yew::prelude::*;

/// The horizon that the sentences speak of, in years.
const YEARS: u16 = 5;

pub(super) fn sentences(texts: &Texts, dashboard: &EffectDashboard) -> Html {
    let mut sentences = vec![ended(texts, dashboard)];
    sentences.extend(effect(texts, dashboard));
    html! { <div class="sentences">{for sentences.into_iter().map(|sentence| html! { <p>{sentence}</p> })}</div> }
}

fn ended(texts: &Texts, dashboard: &EffectDashboard) -> AttrValue {
    match (dashboard.ended, dashboard.to_work) {
        (Some(ended), Some(to_work)) => texts.effect_ended(ended, to_work),
        _ => texts.sentence_hidden(),
    }
}

fn effect(texts: &Texts, dashboard: &EffectDashboard) -> Vec<AttrValue> {
    match &dashboard.effect {
        None => vec![],
        Some(Figure::TooFew { have, need }) => vec![texts.effect_too_few(*have, *need)],
        Some(Figure::Hidden) => vec![texts.effect_hidden()],
        Some(Figure::Known(effect)) => {
            let Some(society) = effect.society_per_month.map(Society::kronor) else {
                return vec![texts.effect_society_hidden(effect.n)];
            };
            let missing = seen(texts, effect.missing.and_then(|missing| u32::try_from(missing).ok()));
            let month = if society < 0.0 {
                texts.effect_month_less(kronor(-society), effect.n, missing)
            } else {
                texts.effect_month_more(kronor(society), effect.n, missing)
            };
            let over_years = effect.society_present_value.get(&YEARS);
            let worth = over_years.map(|worth| texts.effect_over_years(YEARS, kronor(worth.kronor())));
            std::iter::once(month).chain(worth).collect()
        }
    }
}
