//! The reference data of an association: what ships with the program (its own instrument, the default lists and bridge),
//! the questionnaires that were brought to a store, and the versions that the association has made of any of them.

use crate::digest::sha256;
use crate::store::{EditionText, Store, StoreError};
use shared::administration::EditionKind;
use shared::bridge::Bridge;
use shared::code::CodeList;
use shared::edition::BridgeEdition;
use shared::file_error::FileError;
use shared::id::AssociationId;
use shared::instrument::Instrument;
use shared::municipality::MunicipalityList;
use shared::reference::{Reference, ReferenceVersion};
use shared::time::Instant;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tokio::sync::RwLock;

const INSTRUMENT: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");
const CODE_LISTS: [&str; 7] = [
    include_str!("../../assets/codes/support.json"),
    include_str!("../../assets/codes/activity.json"),
    include_str!("../../assets/codes/occupation.json"),
    include_str!("../../assets/codes/education.json"),
    include_str!("../../assets/codes/exit-reason.json"),
    include_str!("../../assets/codes/party.json"),
    include_str!("../../assets/codes/deviation-theme.json"),
];
const MUNICIPALITIES: &str = include_str!("../../assets/codes/municipalities.json");
const BRIDGE: &str = include_str!("../../assets/bridges/default.json");

/// Why the reference data cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReferenceError {
    /// A file that ships with the program: a fault of the build.
    #[error("a built-in questionnaire, code list or bridge is wrong: {0}")]
    BuiltIn(#[from] FileError),
    /// Something that was checked when it was brought or made.
    #[error("a questionnaire, code list or bridge in the store cannot be read by this program: {0}")]
    Brought(FileError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The reference data that a server judges by, association by association. Another process may bring or make a version of
/// something at any time; none is ever changed or taken away, so their number tells.
pub(crate) struct Current {
    known: RwLock<Known>,
}

/// What was read while there were so many versions.
#[derive(Default)]
struct Known {
    count: i64,
    of: HashMap<AssociationId, Arc<Reference>>,
}

impl Current {
    /// Sees whether everything that was brought can be read, before anybody asks for it.
    pub(crate) async fn read(store: &Store) -> Result<Self, ReferenceError> {
        brought(store).await?;
        Ok(Self { known: RwLock::default() })
    }

    /// As they are now for an association.
    pub(crate) async fn now(
        &self,
        store: &Store,
        association: AssociationId,
    ) -> Result<Arc<Reference>, ReferenceError> {
        // Counted first: one that comes in between is read twice rather than missed.
        let count = store.count_of_editions().await?;
        {
            let known = self.known.read().await;
            if let Some(reference) = known.of.get(&association).filter(|_| known.count == count) {
                return Ok(reference.clone());
            }
        }
        let reference = Arc::new(of(store, association).await?);
        let mut known = self.known.write().await;
        if known.count != count {
            *known = Known { count, of: HashMap::new() };
        }
        known.of.insert(association, reference.clone());
        Ok(reference)
    }
}

/// What ships with the program, and the questionnaires that were brought to a store. Its own come first.
pub(crate) async fn brought(store: &Store) -> Result<Reference, ReferenceError> {
    with_instruments(store.instruments().await?)
}

fn with_instruments(brought: Vec<String>) -> Result<Reference, ReferenceError> {
    let mut reference = built_in()?;
    for text in brought {
        add_instrument(&mut reference, &text)?;
    }
    Ok(reference)
}

/// The same with what an association has made of it: the newest version of the bridge and of each list, and every version
/// of its questionnaires.
pub(crate) async fn of(store: &Store, association: AssociationId) -> Result<Reference, ReferenceError> {
    with_editions(brought(store).await?, store.editions(association).await?)
}

/// The reference data of an association as they were, if they were of that version at that time and this program and store
/// still have all of it.
pub(crate) async fn then(
    store: &Store,
    association: AssociationId,
    version: &str,
    at: Instant,
) -> Result<Option<Reference>, ReferenceError> {
    let brought = with_instruments(store.instruments_until(at).await?)?;
    let reference = with_editions(brought, store.editions_until(association, at).await?)?;
    Ok((*reference.version.0 == *version).then_some(reference))
}

fn with_editions(mut reference: Reference, editions: Vec<EditionText>) -> Result<Reference, ReferenceError> {
    // In the order of their versions, so that the newest is left.
    for edition in editions {
        match edition.kind {
            EditionKind::Instrument => add_instrument(&mut reference, &edition.text)?,
            EditionKind::Bridge => {
                let read = BridgeEdition::read(&edition.text).map_err(ReferenceError::Brought)?;
                (reference.bridge, reference.pictures) = (read.bridge, read.pictures);
                add_to_version(&mut reference, &edition.text);
            }
            EditionKind::List => {
                let list = CodeList::read(&edition.text).map_err(ReferenceError::Brought)?;
                match reference.code_lists.iter_mut().find(|known| known.id == list.id) {
                    Some(known) => *known = list,
                    None => reference.code_lists.push(list),
                }
                add_to_version(&mut reference, &edition.text);
            }
        }
    }
    Ok(reference)
}

fn add_instrument(reference: &mut Reference, text: &str) -> Result<(), ReferenceError> {
    let instrument = Instrument::read(text).map_err(ReferenceError::Brought)?;
    reference.explanations.extend(instrument.explanations());
    reference.instruments.push(instrument);
    add_to_version(reference, text);
    Ok(())
}

fn add_to_version(reference: &mut Reference, text: &str) {
    reference.version = version_of(&[&*reference.version.0, text].concat());
}

fn version_of(everything: &str) -> ReferenceVersion {
    ReferenceVersion(sha256(everything.as_bytes())[..16].into())
}

/// Reads what ships with the program. Its version is the hash of what devices hold of it, so that any change is a new
/// one.
pub(crate) fn built_in() -> Result<Reference, ReferenceError> {
    let mut everything = INSTRUMENT.to_owned();
    CODE_LISTS.into_iter().chain([BRIDGE, MUNICIPALITIES]).for_each(|text| everything.push_str(text));
    let instrument = Instrument::read(INSTRUMENT)?;
    Ok(Reference {
        version: version_of(&everything),
        explanations: instrument.explanations().collect(),
        instruments: vec![instrument],
        code_lists: CODE_LISTS.into_iter().map(CodeList::read).collect::<Result<_, _>>()?,
        bridge: Bridge::read(BRIDGE)?,
        pictures: BTreeMap::new(),
        municipalities: Some(Arc::new(MunicipalityList::read(MUNICIPALITIES)?)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::reference::{
        ACTIVITY_LIST, DEVIATION_THEME_LIST, EDUCATION_LIST, EXIT_REASON_LIST, OCCUPATION_LIST, PARTY_LIST,
        SUPPORT_LIST,
    };

    #[test]
    fn everything_that_records_are_judged_by_is_there() -> Result<(), ReferenceError> {
        let reference = built_in()?;
        let lists = [
            SUPPORT_LIST,
            ACTIVITY_LIST,
            OCCUPATION_LIST,
            EDUCATION_LIST,
            EXIT_REASON_LIST,
            PARTY_LIST,
            DEVIATION_THEME_LIST,
        ];
        for list in lists {
            assert!(reference.code_list(list).is_some(), "{list}");
        }
        assert!(reference.monthly().is_some());
        assert!(reference.bridge.top().is_some());
        assert!(reference.municipalities.is_some());
        Ok(())
    }
}
