//! Which association a command is about: the one that was named, or the only one there is.

use crate::store::{Named, OperatorRight, Store, StoreError};
use shared::id::AssociationId;

/// Why no association could be chosen; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AssociationError {
    /// The store is empty.
    #[error("there is no association here yet; import participations first")]
    NoneYet,
    /// None of that name.
    #[error("there is no association “{name}” here; there is {there}")]
    NoSuch {
        /// What was asked for.
        name: String,
        /// The names there are.
        there: String,
    },
    /// More than one, and none was named.
    #[error("the store holds several associations; name one of them with --association: {0}")]
    Which(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds the association of that name, or the only one.
pub(crate) async fn choose(
    store: &Store,
    right: OperatorRight,
    name: Option<&str>,
) -> Result<AssociationId, AssociationError> {
    let mut all = store.associations(right).await?;
    let there = listed(all.iter().map(|association| association.name.as_str()));
    match (name, all.len()) {
        (_, 0) => Err(AssociationError::NoneYet),
        (None, 1) => Ok(all.remove(0).id),
        (None, _) => Err(AssociationError::Which(there)),
        (Some(name), _) => match all.into_iter().find(|association: &Named<_>| association.name == name) {
            Some(association) => Ok(association.id),
            None => Err(AssociationError::NoSuch { name: name.into(), there }),
        },
    }
}

/// Names in quotes, one after the other.
pub(crate) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}
