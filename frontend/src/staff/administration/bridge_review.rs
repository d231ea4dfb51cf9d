//! What a new version of the bridge means for what was recorded, before it is saved.

use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::bridge::{Bridge, StepRank};
use shared::edition::{RankChange, rank_changes};
use yew::AttrValue;

/// What changes, in sentences.
pub(super) fn sentences(texts: &Texts, before: &Bridge, after: &Bridge) -> Vec<AttrValue> {
    let named = |bridge: &Bridge, rank: StepRank| {
        let names: Vec<String> =
            bridge.steps_of(rank).map(|step| format!("”{}”", step.name.in_language("sv"))).collect();
        names.join(" / ")
    };
    let sentence = |change: RankChange| match change {
        RankChange::Renamed(rank) => texts.bridge_change_renamed(rank.0, named(after, rank), named(before, rank)),
        RankChange::Added(rank) => texts.bridge_change_added(rank.0, named(after, rank)),
        RankChange::Gone(rank) => texts.bridge_change_gone(rank.0, named(before, rank)),
    };
    let mut said: Vec<AttrValue> = rank_changes(before, after).into_iter().map(sentence).collect();
    if has_other_order(before, after) {
        said.push(texts.bridge_change_order());
    }
    if said.is_empty() {
        said.push(texts.bridge_change_words());
    }
    said
}

/// Whether a step that was there before has another rank now.
fn has_other_order(before: &Bridge, after: &Bridge) -> bool {
    let moved = |code, rank| before.steps.iter().any(|step| step.code == code && step.rank != rank);
    after.steps.iter().any(|step| moved(step.code.clone(), step.rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_with_another_number_is_another_order_and_a_new_name_is_not() {
        let before = Bridge::read(include_str!("../../../../assets/bridges/default.json"));
        let before = before.unwrap_or_else(|error| unreachable!("{error}"));
        let mut renamed = before.clone();
        renamed.steps[0].name = shared::code::Words::swedish("Hej");
        assert!(!has_other_order(&before, &renamed));
        let mut moved = before.clone();
        moved.steps.remove(1);
        for (place, step) in (1..).zip(&mut moved.steps) {
            step.rank = StepRank(place);
        }
        assert!(has_other_order(&before, &moved));
    }
}
