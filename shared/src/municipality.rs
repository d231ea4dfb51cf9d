//! The municipalities of Sweden as a versioned list: the official four digits, the name, the county. What is stored and
//! reported of a person is the name. This file does not know which municipalities an association covers.

use crate::code::{Code, CodeList, Entry, Words};
use crate::file_error::{FileError, read_json};
use crate::reference::MUNICIPALITY_LIST;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An official code: four digits, of which the first two are the county's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode([u8; 4]);

/// A text that is no official code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a municipality's code; write its four digits as text, such as \"0580\"")]
pub struct NotAMunicipalityCode(String);

impl MunicipalityCode {
    /// Takes a text of four digits.
    ///
    /// # Errors
    /// [`NotAMunicipalityCode`] for any other text.
    pub fn new(text: &str) -> Result<Self, NotAMunicipalityCode> {
        let digits = <[u8; 4]>::try_from(text.as_bytes()).ok().filter(|four| four.iter().all(u8::is_ascii_digit));
        digits.map(Self).ok_or_else(|| NotAMunicipalityCode(text.chars().take(40).collect()))
    }

    /// The digits of its county.
    const fn county(&self) -> &[u8] {
        self.0.split_at(2).0
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = NotAMunicipalityCode;

    fn try_from(text: String) -> Result<Self, NotAMunicipalityCode> {
        Self::new(&text)
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

/// One municipality.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Its official code.
    pub code: MunicipalityCode,
    /// Its name, without the word for municipality: what tables carry.
    pub name: Box<str>,
    /// The code of its county, which is how its own begins.
    pub county: Box<str>,
}

/// A county, to which municipalities belong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// Its official code: two digits.
    pub code: Box<str>,
    /// Its name.
    pub name: Box<str>,
}

/// Every municipality, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MunicipalityList {
    version: u32,
    counties: Vec<County>,
    entries: Vec<Municipality>,
}

/// A text that names no municipality of the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is no municipality of Sweden; is “{nearest}” meant? Write the name or the four digits of its code")]
pub struct UnknownMunicipality {
    text: String,
    nearest: Box<str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    id: Box<str>,
    version: u32,
    source: Box<str>,
    counties: Vec<County>,
    entries: Vec<Municipality>,
}

impl MunicipalityList {
    /// Reads a list and checks its rules.
    ///
    /// # Errors
    /// Names field, line and column where the file cannot be read, and the field where a rule is broken.
    pub fn read(json: &str) -> Result<Self, FileError> {
        let Draft { id, version, source, counties, entries } = read_json(json)?;
        let fault = |field: &str, what: &str| Err(FileError::field(field, what));
        if &*id != "municipality" {
            return fault("id", "must be “municipality”");
        }
        if source.trim().is_empty() {
            return fault("source", "must say where the list comes from");
        }
        if entries.is_empty() {
            return fault("entries", "there must be at least one");
        }
        for (place, county) in counties.iter().enumerate() {
            check_county(county, &counties[..place])
                .map_err(|(field, what)| FileError::field(format!("counties[{place}].{field}"), what))?;
        }
        for (place, entry) in entries.iter().enumerate() {
            check_entry(entry, &entries[..place], &counties)
                .map_err(|(field, what)| FileError::field(format!("entries[{place}].{field}"), what))?;
        }
        Ok(Self { version, counties, entries })
    }

    /// Raised with each change.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The counties, in the order of the file.
    pub fn counties(&self) -> &[County] {
        &self.counties
    }

    /// The municipalities, in the order of the file.
    pub fn entries(&self) -> &[Municipality] {
        &self.entries
    }

    /// The same as a list of codes, for devices on which somebody is enrolled.
    pub fn as_code_list(&self) -> Option<CodeList> {
        let entry = |one: &Municipality| {
            let code = Code::new(&one.code.to_string()).ok()?;
            Some(Entry::always(code, Words::swedish(&one.name)))
        };
        let entries = self.entries.iter().filter_map(entry).collect();
        Some(CodeList { id: Code::new(MUNICIPALITY_LIST).ok()?, version: self.version, entries })
    }

    /// Whether a text is a name of the list as it stands there.
    pub fn has_name(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| *entry.name == *name)
    }

    /// The municipality that a person writes as its code (without its first zero too), as its name in small or large letters, or as its name with
    /// the word for municipality, such as “Linköpings kommun”.
    ///
    /// # Errors
    /// [`UnknownMunicipality`] suggests the name that is nearest in writing.
    pub fn find(&self, text: &str) -> Result<&Municipality, UnknownMunicipality> {
        let written = text.trim();
        // A spreadsheet takes the code for a number, and drops the zero that it begins with.
        let digits = if written.len() == 3 { format!("0{written}") } else { written.into() };
        if let Ok(code) = MunicipalityCode::new(&digits)
            && let Some(entry) = self.entries.iter().find(|entry| entry.code == code)
        {
            return Ok(entry);
        }
        let lower = written.to_lowercase();
        let is_meant = |entry: &&Municipality| {
            let name = entry.name.to_lowercase();
            let rest = lower.strip_prefix(&*name);
            rest.is_some_and(|rest| matches!(rest, "" | " kommun" | "s kommun" | " stad" | "s stad"))
        };
        self.entries.iter().find(is_meant).ok_or_else(|| self.unknown(written))
    }

    fn unknown(&self, written: &str) -> UnknownMunicipality {
        let text: String = written.chars().take(40).collect();
        let (lower, is_code) = (text.to_lowercase(), text.starts_with(|c: char| c.is_ascii_digit()));
        let apart = |entry: &&Municipality| {
            let other = if is_code { entry.code.to_string() } else { entry.name.to_lowercase() };
            strsim::osa_distance(&lower, &other)
        };
        let nearest = self.entries.iter().min_by_key(apart).map_or_else(Box::default, |entry| entry.name.clone());
        UnknownMunicipality { text, nearest }
    }
}

type Flaw = (&'static str, &'static str);

fn check_county(county: &County, earlier: &[County]) -> Result<(), Flaw> {
    if county.code.len() != 2 || !county.code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(("code", "must be two digits, written as text"));
    }
    if earlier.iter().any(|other| other.code == county.code) {
        return Err(("code", "another county has the same code"));
    }
    if county.name.trim().is_empty() { Err(("name", "is empty")) } else { Ok(()) }
}

fn check_entry(entry: &Municipality, earlier: &[Municipality], counties: &[County]) -> Result<(), Flaw> {
    if entry.name.trim().is_empty() || entry.name.trim() != &*entry.name {
        return Err(("name", "is empty, or has spaces round it"));
    }
    if earlier.iter().any(|other| other.code == entry.code) {
        return Err(("code", "another municipality has the same code"));
    }
    if earlier.iter().any(|other| other.name == entry.name) {
        return Err(("name", "another municipality has the same name"));
    }
    if entry.code.county() != entry.county.as_bytes() {
        return Err(("county", "is not how the code begins"));
    }
    if counties.iter().any(|county| county.code == entry.county) {
        Ok(())
    } else {
        Err(("county", "is not among the counties"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SWEDEN: &str = include_str!("../../assets/codes/municipalities.json");

    fn said(text: &str) -> Result<String, FileError> {
        let sweden = MunicipalityList::read(SWEDEN)?;
        Ok(sweden.find(text).map_or_else(|error| error.to_string(), |found| found.name.to_string()))
    }

    #[test]
    fn sweden_has_290_municipalities_in_21_counties() -> Result<(), FileError> {
        let sweden = MunicipalityList::read(SWEDEN)?;
        assert_eq!((sweden.entries().len(), sweden.counties().len(), sweden.version()), (290, 21, 1));
        let empty =
            sweden.counties().iter().find(|county| sweden.entries().iter().all(|one| one.county != county.code));
        assert_eq!(empty, None);
        Ok(())
    }

    #[test]
    fn a_municipality_is_known_by_its_name_and_its_code() -> Result<(), FileError> {
        for text in ["Linköping", "0580", "580", "linköping", " LINKÖPING ", "Linköpings kommun"] {
            assert_eq!(said(text)?, "Linköping", "{text}");
        }
        assert_eq!(said("Göteborgs stad")?, "Göteborg");
        assert_eq!(said("Habo")?, "Habo");
        assert_eq!(said("Håbo kommun")?, "Håbo");
        assert_eq!(said("Hofors kommun")?, "Hofors");
        Ok(())
    }

    #[test]
    fn an_unknown_one_is_told_with_the_nearest_name() -> Result<(), FileError> {
        assert!(said("Linkoping")?.starts_with("“Linkoping” is no municipality of Sweden; is “Linköping” meant?"));
        assert!(said("Åtvidabreg")?.contains("“Åtvidaberg” meant"));
        assert!(said("0589")?.contains("0589"));
        Ok(())
    }

    fn fault(from: &str, to: &str) -> String {
        let edited = SWEDEN.replacen(from, to, 1);
        MunicipalityList::read(&edited).map_or_else(|error| error.to_string(), |_| "read".into())
    }

    #[test]
    fn a_list_that_breaks_a_rule_is_refused_with_its_field() {
        assert!(fault("\"0115\"", "\"0114\"").starts_with("entries[1].code: another municipality"));
        assert!(fault("Vallentuna", "Upplands Väsby").starts_with("entries[1].name: another municipality"));
        assert!(fault("\"0115\"", "\"0315\"").starts_with("entries[1].county: is not how the code begins"));
        assert!(fault("{\"code\": \"25\", \"name\"", "{\"code\": \"26\", \"name\"").contains("among the counties"));
        assert!(fault("\"0115\"", "115").starts_with("entries[1].code: invalid type"));
        assert!(fault("\"0115\"", "\"115\"").contains("four digits"));
        assert!(fault("\"Vallentuna\"", "\"\"").starts_with("entries[1].name"));
        assert!(fault("\"01\"", "\"1\"").starts_with("counties[0].code"));
        assert!(fault("\"source\"", "\"sauce\"").contains("line 4"));
    }
}
