//! What `stegvis audit` is told, and where the key of the audit log is.

use super::Place;
use crate::audit::parse_scope;
use clap::{Args, Subcommand};
use shared::audit::Scope;
use std::path::PathBuf;

/// The key's file in the data folder.
const KEY_FILE: &str = "audit.key";

/// Where the key of the audit log is.
#[derive(Debug, Clone, Args)]
pub(crate) struct KeyPlace {
    /// The file of the key that signs the audit log, made at the first start: `audit.key` in the data folder where
    /// nothing else is said. Better on another disk than the database. Processes that serve one database share it.
    #[arg(long, env = "STEGVIS_AUDIT_KEY")]
    audit_key: Option<PathBuf>,
}

impl KeyPlace {
    /// The file.
    pub(crate) fn path(&self, place: &Place) -> PathBuf {
        self.audit_key.clone().unwrap_or_else(|| place.data_folder().join(KEY_FILE))
    }
}

/// What to do with the audit log.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Audit {
    /// Say whether the audit log is whole, or the first row that was altered, removed or moved.
    Verify(Verify),
    /// Sign how far the audit log goes, and print it, to be kept where nobody of this machine can change it.
    Heads(Heads),
}

/// Whether the log is whole.
#[derive(Debug, Clone, Args)]
pub(crate) struct Verify {
    /// One log alone: `installation`, `association:ID` or `member:ID`.
    #[arg(long, value_parser = parse_scope)]
    pub(crate) scope: Option<Scope>,
    /// The public half of another machine's key that signed before, as `stegvis audit heads` prints it; may be given
    /// several times.
    #[arg(long)]
    pub(crate) signed_by: Vec<String>,
    #[command(flatten)]
    pub(crate) key: KeyPlace,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// How far the log goes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Heads {
    #[command(flatten)]
    pub(crate) key: KeyPlace,
    #[command(flatten)]
    pub(crate) place: Place,
}
