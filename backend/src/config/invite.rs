//! What `stegvis invite` and `stegvis dismiss` are told.

use super::Place;
use crate::origin::Origin;
use clap::Args;
use shared::account::Role;

/// An invitation of staff, or another role for somebody who is here.
#[derive(Debug, Clone, Args)]
pub(crate) struct Invite {
    /// As what: supervisor, project_leader, member_administrator, association_analyst or board_member. Without it,
    /// somebody who is here is invited to make a new way in.
    #[arg(long, value_parser = parse_role, required_unless_present = "person")]
    pub(crate) role: Option<Role>,
    /// What a new person is called.
    #[arg(long, required_unless_present = "person", conflicts_with = "person")]
    pub(crate) name: Option<String>,
    /// Somebody who is here already, by name or id.
    #[arg(long)]
    pub(crate) person: Option<String>,
    /// The association, by its name; made if there is none of that name. Without it, the only one.
    #[arg(long)]
    pub(crate) association: Option<String>,
    /// The member whose interventions or staff it is about; made if there is none of that name.
    #[arg(long)]
    pub(crate) member: Option<String>,
    /// An intervention that the role is for; may be given several times. Made if the named member has none of that name.
    #[arg(long = "intervention")]
    pub(crate) interventions: Vec<String>,
    #[command(flatten)]
    pub(crate) place: Place,
    /// The address by which browsers reach the server.
    #[arg(long, env = "STEGVIS_ORIGIN", default_value = "http://localhost:8080")]
    pub(crate) origin: Origin,
}

/// The end of a role, or of all that somebody does here.
#[derive(Debug, Clone, Args)]
pub(crate) struct Dismiss {
    /// Who, by name or id.
    #[arg(long)]
    pub(crate) person: String,
    /// The role that ends; without it, all of them, and every way in.
    #[arg(long, value_parser = parse_role)]
    pub(crate) role: Option<Role>,
    /// The association, by its name. Without it, the only one.
    #[arg(long)]
    pub(crate) association: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Accepts hyphens for underscores, since both are natural on a command line.
fn parse_role(text: &str) -> Result<Role, String> {
    match Role::parse(&text.replace('-', "_")) {
        Some(Role::Participant) => Err("participants are invited by the supervisor who follows them".into()),
        Some(Role::Operator) => Err("the operator works on this command line and needs no account".into()),
        Some(role) => Ok(role),
        None => Err("roles are supervisor, project_leader, member_administrator, association_analyst and \
                     board_member"
            .into()),
    }
}
