//! The own stay: which one is asked about, and what of it a screen needs. Pure; it knows no browser.

use crate::state::{Draft, DraftKey, Passage, State};
use shared::fold::{Held, Participation};
use shared::id::ParticipationId;
use shared::instrument::{Answers, Instrument};
use shared::time::Month;
use std::rc::Rc;

/// The stay that a month is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stay {
    pub(super) id: ParticipationId,
    pub(super) folded: Rc<Participation>,
}

/// The stay of which a month can be answered; of several, the one that began last.
pub(super) fn stay_in(state: &State, month: Month) -> Option<Stay> {
    last_of(state, |folded| folded.is_open_in(month))
}

/// The stay that began last, over or not.
pub(super) fn last_stay(state: &State) -> Option<Stay> {
    last_of(state, |_| true)
}

/// The stays that consent was not withdrawn for, over or not.
pub(super) fn stays_with_consent(state: &State) -> Vec<ParticipationId> {
    state.people.iter().filter(|(_, folded)| folded.withdrawal.is_none()).map(|(id, _)| *id).collect()
}

fn last_of(state: &State, is_meant: impl Fn(&Participation) -> bool) -> Option<Stay> {
    let meant = state.people.iter().filter(|(_, folded)| is_meant(folded));
    meant
        .max_by_key(|(_, folded)| folded.start.as_ref().and_then(|held| held.value.date()))
        .map(|(id, folded)| Stay { id: *id, folded: Rc::clone(folded) })
}

impl Stay {
    pub(super) fn key(&self, month: Month) -> DraftKey {
        DraftKey { participation: self.id, month }
    }

    /// The answers given for a month, and where their record is on its way.
    pub(super) fn answered<'a>(&self, state: &'a State, month: Month) -> Option<(Answers, &'a Passage)> {
        let held: &Held<_> = self.folded.months.get(&month)?.self_assessment.as_ref()?;
        let passage = &state.record(held.record)?.passage;
        Some((held.value.answers.clone(), passage))
    }

    /// The draft of a month; where there is none, what was answered before, to be changed.
    pub(super) fn answers_so_far(&self, state: &State, month: Month) -> Answers {
        let draft = state.drafts.get(&self.key(month)).map(|draft: &Draft| draft.answers.clone());
        draft.or_else(|| self.answered(state, month).map(|(answers, _)| answers)).unwrap_or_default()
    }

    /// The mean of the rated score items of a month, from 0 to 1 on their scales: how high the lantern hangs.
    pub(super) fn height(&self, month: Month, instrument: &Instrument) -> Option<f64> {
        let answers = &self.folded.months.get(&month)?.self_assessment.as_ref()?.value.answers;
        let heights: Vec<f64> = instrument
            .items
            .iter()
            .filter(|item| item.in_score)
            .filter_map(|item| match answers.get(&item.id) {
                Some(shared::instrument::Answer::Rated(value)) => {
                    let (low, high) = (f64::from(item.scale.lowest), f64::from(item.scale.highest));
                    Some((f64::from(*value) - low) / (high - low))
                }
                _ => None,
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "a handful of items")]
        (!heights.is_empty()).then(|| heights.iter().sum::<f64>() / heights.len() as f64)
    }
}

/// The first item without an answer, counted from 1.
pub(super) fn first_open(instrument: &Instrument, answers: &Answers) -> Option<usize> {
    instrument.participant_items().position(|item| !answers.contains_key(&item.id)).map(|place| place + 1)
}
