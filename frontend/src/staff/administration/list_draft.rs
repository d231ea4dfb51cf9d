//! A code list while it is edited: what was there stays, words and days may change, and entries may be added. Pure; it
//! knows no browser.

use shared::code::{Code, CodeList, Entry, Words};
use shared::edition::{ListEditionFault, list_follows};
use shared::time::Date;

/// An entry of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DraftEntry {
    /// None as long as it is new.
    pub(super) code: Option<Code>,
    pub(super) name: Words,
    pub(super) group: Option<Code>,
    pub(super) exclusive: bool,
    /// The first and the last day, as typed.
    pub(super) from: String,
    pub(super) to: String,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    /// A day of an entry, from 0, that is none.
    Day(usize),
    /// A rule.
    Rule(ListEditionFault),
}

impl Fault {
    /// The entry at fault, from 0, where it is one.
    pub(super) const fn place(&self) -> Option<usize> {
        match self {
            Self::Day(place) => Some(*place),
            Self::Rule(fault) => fault.place(),
        }
    }
}

/// The entries of a list, to begin with.
pub(super) fn entries_of(list: &CodeList) -> Vec<DraftEntry> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let draft = |entry: &Entry| DraftEntry {
        code: Some(entry.code.clone()),
        name: entry.name.clone(),
        group: entry.group.clone(),
        exclusive: entry.exclusive,
        from: day(entry.valid_from),
        to: day(entry.valid_to),
    };
    list.entries.iter().map(draft).collect()
}

/// A new entry.
pub(super) fn blank() -> DraftEntry {
    let (from, to) = Default::default();
    DraftEntry { code: None, name: Words::swedish(""), group: None, exclusive: false, from, to }
}

/// The groups that entries of a list count in.
pub(super) fn groups_of(list: &CodeList) -> Vec<Code> {
    let mut groups: Vec<Code> = list.entries.iter().filter_map(|entry| entry.group.clone()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// The version after another one.
pub(super) fn edition(entries: &[DraftEntry], before: &CodeList) -> Result<CodeList, Fault> {
    let mut taken: Vec<Code> = entries.iter().filter_map(|entry| entry.code.clone()).collect();
    let mut read = Vec::with_capacity(entries.len());
    for (place, entry) in entries.iter().enumerate() {
        let day = |text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Fault::Day(place)),
        };
        let code = entry.code.clone().unwrap_or_else(|| {
            let code = Code::naming(entry.name.only_in("sv"), |code| taken.contains(code));
            taken.push(code.clone());
            code
        });
        let DraftEntry { name, group, exclusive, from, to, .. } = entry.clone();
        read.push(Entry { code, name, group, exclusive, valid_from: day(&from)?, valid_to: day(&to)? });
    }
    let list = CodeList { id: before.id.clone(), version: before.version.saturating_add(1), entries: read };
    list_follows(&list, before).map_err(Fault::Rule)?;
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn education() -> CodeList {
        let list = CodeList::read(include_str!("../../../../assets/codes/education.json"));
        list.unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn what_is_not_changed_is_the_same_in_the_next_version() {
        let before = education();
        let after = edition(&entries_of(&before), &before);
        assert_eq!(after.map(|list| (list.version, list.entries)), Ok((2, before.entries)));
    }

    #[test]
    fn a_new_entry_needs_words_in_both_languages_and_is_given_a_code() {
        let before = education();
        let mut entries = entries_of(&before);
        entries.push(DraftEntry { name: Words::swedish("Gymnasial"), ..blank() });
        let place = entries.len() - 1;
        assert_eq!(edition(&entries, &before), Err(Fault::Rule(ListEditionFault::Words { place })));
        entries[place].name = entries[place].name.clone().with("en", "Another");
        let codes: Option<Vec<String>> = edition(&entries, &before)
            .ok()
            .map(|list| list.entries.iter().map(|entry| entry.code.to_string()).collect());
        assert!(codes.is_some_and(|codes| codes[place] == "gymnasial_2"));
    }

    #[test]
    fn a_day_that_is_none_is_named() {
        let before = education();
        let mut entries = entries_of(&before);
        entries[1].to = "i maj".into();
        assert_eq!(edition(&entries, &before), Err(Fault::Day(1)));
    }
}
