//! What is wrong with a file of reference data or a scenario, told so that the writer of the file finds the place.
//! This file does not know what the fields mean.

use serde::de::DeserializeOwned;

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not JSON, a field that does not exist or is missing, a value of another kind. Names field, line and column.
    #[error("{what}")]
    Unreadable {
        /// The line, the first being 1.
        line: usize,
        /// The field, and what is wrong there.
        what: String,
    },
    /// A field's value breaks a rule.
    #[error("{field}: {what}")]
    Field {
        /// The path of the field, such as `flows[3].amount`.
        field: String,
        /// What is wrong, and what to write instead.
        what: String,
    },
}

impl FileError {
    /// The fault of one field.
    pub(crate) fn field(field: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Field { field: field.into(), what: what.into() }
    }
}

/// Reads one JSON value that fills the whole text.
pub(crate) fn read_json<T: DeserializeOwned>(json: &str) -> Result<T, FileError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        let what = if path == "." { cause.to_string() } else { format!("{path}: {cause}") };
        FileError::Unreadable { line: cause.line(), what }
    })?;
    reader.end().map_err(|error| FileError::Unreadable { line: error.line(), what: error.to_string() })?;
    Ok(value)
}
