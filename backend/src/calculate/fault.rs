//! Why there is no answer; each text is one sentence for whoever brought the file.

use crate::import::TableError;
use shared::figures::{MeasurementErrorFault, PairedError};
use shared::file_error::FileError;
use std::io;
use std::path::PathBuf;

/// Why nothing was calculated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CalculateError {
    /// The file.
    #[error("{} cannot be read: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// The table in it.
    #[error("{}: {}", .0.display(), .1)]
    Table(PathBuf, TableError),
    /// A cell of it.
    #[error("{}, line {line}, {column}: {reason}", file.display())]
    Cell {
        /// Which file.
        file: PathBuf,
        /// The row's line.
        line: u64,
        /// The column at fault.
        column: &'static str,
        /// What is wrong, and what to write instead.
        reason: String,
    },
    /// Too few rows.
    #[error("{} has {have} complete pairs; change takes at least 2", file.display())]
    TooFew {
        /// Which file.
        file: PathBuf,
        /// How many pairs it has.
        have: usize,
    },
    /// The numbers.
    #[error(transparent)]
    Pairs(#[from] PairedError),
    /// The reliability, or the spread.
    #[error(transparent)]
    Measurement(#[from] MeasurementErrorFault),
    /// The functional population.
    #[error("--functional-sd must be above 0, and both functional values numbers")]
    Functional,
    /// A scenario.
    #[error("{}: {}", .0.display(), .1)]
    Scenario(PathBuf, FileError),
    /// The answer.
    #[error("the answer cannot be written as text: {0}")]
    Json(#[from] serde_json::Error),
}
