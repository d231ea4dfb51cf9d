//! What the program is told: one struct from flags and environment, read once in `main`.

mod audit;
mod backup;
mod calculate;
mod check;
mod erasure;
mod invite;
mod place;
mod providers;
mod remind;
mod report;

pub(crate) use audit::{Audit, Heads, KeyPlace, Verify};
pub(crate) use backup::{Backup, Restore};
pub(crate) use calculate::{Calculate, Calculation, Change, Impact, Shape};
pub(crate) use check::Check;
pub(crate) use erasure::{Erase, ListErased, Retention, RetentionCommand};
pub(crate) use invite::{Dismiss, Invite};
pub(crate) use place::Place;
pub(crate) use providers::IdentityProviders;
pub(crate) use remind::Remind;
pub(crate) use report::{Form, Report, Viewer, Which};

use crate::origin::Origin;
use crate::push::PushServices;
use clap::{Args, Parser, Subcommand, ValueEnum};
use shared::account::Role;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Measures how people in coordinated rehabilitation move towards work.
#[derive(Debug, Parser)]
#[command(name = "stegvis", version, arg_required_else_help = true)]
pub(crate) struct Config {
    /// What to write to the log: error, warn, info, debug, or `module=level` pairs.
    #[arg(long, env = "STEGVIS_LOG", global = true, default_value = "warn")]
    pub(crate) log: String,
    /// How the log is written.
    #[arg(long, env = "STEGVIS_LOG_FORMAT", global = true, value_enum, default_value = "text")]
    pub(crate) log_format: LogFormat,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve a store and the app.
    Serve(Serving),
    /// Give somebody of the staff a role, and print a one-time link to make a way in with.
    Invite(Invite),
    /// Take a role back, or all of them with every way in.
    Dismiss(Dismiss),
    /// Take in files that an association brings.
    Import(Import),
    /// Look at a file before it is brought, without any store.
    #[command(subcommand)]
    Check(Check),
    /// Compute a report over what is in the store.
    Report(Report),
    /// Compute figures of a file, without any store.
    Calculate(Calculate),
    /// Write everything in a store into one file, also while it is served.
    Backup(Backup),
    /// Put a backup into an empty place. Devices then send again what it lacks.
    Restore(Restore),
    /// Look at the log of what was done.
    #[command(subcommand)]
    Audit(Audit),
    /// Erase what was recorded about a stay, for good.
    Erase(Erase),
    /// List what was erased, a line each: keep the list beside the backups.
    Erased(ListErased),
    /// How long stays are kept that are over.
    Retention(Retention),
    /// Remind on their phones those who are due, as a server does by itself each morning.
    Remind(Remind),
    /// Serve a demonstration with invented people, and print links to sign in with.
    Demo(Demo),
    /// Print a new one-time link to a demonstration that is being served.
    Link(Link),
}

/// What it takes to serve.
#[derive(Debug, Clone, Args)]
pub(crate) struct Serving {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) audit_key: KeyPlace,
    /// The folder of the app, as `cargo xtask` builds it. A program with the app inside needs none.
    #[arg(long, env = "STEGVIS_APP")]
    pub(crate) app: Option<PathBuf>,
    /// A folder of recordings in which questions are read aloud, under the names by which questionnaires name them. A recording
    /// that is made anew gets a new name, since phones keep those they have.
    #[arg(long, env = "STEGVIS_RECORDINGS")]
    pub(crate) recordings: Option<PathBuf>,
    /// Where to listen; port 0 takes any free one.
    #[arg(long, env = "STEGVIS_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The address by which browsers reach the server, such as https://stegvis.example. Needed beyond this machine.
    #[arg(long, env = "STEGVIS_ORIGIN")]
    pub(crate) origin: Option<Origin>,
    /// The header in which a proxy of yours says who asks, such as x-forwarded-for; its last address counts. Without it the
    /// other end of the connection does: right where nothing stands in front of the server.
    #[arg(long, env = "STEGVIS_ADDRESS_HEADER")]
    pub(crate) address_header: Option<String>,
    #[command(flatten)]
    pub(crate) identity_providers: IdentityProviders,
    /// How many requests one session may make in a minute; an address without one may make a fifth.
    #[arg(long, env = "STEGVIS_REQUESTS_A_MINUTE", default_value_t = 3000)]
    pub(crate) requests_a_minute: u32,
    /// Whether browsers keep the app for use without a network. With `off`, every browser that comes by removes what it
    /// keeps of the app, for when that is broken; what people wrote stays on their devices.
    #[arg(long, env = "STEGVIS_SERVICE_WORKER", value_enum, default_value = "on")]
    pub(crate) service_worker: ServiceWorker,
    /// By which push services participants are reminded on their phones: those on the Internet; any, also on this machine
    /// and in its network, to try it out; or none, and then nobody is.
    #[arg(long, env = "STEGVIS_PUSH_SERVICES", value_enum, default_value = "public")]
    pub(crate) push_services: PushServices,
}

/// Whether browsers keep the app for use without a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ServiceWorker {
    /// They do.
    On,
    /// They do not, and those that did stop.
    Off,
}

/// A demonstration.
#[derive(Debug, Clone, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) serving: Serving,
    /// Forget what an earlier demonstration left.
    #[arg(long)]
    pub(crate) fresh: bool,
}

/// An import.
#[derive(Debug, Clone, Args)]
pub(crate) struct Import {
    /// What the file holds.
    #[arg(value_enum)]
    pub(crate) kind: Kind,
    /// The file: a table as CSV in UTF-8 or as .xlsx, with a header row; prices and an instrument in JSON.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
    /// Whose measurements, steps or prices these are, where the store holds more than one association.
    #[arg(long)]
    pub(crate) association: Option<String>,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write each refused row to this file: line, column, reason.
    #[arg(long)]
    pub(crate) errors: Option<PathBuf>,
}

/// What an imported file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Stays, from start to end.
    Participations,
    /// Ratings by participants and staff.
    Measurements,
    /// Places on the bridge.
    Steps,
    /// What structural interventions counted.
    Volume,
    /// Goals, and what was reached of them.
    Goals,
    /// What states cost and bring.
    Prices,
    /// A questionnaire.
    Instrument,
}

/// A link to a demonstration.
#[derive(Debug, Clone, Args)]
pub(crate) struct Link {
    /// For whom: participant, supervisor, project_leader or association_analyst.
    #[arg(value_parser = parse_role)]
    pub(crate) role: Role,
    /// An account of that name, instead of the one that the demonstration chose.
    #[arg(long)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
    /// The address by which browsers reach the server.
    #[arg(long, env = "STEGVIS_ORIGIN", default_value = "http://127.0.0.1:8080")]
    pub(crate) origin: Origin,
}

/// Accepts hyphens for underscores, since both are natural on a command line.
fn parse_role(text: &str) -> Result<Role, String> {
    Role::parse(&text.replace('-', "_"))
        .ok_or_else(|| "roles are participant, supervisor, project_leader and association_analyst".into())
}
