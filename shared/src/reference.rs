//! Reference data as a device holds it: the instruments, code lists and bridge that its records refer to.

use crate::bridge::Bridge;
use crate::code::{Code, CodeList};
use crate::instrument::{Explanation, Instrument, InstrumentRef};
use crate::municipality::MunicipalityList;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names one state of the reference data; any change gives another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct ReferenceVersion(pub Box<str>);

/// Everything a device needs to ask questions and to judge answers while offline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Reference {
    /// Which state this is.
    pub version: ReferenceVersion,
    /// All versions that records may still refer to.
    pub instruments: Vec<Instrument>,
    /// What goes with the questions of those; older servers send none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<Explanation>,
    /// The association's lists.
    pub code_lists: Vec<CodeList>,
    /// The association's bridge.
    pub bridge: Bridge,
    /// The pictures of the bridge's steps, by the steps' codes: they travel beside the bridge, since apps that are older
    /// than this take no field there that they do not know. Older servers send none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, String>))]
    pub pictures: BTreeMap<Code, Code>,
    /// The municipalities of Sweden, where this is the server: devices do not judge by them, and only those of supervisors
    /// are sent their names, as a code list.
    #[serde(skip)]
    pub municipalities: Option<Arc<MunicipalityList>>,
}

/// The code list of support sources.
pub const SUPPORT_LIST: &str = "support";
/// The code list of activities that people take part in.
pub const ACTIVITY_LIST: &str = "activity";
/// The code list of occupations.
pub const OCCUPATION_LIST: &str = "occupation";
/// The occupation of whoever works without a subsidy.
pub const UNSUBSIDISED_WORK: &str = "work";
/// The code list of levels of education.
pub const EDUCATION_LIST: &str = "education";
/// The code list of municipalities, which only the devices of supervisors are sent.
pub const MUNICIPALITY_LIST: &str = "municipality";
/// The code list of reasons why a stay ended.
pub const EXIT_REASON_LIST: &str = "exit_reason";
/// The code list of those who do a step of a plan, and of those with whom a deviation can lie.
pub const PARTY_LIST: &str = "party";
/// The code list of what deviations are about.
pub const DEVIATION_THEME_LIST: &str = "deviation_theme";
/// The reason that closes a registration which should never have been made. It leaves every figure.
pub const WRONG_REGISTRATION: &str = "felregistrering";
/// The reason of a stay that ended because consent was withdrawn. It stays in the figures, and is followed by nothing.
pub const CONSENT_WITHDRAWN: &str = "aterkallat_samtycke";

impl Reference {
    /// The instrument of that name and version.
    pub fn instrument(&self, reference: &InstrumentRef) -> Option<&Instrument> {
        self.instruments.iter().find(|one| one.id == reference.id && one.version == reference.version)
    }

    /// What goes with a question.
    pub fn explanation(&self, instrument: &InstrumentRef, item: &Code) -> Option<&Explanation> {
        self.explanations.iter().find(|one| one.instrument == *instrument && one.item == *item)
    }

    /// The newest version of the monthly instrument: the first instrument's family.
    pub fn monthly(&self) -> Option<&Instrument> {
        let first = self.instruments.first()?;
        self.instruments.iter().filter(|one| one.id == first.id).max_by_key(|one| one.version)
    }

    /// The code list of that name.
    pub fn code_list(&self, id: &str) -> Option<&CodeList> {
        self.code_lists.iter().find(|list| list.id.as_str() == id)
    }

    /// The words for a code of a list in a language; the code itself where the list does not know it.
    pub fn name_of<'a>(&'a self, list: &str, code: &'a Code, language: &str) -> &'a str {
        self.code_list(list)
            .and_then(|list| list.entry(code))
            .map_or(code.as_str(), |entry| entry.name.in_language(language))
    }
}
