//! What can go wrong in the store, named after what the caller does about it.

use sqlx::error::ErrorKind;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// A statement failed.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// Nothing was written, for a reason that stands in the log; it may be tried again.
    #[error("the database could not take it now")]
    NotDone,
    /// A stored value that this program cannot read.
    #[error("{column} holds a value that this program cannot read")]
    Unreadable {
        /// Table and column.
        column: &'static str,
    },
    /// A value that could not be written as text.
    #[error("{column} cannot be written: {cause}")]
    Unwritable {
        /// Table and column.
        column: &'static str,
        /// Why.
        cause: serde_json::Error,
    },
}

impl StoreError {
    /// Whether the transaction round it may go on: a rule of the schema was broken, and the database itself is well.
    pub(super) fn spares_the_transaction(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => !matches!(error.kind(), ErrorKind::Other),
            Self::Database(_) => false,
            Self::NotDone | Self::Unreadable { .. } | Self::Unwritable { .. } => true,
        }
    }
}
