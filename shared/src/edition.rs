//! New versions of what an association edits: its bridge and its code lists. Records keep ranks and codes, so a new version
//! must still have a place for each of them. It does not know where versions are kept.

use crate::bridge::{Bridge, BridgeFault, StepRank};
use crate::code::{Code, CodeList, EntryFault, ListFault, Words};
use crate::file_error::{FileError, read_json};
use crate::reference::{CONSENT_WITHDRAWN, EXIT_REASON_LIST, WRONG_REGISTRATION};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The pictures that a step of a bridge can have. The app has a drawing of each.
pub const PICTURES: [&str; 14] = [
    "everyday",
    "health",
    "energy",
    "support",
    "cooperation",
    "belief",
    "options",
    "search",
    "goal",
    "ability_now",
    "life_now",
    "talk",
    "learning",
    "key",
];

/// The most steps, and the most entries: what a phone can be asked to show.
pub const MOST_STEPS: usize = 20;
/// The most entries of a list.
pub const MOST_ENTRIES: usize = 200;
/// The longest name of a step or an entry, in characters.
pub const LONGEST_NAME: usize = 120;

/// A version of a bridge, with the pictures of its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BridgeEdition {
    /// The bridge.
    pub bridge: Bridge,
    /// By the code of a step, the name of its picture.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, String>))]
    pub pictures: BTreeMap<Code, Code>,
}

/// Why a bridge is not the next version of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BridgeEditionFault {
    /// A rule of every bridge.
    Bridge(BridgeFault),
    /// Somebody else has made a version meanwhile, or it is another bridge.
    NotTheNext,
    /// More steps than there may be.
    TooMany,
    /// A name that is too long.
    TooLong {
        /// Of which step, from 0; the bridge's own where it is left out.
        place: Option<usize>,
    },
    /// A picture that there is not, or of a step that there is not.
    Picture,
    /// It ends before the last step that may have been recorded.
    TooShort {
        /// The rank that it must reach.
        top: StepRank,
    },
}

impl BridgeEdition {
    /// Reads a version that was kept.
    ///
    /// # Errors
    /// Names field, line and column where it cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        let edition: Self = read_json(json)?;
        edition.bridge.check()?;
        Ok(edition)
    }

    /// Checks whether this can follow another version. `recorded` says whether a step was ever recorded by it.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn follows(&self, before: &Bridge, recorded: bool) -> Result<(), BridgeEditionFault> {
        let Self { bridge, pictures } = self;
        bridge.check().map_err(BridgeEditionFault::Bridge)?;
        if bridge.id != before.id || bridge.version != before.version.saturating_add(1) {
            return Err(BridgeEditionFault::NotTheNext);
        }
        if bridge.steps.len() > MOST_STEPS {
            return Err(BridgeEditionFault::TooMany);
        }
        if is_too_long(&bridge.name) {
            return Err(BridgeEditionFault::TooLong { place: None });
        }
        if let Some(place) = bridge.steps.iter().position(|step| is_too_long(&step.name)) {
            return Err(BridgeEditionFault::TooLong { place: Some(place) });
        }
        let is_of_a_step = |code: &Code| bridge.steps.iter().any(|step| step.code == *code);
        if pictures.iter().any(|(step, picture)| !is_of_a_step(step) || !PICTURES.contains(&picture.as_str())) {
            return Err(BridgeEditionFault::Picture);
        }
        match before.top() {
            Some(top) if recorded && bridge.top() < Some(top) => Err(BridgeEditionFault::TooShort { top }),
            _ => Ok(()),
        }
    }
}

/// What a new version means for what was recorded at a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankChange {
    /// What was recorded at this rank reads otherwise from now on.
    Renamed(StepRank),
    /// Nothing can have been recorded at this rank yet.
    Added(StepRank),
    /// What was recorded at this rank would have no name.
    Gone(StepRank),
}

/// What a new version means for what was recorded, rank by rank. A record keeps the rank, not the words.
pub fn rank_changes(before: &Bridge, after: &Bridge) -> Vec<RankChange> {
    let top = |bridge: &Bridge| bridge.top().map_or(0, |rank| rank.0);
    let names = |bridge: &Bridge, rank| -> Vec<String> {
        bridge.steps_of(rank).map(|step| step.name.in_language("sv").to_owned()).collect()
    };
    let change = |rank: StepRank| match (rank.0 <= top(before), rank.0 <= top(after)) {
        (true, true) => (names(before, rank) != names(after, rank)).then_some(RankChange::Renamed(rank)),
        (true, false) => Some(RankChange::Gone(rank)),
        (false, true) => Some(RankChange::Added(rank)),
        (false, false) => None,
    };
    (1..=top(before).max(top(after))).map(StepRank).filter_map(change).collect()
}

/// Why a list is not the next version of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListEditionFault {
    /// A rule of every list.
    List(ListFault),
    /// Somebody else has made a version meanwhile, or it is another list.
    NotTheNext,
    /// More entries than there may be.
    TooMany,
    /// An entry without words in English, or with a name that is too long.
    Words {
        /// Which one, from 0.
        place: usize,
    },
    /// An entry of before is missing. It can be ended, since records refer to it.
    Missing(Code),
    /// An entry of before counts in another group, or excludes others where it did not: figures of the past would change.
    Recounted {
        /// Which one, from 0.
        place: usize,
    },
    /// An entry that the program itself writes would end.
    Needed {
        /// Which one, from 0.
        place: usize,
    },
}

/// Checks whether a list can follow another version.
///
/// # Errors
/// The first rule that is broken.
pub fn list_follows(list: &CodeList, before: &CodeList) -> Result<(), ListEditionFault> {
    list.check().map_err(ListEditionFault::List)?;
    if list.id != before.id || list.version != before.version.saturating_add(1) {
        return Err(ListEditionFault::NotTheNext);
    }
    if list.entries.len() > MOST_ENTRIES {
        return Err(ListEditionFault::TooMany);
    }
    if let Some(gone) = before.entries.iter().find(|entry| list.entry(&entry.code).is_none()) {
        return Err(ListEditionFault::Missing(gone.code.clone()));
    }
    for (place, entry) in list.entries.iter().enumerate() {
        if entry.name.only_in("en").trim().is_empty() || is_too_long(&entry.name) {
            return Err(ListEditionFault::Words { place });
        }
        let known = before.entry(&entry.code);
        if known.is_some_and(|known| known.group != entry.group || known.exclusive != entry.exclusive) {
            return Err(ListEditionFault::Recounted { place });
        }
        if is_needed(&list.id, &entry.code) && (entry.valid_from.is_some() || entry.valid_to.is_some()) {
            return Err(ListEditionFault::Needed { place });
        }
    }
    Ok(())
}

/// Whether the program itself writes this entry into records, so that it cannot end.
pub fn is_needed(list: &Code, entry: &Code) -> bool {
    list.as_str() == EXIT_REASON_LIST && [WRONG_REGISTRATION, CONSENT_WITHDRAWN].contains(&entry.as_str())
}

fn is_too_long(words: &Words) -> bool {
    words.languages().any(|language| words.only_in(language).chars().count() > LONGEST_NAME)
}

impl From<BridgeEditionFault> for FileError {
    fn from(fault: BridgeEditionFault) -> Self {
        match fault {
            BridgeEditionFault::Bridge(fault) => fault.into(),
            BridgeEditionFault::NotTheNext => Self::field("version", "another version was made meanwhile"),
            BridgeEditionFault::TooMany => Self::field("steps", format!("there may be at most {MOST_STEPS}")),
            BridgeEditionFault::TooLong { place: None } => Self::field("name", TOO_LONG),
            BridgeEditionFault::TooLong { place: Some(place) } => Self::field(format!("steps[{place}].name"), TOO_LONG),
            BridgeEditionFault::Picture => Self::field("pictures", "name a step and a picture that there are"),
            BridgeEditionFault::TooShort { top } => {
                Self::field("steps", format!("must reach rank {}, at which steps may have been recorded", top.0))
            }
        }
    }
}

const TOO_LONG: &str = "is longer than 120 characters";

impl From<ListEditionFault> for FileError {
    fn from(fault: ListEditionFault) -> Self {
        match fault {
            ListEditionFault::List(fault) => fault.into(),
            ListEditionFault::NotTheNext => Self::field("version", "another version was made meanwhile"),
            ListEditionFault::TooMany => Self::field("entries", format!("there may be at most {MOST_ENTRIES}")),
            ListEditionFault::Words { place } => {
                Self::field(format!("entries[{place}].name"), "has no English words, or is longer than 120 characters")
            }
            ListEditionFault::Missing(code) => {
                Self::field("entries", format!("“{code}” is missing; records refer to it, so end it instead"))
            }
            ListEditionFault::Recounted { place } => {
                Self::field(format!("entries[{place}].group"), "an entry goes on counting as it did")
            }
            ListEditionFault::Needed { place } => {
                Self::field(format!("entries[{place}].valid_to"), "the program itself uses it, so it cannot end")
            }
        }
    }
}

impl ListEditionFault {
    /// The entry at fault, from 0, where it is one.
    pub const fn place(&self) -> Option<usize> {
        match self {
            Self::List(ListFault::Entry { place, .. })
            | Self::Words { place }
            | Self::Recounted { place }
            | Self::Needed { place } => Some(*place),
            _ => None,
        }
    }

    /// Whether the entry's dates are at fault.
    pub const fn is_about_dates(&self) -> bool {
        matches!(self, Self::Needed { .. } | Self::List(ListFault::Entry { fault: EntryFault::EndsBeforeItBegins, .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::BridgeStep;

    fn bridge() -> Bridge {
        Bridge::read(include_str!("../../assets/bridges/default.json")).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn list(json: &str) -> CodeList {
        CodeList::read(json).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn next(bridge: &Bridge) -> BridgeEdition {
        BridgeEdition { bridge: Bridge { version: bridge.version + 1, ..bridge.clone() }, pictures: BTreeMap::new() }
    }

    fn code(text: &str) -> Code {
        Code::new(text).unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn a_bridge_may_grow_and_be_renamed_but_not_lose_a_step_that_may_have_been_recorded() {
        let before = bridge();
        let mut after = next(&before);
        let step = BridgeStep { code: code("kvar"), rank: StepRank(7), name: Words::swedish("Kvar i arbete") };
        after.bridge.steps.push(step);
        assert_eq!(after.follows(&before, true), Ok(()));
        let mut shorter = next(&before);
        shorter.bridge.steps.pop();
        assert_eq!(shorter.follows(&before, true), Err(BridgeEditionFault::TooShort { top: StepRank(6) }));
        assert_eq!(shorter.follows(&before, false), Ok(()));
    }

    #[test]
    fn a_version_that_was_made_meanwhile_is_not_overwritten() {
        let before = bridge();
        let after = BridgeEdition { bridge: before.clone(), pictures: BTreeMap::new() };
        assert_eq!(after.follows(&before, false), Err(BridgeEditionFault::NotTheNext));
    }

    #[test]
    fn a_picture_is_of_a_step_that_there_is_and_one_that_the_app_can_draw() {
        let before = bridge();
        let with = |step: &str, picture: &str| {
            BridgeEdition { pictures: [(code(step), code(picture))].into(), ..next(&before) }.follows(&before, false)
        };
        assert_eq!(with("contact", "talk"), Ok(()));
        assert_eq!(with("contact", "unicorn"), Err(BridgeEditionFault::Picture));
        assert_eq!(with("nowhere", "talk"), Err(BridgeEditionFault::Picture));
    }

    #[test]
    fn what_changes_for_records_is_told_rank_by_rank() {
        let before = bridge();
        let mut after = next(&before).bridge;
        after.steps[1].name = Words::swedish("Vanor");
        after.steps.pop();
        let changes = rank_changes(&before, &after);
        assert_eq!(changes, [RankChange::Renamed(StepRank(2)), RankChange::Gone(StepRank(6))]);
        assert_eq!(rank_changes(&after, &before)[1], RankChange::Added(StepRank(6)));
    }

    #[test]
    fn a_code_is_ended_and_never_taken_away() {
        let before = list(include_str!("../../assets/codes/education.json"));
        let mut after = CodeList { version: before.version + 1, ..before.clone() };
        after.entries[0].valid_to = "2026-12-31".parse().ok();
        assert_eq!(list_follows(&after, &before), Ok(()));
        let ended = after.entries[0].clone();
        let day = |text: &str| text.parse().unwrap_or_else(|error| unreachable!("{error}"));
        assert!(ended.is_offered_on(day("2026-12-31")) && !ended.is_offered_on(day("2027-01-01")));
        let gone = after.entries.remove(0);
        assert_eq!(list_follows(&after, &before), Err(ListEditionFault::Missing(gone.code)));
    }

    #[test]
    fn an_entry_goes_on_counting_as_it_did() {
        let before = list(include_str!("../../assets/codes/support.json"));
        let mut after = CodeList { version: before.version + 1, ..before.clone() };
        after.entries[0].group = None;
        assert_eq!(list_follows(&after, &before), Err(ListEditionFault::Recounted { place: 0 }));
    }

    #[test]
    fn a_reason_that_the_program_writes_does_not_end() {
        let before = list(include_str!("../../assets/codes/exit-reason.json"));
        let mut after = CodeList { version: before.version + 1, ..before.clone() };
        let place = after.entries.iter().position(|entry| entry.code.as_str() == WRONG_REGISTRATION);
        let place = place.unwrap_or_else(|| unreachable!("it is in the list"));
        after.entries[place].valid_to = "2026-12-31".parse().ok();
        assert_eq!(list_follows(&after, &before), Err(ListEditionFault::Needed { place }));
    }

    #[test]
    fn new_codes_are_named_after_their_words_and_never_taken_twice() {
        let taken = code("ga_pa_kurs");
        assert_eq!(Code::naming("Gå på kurs", |_| false).as_str(), "ga_pa_kurs");
        assert_eq!(Code::naming("Gå på kurs!", |one| *one == taken).as_str(), "ga_pa_kurs_2");
        assert_eq!(Code::naming("…", |_| false).as_str(), "kod");
    }
}
