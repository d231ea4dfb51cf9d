//! A bridge while it is edited: steps in their order, each parallel to the one before or not. Ranks follow from that, so no
//! order of steps is wrong. Pure; it knows no browser.

use shared::bridge::{Bridge, BridgeStep, StepRank};
use shared::code::{Code, Words};
use shared::edition::BridgeEdition;
use std::collections::BTreeMap;

/// A bridge while it is edited.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) name: Words,
    pub(super) steps: Vec<DraftStep>,
    /// Counts the steps that were ever added, so that each keeps its place on the screen.
    added: u32,
}

/// A step of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DraftStep {
    /// Its own name while it is edited.
    pub(super) key: String,
    /// None as long as it is new.
    pub(super) code: Option<Code>,
    pub(super) name: Words,
    pub(super) picture: Option<Code>,
    /// Whether it has the rank of the step before it.
    pub(super) parallel: bool,
}

impl Draft {
    /// The newest version, to begin with.
    pub(super) fn of(edition: &BridgeEdition) -> Self {
        let mut before = None;
        let step = |step: &BridgeStep| {
            let parallel = before.replace(step.rank) == Some(step.rank);
            DraftStep {
                key: step.code.to_string(),
                code: Some(step.code.clone()),
                name: step.name.clone(),
                picture: edition.pictures.get(&step.code).cloned(),
                parallel,
            }
        };
        let steps = edition.bridge.steps.iter().map(step).collect();
        Self { name: edition.bridge.name.clone(), steps, added: 0 }
    }

    /// Adds a step without a name at the end.
    pub(super) fn add(&mut self) {
        self.added += 1;
        let (key, name) = (format!("new-{}", self.added), Words::swedish(""));
        self.steps.push(DraftStep { key, code: None, name, picture: None, parallel: false });
    }

    /// Moves a step to an earlier or later place.
    pub(super) fn swap(&mut self, one: usize, other: usize) {
        if one < self.steps.len() && other < self.steps.len() {
            self.steps.swap(one, other);
            self.keep_first_alone();
        }
    }

    /// Takes a step away.
    pub(super) fn remove(&mut self, place: usize) {
        if place < self.steps.len() {
            self.steps.remove(place);
            self.keep_first_alone();
        }
    }

    /// There is nothing before the first step that it could be parallel to.
    fn keep_first_alone(&mut self) {
        if let Some(first) = self.steps.first_mut() {
            first.parallel = false;
        }
    }

    /// As the version after the one that it began with.
    pub(super) fn edition(&self, before: &Bridge) -> BridgeEdition {
        let mut taken: Vec<Code> = self.steps.iter().filter_map(|step| step.code.clone()).collect();
        // A code that a step had once is not given to another.
        taken.extend(before.steps.iter().map(|step| step.code.clone()));
        let (mut steps, mut pictures, mut rank) = (Vec::new(), BTreeMap::new(), 0_u8);
        for (place, step) in self.steps.iter().enumerate() {
            if place == 0 || !step.parallel {
                rank = rank.saturating_add(1);
            }
            let code = step.code.clone().unwrap_or_else(|| {
                let code = Code::naming(step.name.only_in("sv"), |code| taken.contains(code));
                taken.push(code.clone());
                code
            });
            if let Some(picture) = &step.picture {
                pictures.insert(code.clone(), picture.clone());
            }
            steps.push(BridgeStep { code, rank: StepRank(rank), name: step.name.clone() });
        }
        let version = before.version.saturating_add(1);
        BridgeEdition { bridge: Bridge { id: before.id.clone(), version, name: self.name.clone(), steps }, pictures }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> BridgeEdition {
        let bridge = Bridge::read(include_str!("../../../../assets/bridges/default.json"));
        let bridge = bridge.unwrap_or_else(|error| unreachable!("{error}"));
        BridgeEdition { bridge, pictures: BTreeMap::new() }
    }

    fn ranks(draft: &Draft) -> Vec<u8> {
        draft.edition(&shipped().bridge).bridge.steps.iter().map(|step| step.rank.0).collect()
    }

    #[test]
    fn what_is_not_changed_is_the_same_in_the_next_version() {
        let before = shipped();
        let after = Draft::of(&before).edition(&before.bridge);
        assert_eq!((after.bridge.version, &after.bridge.steps), (2, &before.bridge.steps));
        assert_eq!(after.follows(&before.bridge, true), Ok(()));
    }

    #[test]
    fn parallel_steps_share_a_rank_and_the_first_stands_alone() {
        let mut draft = Draft::of(&shipped());
        draft.steps[2].parallel = true;
        assert_eq!(ranks(&draft), [1, 2, 2, 3, 4, 5]);
        draft.swap(0, 1);
        draft.steps[1].parallel = true;
        draft.remove(0);
        assert_eq!(ranks(&draft), [1, 1, 2, 3, 4]);
        assert!(!draft.steps[0].parallel);
    }

    #[test]
    fn a_new_step_has_a_code_of_its_own() {
        let mut draft = Draft::of(&shipped());
        draft.add();
        draft.add();
        for step in &mut draft.steps[6..] {
            step.name = Words::swedish("Contact");
        }
        let edition = draft.edition(&shipped().bridge);
        let codes: Vec<&str> = edition.bridge.steps[6..].iter().map(|step| step.code.as_str()).collect();
        assert_eq!(codes, ["contact_2", "contact_3"]);
        assert_eq!(edition.follows(&shipped().bridge, true), Ok(()));
    }
}
