//! What is wrong with a price list or a scenario, told so that the writer of the file finds the place.
//! This file does not know what the fields mean.

use serde::de::DeserializeOwned;

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not JSON, a field that does not exist or is missing, a value of another kind. Names field, line and column.
    #[error("{0}")]
    Unreadable(String),
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
    pub(super) fn field(field: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Field { field: field.into(), what: what.into() }
    }
}

/// Reads one JSON value that fills the whole text.
pub(super) fn read_json<T: DeserializeOwned>(json: &str) -> Result<T, FileError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        FileError::Unreadable(if path == "." { cause.to_string() } else { format!("{path}: {cause}") })
    })?;
    reader.end().map_err(|error| FileError::Unreadable(error.to_string()))?;
    Ok(value)
}

/// A number outside of what the quantity can be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{value} does not lie from {least} to {most}")]
pub struct OutOfBounds {
    /// The number.
    pub value: f64,
    /// The least that the quantity can be.
    pub least: f64,
    /// The most that it can be.
    pub most: f64,
}

/// Takes a number from `least` to `most`; never one that is not a number.
pub(super) fn within(value: f64, least: f64, most: f64) -> Result<f64, OutOfBounds> {
    if (least..=most).contains(&value) { Ok(value) } else { Err(OutOfBounds { value, least, most }) }
}
