//! The reference data: what ships with the program (its own instrument, the default lists and bridge), and the
//! questionnaires that were brought to a store.

use crate::digest::sha256;
use crate::store::{Store, StoreError};
use shared::bridge::Bridge;
use shared::code::CodeList;
use shared::file_error::FileError;
use shared::instrument::Instrument;
use shared::municipality::MunicipalityList;
use shared::reference::{Reference, ReferenceVersion};
use std::sync::Arc;
use tokio::sync::RwLock;

const INSTRUMENT: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");
const CODE_LISTS: [&str; 5] = [
    include_str!("../../assets/codes/support.json"),
    include_str!("../../assets/codes/activity.json"),
    include_str!("../../assets/codes/occupation.json"),
    include_str!("../../assets/codes/education.json"),
    include_str!("../../assets/codes/exit-reason.json"),
];
const MUNICIPALITIES: &str = include_str!("../../assets/codes/municipalities.json");
const BRIDGE: &str = include_str!("../../assets/bridges/default.json");

/// Why the reference data cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReferenceError {
    /// A file that ships with the program: a fault of the build.
    #[error("a built-in questionnaire, code list or bridge is wrong: {0}")]
    BuiltIn(#[from] FileError),
    /// A questionnaire that was checked when it was imported.
    #[error("a questionnaire in the store cannot be read by this program: {0}")]
    Brought(FileError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The reference data that a server judges by. Another process may bring a questionnaire at any time; none is ever
/// changed or taken away, so their number tells.
pub(crate) struct Current {
    known: RwLock<(i64, Arc<Reference>)>,
}

impl Current {
    /// Reads them.
    pub(crate) async fn read(store: &Store) -> Result<Self, ReferenceError> {
        // Counted first: one that comes in between is read twice rather than missed.
        let count = store.count_of_instruments().await?;
        Ok(Self { known: RwLock::new((count, Arc::new(of(store).await?))) })
    }

    /// As they are now.
    pub(crate) async fn now(&self, store: &Store) -> Result<Arc<Reference>, ReferenceError> {
        let count = store.count_of_instruments().await?;
        let (known_count, known) = self.known.read().await.clone();
        if count == known_count {
            return Ok(known);
        }
        let reference = Arc::new(of(store).await?);
        *self.known.write().await = (count, reference.clone());
        Ok(reference)
    }
}

/// What ships with the program, and the questionnaires that were brought to a store. Its own come first.
pub(crate) async fn of(store: &Store) -> Result<Reference, ReferenceError> {
    let mut reference = built_in()?;
    let brought = store.instruments().await?;
    if brought.is_empty() {
        return Ok(reference);
    }
    let everything = [&*reference.version.0, &brought.concat()].concat();
    reference.version = version_of(&everything);
    for text in &brought {
        let instrument = Instrument::read(text).map_err(ReferenceError::Brought)?;
        reference.explanations.extend(instrument.explanations());
        reference.instruments.push(instrument);
    }
    Ok(reference)
}

fn version_of(everything: &str) -> ReferenceVersion {
    ReferenceVersion(sha256(everything.as_bytes())[..16].into())
}

/// Reads what ships with the program. Its version is the hash of what devices hold of it, so that any change is a new
/// one.
pub(crate) fn built_in() -> Result<Reference, ReferenceError> {
    let mut everything = INSTRUMENT.to_owned();
    CODE_LISTS.into_iter().chain([BRIDGE]).for_each(|text| everything.push_str(text));
    let instrument = Instrument::read(INSTRUMENT)?;
    Ok(Reference {
        version: version_of(&everything),
        explanations: instrument.explanations().collect(),
        instruments: vec![instrument],
        code_lists: CODE_LISTS.into_iter().map(CodeList::read).collect::<Result<_, _>>()?,
        bridge: Bridge::read(BRIDGE)?,
        municipalities: Some(Arc::new(MunicipalityList::read(MUNICIPALITIES)?)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::reference::{ACTIVITY_LIST, EDUCATION_LIST, EXIT_REASON_LIST, OCCUPATION_LIST, SUPPORT_LIST};

    #[test]
    fn everything_that_records_are_judged_by_is_there() -> Result<(), ReferenceError> {
        let reference = built_in()?;
        for list in [SUPPORT_LIST, ACTIVITY_LIST, OCCUPATION_LIST, EDUCATION_LIST, EXIT_REASON_LIST] {
            assert!(reference.code_list(list).is_some(), "{list}");
        }
        assert!(reference.monthly().is_some());
        assert!(reference.bridge.top().is_some());
        assert!(reference.municipalities.is_some());
        Ok(())
    }
}
