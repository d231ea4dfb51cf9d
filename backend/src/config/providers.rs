//! Where the identity providers are named, as whoever serves is told.

use clap::Args;
use std::path::PathBuf;

/// The identity providers.
#[derive(Debug, Clone, Args)]
pub(crate) struct IdentityProviders {
    /// A file in JSON that names identity providers by which staff may sign in (OpenID Connect).
    #[arg(long, env = "STEGVIS_IDENTITY_PROVIDERS", value_name = "FILE")]
    pub(crate) identity_providers: Option<PathBuf>,
}
