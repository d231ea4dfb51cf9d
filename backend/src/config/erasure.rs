//! What `stegvis erase`, `stegvis erased` and `stegvis retention` are told.

use super::Place;
use clap::{Args, Subcommand};
use shared::id::ParticipationId;
use std::path::PathBuf;

/// An erasure, for good.
#[derive(Debug, Clone, Args)]
pub(crate) struct Erase {
    /// The participation to erase.
    #[arg(value_parser = parse_participation, required_unless_present = "list")]
    pub(crate) participation: Option<ParticipationId>,
    /// Instead: a list that `stegvis erased` wrote, to erase it again in a store that was restored from an older backup.
    #[arg(long, conflicts_with = "participation")]
    pub(crate) list: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// A list of what was erased.
#[derive(Debug, Clone, Args)]
pub(crate) struct ListErased {
    #[command(flatten)]
    pub(crate) place: Place,
}

/// How long stays are kept that are over.
#[derive(Debug, Clone, Args)]
pub(crate) struct Retention {
    /// What to do.
    #[command(subcommand)]
    pub(crate) what: RetentionCommand,
}

/// What to do about it.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum RetentionCommand {
    /// Say how long each member keeps them.
    Show {
        #[command(flatten)]
        place: Place,
    },
    /// Write down what a member has decided.
    Set {
        /// The member's name.
        member: String,
        /// How many months a stay is kept after its end.
        #[arg(value_parser = clap::value_parser!(u16).range(1..=1200))]
        months: u16,
        /// The association's name, where members of several have the same.
        #[arg(long)]
        association: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Erase what is past its time, as the server does every night.
    Run {
        /// Say what would be erased, and change nothing.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        place: Place,
    },
}

fn parse_participation(text: &str) -> Result<ParticipationId, String> {
    ParticipationId::parse(text).ok_or_else(|| "a participation is named by its id, 36 characters with hyphens".into())
}
