//! Codes and code lists: what associations choose themselves (support sources, exit reasons, occupations) is
//! versioned data, never an enum. This file does not know which lists exist.

use crate::file_error::{FileError, read_json};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A text that is no code: codes are 1 to 64 of `a-z`, `0-9`, `_` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a code; codes are written with a-z, 0-9, _ and -")]
pub struct NotACode(String);

/// The stable name of an entry in a list, an item of an instrument, an instrument.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = String, example = "sjukpenning"))]
#[serde(try_from = "String", into = "String")]
pub struct Code(Box<str>);

impl Code {
    /// Takes a text that is a code.
    pub fn new(text: &str) -> Result<Self, NotACode> {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
        if fits { Ok(Self(text.into())) } else { Err(NotACode(text.chars().take(40).collect())) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A code for something of that name, other than those that are taken. It tells whoever reads a file what is meant;
    /// what people read is the name.
    pub fn naming(name: &str, is_taken: impl Fn(&Self) -> bool) -> Self {
        let mut stem: String = name.to_lowercase().chars().filter_map(in_a_code).take(40).collect();
        if stem.is_empty() {
            stem.push_str("kod");
        }
        let numbered = (2..).map(|number: u32| format!("{stem}_{number}"));
        let mut candidates = std::iter::once(stem.clone()).chain(numbered).map(|text| Self(text.into()));
        candidates.find(|code| !is_taken(code)).unwrap_or_else(|| Self(stem.clone().into()))
    }
}

/// A letter as codes have it.
const fn in_a_code(letter: char) -> Option<char> {
    match letter {
        'a'..='z' | '0'..='9' => Some(letter),
        'å' | 'ä' => Some('a'),
        'ö' => Some('o'),
        'é' | 'è' => Some('e'),
        ' ' | '-' | '_' => Some('_'),
        _ => None,
    }
}

impl TryFrom<String> for Code {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        Self::new(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.into()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Words by language (`sv`, `en`, …). Swedish is always there: it is what every other language falls back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = std::collections::HashMap<String, String>))]
#[serde(transparent)]
pub struct Words(BTreeMap<Box<str>, Box<str>>);

impl Words {
    /// The words in `language`, else in Swedish, else in any language there is.
    pub fn in_language(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get("sv")).or_else(|| self.0.values().next()).map_or("", |words| words)
    }

    /// Swedish words, to begin with.
    pub fn swedish(words: &str) -> Self {
        Self([("sv".into(), words.into())].into())
    }

    /// The words in that language alone; empty where there are none.
    pub fn only_in(&self, language: &str) -> &str {
        self.0.get(language).map_or("", |words| words)
    }

    /// The same with other words in a language; empty ones are left out, unless they are the Swedish.
    #[must_use]
    pub fn with(mut self, language: &str, words: &str) -> Self {
        if words.is_empty() && language != "sv" {
            self.0.remove(language);
        } else {
            self.0.insert(language.into(), words.into());
        }
        self
    }

    /// The languages that there are words in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|language| &**language)
    }

    /// Whether Swedish words are present and no text is empty.
    pub fn are_complete(&self) -> bool {
        self.0.contains_key("sv") && self.0.values().all(|words| !words.trim().is_empty())
    }
}

/// One entry of a list, valid in a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The stable name.
    pub code: Code,
    /// What people read.
    pub name: Words,
    /// The group it is counted in, where tables use groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Code>,
    /// Whether it excludes every other entry ("no public support").
    #[serde(default, skip_serializing_if = "is_false")]
    pub exclusive: bool,
    /// First day on which it may be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day on which it may be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
}

impl Entry {
    /// An entry that is always valid and belongs to no group.
    pub fn always(code: Code, name: Words) -> Self {
        Self { code, name, group: None, exclusive: false, valid_from: None, valid_to: None }
    }

    /// Whether it may be chosen on that day. What was chosen before stays chosen.
    pub fn is_offered_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// A versioned list of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// The list's stable name, such as `support`.
    pub id: Code,
    /// Raised with each change.
    pub version: u32,
    /// In the order in which they are offered.
    pub entries: Vec<Entry>,
}

impl CodeList {
    /// Reads a list and checks its rules.
    ///
    /// # Errors
    /// Names field, line and column where the file cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        let list: Self = read_json(json)?;
        list.check()?;
        Ok(list)
    }

    /// Checks the rules: there are entries, each with Swedish words, a code of its own, and an end that is not before its
    /// beginning.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), ListFault> {
        if self.entries.is_empty() {
            return Err(ListFault::Empty);
        }
        for (place, entry) in self.entries.iter().enumerate() {
            check_entry(entry, &self.entries[..place]).map_err(|fault| ListFault::Entry { place, fault })?;
        }
        Ok(())
    }

    /// The entries that may be chosen on a day, in their order.
    pub fn offered_on(&self, day: Date) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.is_offered_on(day))
    }

    /// The entry of that code.
    pub fn entry(&self, code: &Code) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.code == *code)
    }
}

/// Which rule of a list is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFault {
    /// There is no entry.
    Empty,
    /// One entry breaks a rule.
    Entry {
        /// Which one, from 0.
        place: usize,
        /// What is wrong with it.
        fault: EntryFault,
    },
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryFault {
    /// Another entry has the same code.
    CodeTwice,
    /// It has no Swedish name, or an empty one in a language.
    Nameless,
    /// It ends before it begins.
    EndsBeforeItBegins,
}

impl From<ListFault> for FileError {
    fn from(fault: ListFault) -> Self {
        match fault {
            ListFault::Empty => Self::field("entries", "there must be at least one"),
            ListFault::Entry { place, fault } => {
                let (field, what) = match fault {
                    EntryFault::CodeTwice => ("code", "another entry has the same code"),
                    EntryFault::Nameless => ("name", "Swedish words are missing, or a text is empty"),
                    EntryFault::EndsBeforeItBegins => ("valid_to", "lies before valid_from"),
                };
                Self::field(format!("entries[{place}].{field}"), what)
            }
        }
    }
}

fn check_entry(entry: &Entry, earlier: &[Entry]) -> Result<(), EntryFault> {
    if earlier.iter().any(|other| other.code == entry.code) {
        return Err(EntryFault::CodeTwice);
    }
    if !entry.name.are_complete() {
        return Err(EntryFault::Nameless);
    }
    match (entry.valid_from, entry.valid_to) {
        (Some(from), Some(to)) if to < from => Err(EntryFault::EndsBeforeItBegins),
        _ => Ok(()),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(value: &bool) -> bool {
    !value
}
