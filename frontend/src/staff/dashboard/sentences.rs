//! Three sentences that can be read aloud at a meeting, made from the figures with their n and interval.

use super::percent;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::dashboard::{FlowCount, MovementDashboard};
use shared::figures::{Figure, Share};
use yew::prelude::*;

pub(super) fn sentences(texts: &Texts, dashboard: &MovementDashboard) -> Html {
    let movement = of_share(texts, dashboard.steps.share_forward);
    shown([people(texts, dashboard), movement, rating(texts, dashboard)].map(Some))
}

/// The sentences of a page, those that there are. That something is hidden is said once.
pub(super) fn shown<const N: usize>(sentences: [Option<AttrValue>; N]) -> Html {
    let mut said: Vec<AttrValue> = Vec::with_capacity(N);
    for sentence in sentences.into_iter().flatten() {
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    html! {
        <div class="sentences">{for said.into_iter().map(|sentence| html! { <p>{sentence}</p> })}</div>
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

/// How many moved forward.
pub(super) fn of_share(texts: &Texts, share: Figure<Share>) -> AttrValue {
    match share {
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
