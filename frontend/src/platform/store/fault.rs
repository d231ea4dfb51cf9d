//! What IndexedDB's errors mean to a person.

use crate::state::StoreFault;
use indexed_db_futures::error::{DomException, Error, OpenDbError};

/// What an error of a request or a transaction means.
pub(super) fn fault(error: impl Into<Error>) -> StoreFault {
    match error.into() {
        Error::DomException(DomException::Other(exception) | DomException::AbortError(exception))
            if exception.name() == "QuotaExceededError" =>
        {
            StoreFault::Full
        }
        _ => StoreFault::Broken,
    }
}

/// What an error of opening means.
pub(super) fn open_fault(error: OpenDbError) -> StoreFault {
    match error {
        OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => StoreFault::Missing,
        // As the library tells a call that throws at once, which is how some browsers forbid the store.
        OpenDbError::VersionZero => StoreFault::Missing,
        OpenDbError::Base(Error::DomException(DomException::InvalidStateError(_))) => StoreFault::Missing,
        OpenDbError::Base(Error::DomException(DomException::Other(exception))) => match exception.name().as_str() {
            "SecurityError" | "UnknownError" => StoreFault::Missing,
            "QuotaExceededError" => StoreFault::Full,
            _ => StoreFault::Broken,
        },
        _ => StoreFault::Broken,
    }
}
