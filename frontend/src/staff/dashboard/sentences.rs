//! Three sentences that can be read aloud at a meeting, made from the figures with their n and interval.

use super::percent;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::dashboard::{FlowCount, MovementDashboard};
use shared::figures::Figure;
use yew::prelude::*;

pub(super) fn sentences(texts: &Texts, dashboard: &MovementDashboard) -> Html {
    // That something is hidden is said once.
    let mut sentences = vec![people(texts, dashboard), movement(texts, dashboard), rating(texts, dashboard)];
    sentences.dedup();
    html! {
        <div class="sentences">{for sentences.into_iter().map(|sentence| html! { <p>{sentence}</p> })}</div>
    }
}

fn total(dashboard: &MovementDashboard, counts: FlowCount) -> Option<u32> {
    dashboard.flow.iter().find(|row| row.counts == counts)?.seen.total
}

fn people(texts: &Texts, dashboard: &MovementDashboard) -> AttrValue {
    let stays = total(dashboard, FlowCount::ParticipationsIdentified);
    match stays.zip(total(dashboard, FlowCount::UniquePersons)) {
        Some((stays, persons)) => texts.sentence_people(persons, stays),
        None => texts.sentence_hidden(),
    }
}

fn movement(texts: &Texts, dashboard: &MovementDashboard) -> AttrValue {
    match dashboard.steps.share_forward {
        Figure::Known(share) => texts.sentence_movement(
            share.successes,
            share.n,
            percent(share.share),
            percent(share.low),
            percent(share.high),
        ),
        Figure::TooFew { .. } => texts.sentence_no_movement(),
        Figure::Hidden => texts.sentence_hidden(),
    }
}

fn rating(texts: &Texts, dashboard: &MovementDashboard) -> AttrValue {
    let change = &dashboard.rating.change;
    match (change.means, change.higher, change.n, change.same, change.lower) {
        (Figure::TooFew { have, need }, ..) => texts.sentence_too_few(have, need),
        (Figure::Known(_), Some(higher), Some(n), Some(same), Some(lower)) => {
            texts.sentence_rating(higher, n, same, lower)
        }
        _ => texts.sentence_hidden(),
    }
}
