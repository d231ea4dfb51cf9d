//! What `stegvis check` is told.

use clap::Subcommand;
use std::path::PathBuf;

/// A file to be looked at before it is brought.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Check {
    /// A questionnaire: what is in it, and which languages lack words; or what is wrong, with line and field.
    Instrument {
        /// The questionnaire, in JSON.
        file: PathBuf,
    },
}
