//! What `stegvis remind` is told, and by which push services reminders go.

use super::Place;
use crate::origin::Origin;
use crate::push::PushServices;
use clap::Args;
use shared::time::Date;

/// Reminders on demand.
#[derive(Debug, Clone, Args)]
pub(crate) struct Remind {
    /// As on that day at nine in the morning, to try reminders out. Whoever is reminded counts as reminded.
    #[arg(long)]
    pub(crate) on: Option<Date>,
    /// By which push services.
    #[arg(long, env = "STEGVIS_PUSH_SERVICES", value_enum, default_value = "public")]
    pub(crate) push_services: PushServices,
    /// The address by which browsers reach the server: push services are told it, to turn to whoever sends.
    #[arg(long, env = "STEGVIS_ORIGIN", default_value = "http://127.0.0.1:8080")]
    pub(crate) origin: Origin,
    #[command(flatten)]
    pub(crate) place: Place,
}
