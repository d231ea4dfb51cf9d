//! Three sentences that can be read aloud at a meeting, made from the figures with their n and interval.

use super::percent;
use crate::texts::Texts;
use shared::dashboard::{FlowCount, MovementDashboard, Shown};
use shared::figures::{ByGender, Figure, Movement, Share};
use yew::prelude::*;

pub(super) fn sentences(texts: &Texts, dashboard: &MovementDashboard) -> Html {
    html! {
        <div class="sentences">
            <p>{people(texts, dashboard)}</p>
            <p>{movement(texts, dashboard)}</p>
            <p>{rating(texts, dashboard)}</p>
        </div>
    }
}

fn total(dashboard: &MovementDashboard, counts: FlowCount) -> Option<u32> {
    let row = dashboard.flow.iter().find(|row| row.counts == counts)?;
    match row.table {
        Shown::Full(ByGender { total, .. }) | Shown::Totals(total) => Some(total),
        Shown::Hidden => None,
    }
}

fn people(texts: &Texts, dashboard: &MovementDashboard) -> AttrValue {
    let stays = total(dashboard, FlowCount::ParticipationsIdentified);
    match stays.zip(total(dashboard, FlowCount::UniquePersons)) {
        Some((stays, persons)) => texts.sentence_people(persons, stays),
        None => texts.sentence_hidden(),
    }
}

/// The counts and the share of a step movement, if they are shown.
pub(super) fn step_totals(dashboard: &MovementDashboard) -> Option<(Movement, Figure<Share>)> {
    match dashboard.steps {
        Shown::Full(steps) => Some((steps.total, steps.share_forward)),
        Shown::Totals(totals) => Some((totals.total, totals.share_forward)),
        Shown::Hidden => None,
    }
}

fn movement(texts: &Texts, dashboard: &MovementDashboard) -> AttrValue {
    match step_totals(dashboard) {
        Some((_, Figure::Known(share))) => texts.sentence_movement(
            share.successes,
            share.n,
            percent(share.share),
            percent(share.low),
            percent(share.high),
        ),
        Some(_) => texts.sentence_no_movement(),
        None => texts.sentence_hidden(),
    }
}

fn rating(texts: &Texts, dashboard: &MovementDashboard) -> AttrValue {
    match dashboard.rating.score {
        Figure::Known(score) => texts.sentence_rating(score.higher, score.n, score.same, score.lower),
        Figure::TooFew { have, need } => texts.sentence_too_few(have, need),
        Figure::Hidden => texts.sentence_hidden(),
    }
}
