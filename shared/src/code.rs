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
        if list.entries.is_empty() {
            return Err(FileError::field("entries", "there must be at least one"));
        }
        for (place, entry) in list.entries.iter().enumerate() {
            check_entry(entry, &list.entries[..place])
                .map_err(|(field, what)| FileError::field(format!("entries[{place}].{field}"), what))?;
        }
        Ok(list)
    }

    /// The entry of that code.
    pub fn entry(&self, code: &Code) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.code == *code)
    }
}

fn check_entry(entry: &Entry, earlier: &[Entry]) -> Result<(), (&'static str, &'static str)> {
    if earlier.iter().any(|other| other.code == entry.code) {
        return Err(("code", "another entry has the same code"));
    }
    if !entry.name.are_complete() {
        return Err(("name", "Swedish words are missing, or a text is empty"));
    }
    match (entry.valid_from, entry.valid_to) {
        (Some(from), Some(to)) if to < from => Err(("valid_to", "lies before valid_from")),
        _ => Ok(()),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(value: &bool) -> bool {
    !value
}
