//! What the app and the server say to each other where members, interventions, staff and reference data are looked after.
//! Who may do it is `policy`'s to say.

use crate::account::{InterventionName, Role};
use crate::code::{Code, CodeList};
use crate::edition::BridgeEdition;
use crate::id::{InterventionId, MemberId, StaffId};
use crate::intervention::Outline;
use crate::time::{Date, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The members of an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Members {
    /// By name.
    pub members: Vec<MemberLine>,
}

/// A member, as the association's analyst sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct MemberLine {
    /// Which one.
    pub id: MemberId,
    /// What is said of it.
    pub outline: MemberOutline,
    /// Whether somebody looks after it, or is invited to.
    pub has_administrator: bool,
    /// What it runs.
    pub interventions: Vec<Box<str>>,
}

/// What is said of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberOutline {
    /// What people call it.
    pub name: Box<str>,
    /// Since when it is a member no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Date>,
}

/// What a member runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Interventions {
    /// Which member.
    pub member: Box<str>,
    /// By name.
    pub interventions: Vec<InterventionLine>,
}

/// An intervention, as its member's administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct InterventionLine {
    /// Which one.
    pub id: InterventionId,
    /// What is said of it.
    pub outline: Outline,
    /// Whether people are registered in it: then it stays for individuals.
    pub has_stays: bool,
}

/// Who works for a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct People {
    /// Which member.
    pub member: Box<str>,
    /// By name.
    pub people: Vec<PersonLine>,
    /// Supervisors that an import has left, and whom nobody has invited yet.
    pub imported: Vec<ImportedLine>,
    /// What the member runs.
    pub interventions: Vec<InterventionName>,
}

/// Somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PersonLine {
    /// Who.
    pub id: StaffId,
    /// What the person is called.
    pub name: Box<str>,
    /// Whether it is the one who asks.
    pub is_you: bool,
    /// Whether the person also works for others: then ways in are not this member's to give or take.
    pub works_elsewhere: bool,
    /// How the person comes in.
    pub way_in: WayIn,
    /// As what, at this member.
    pub roles: Vec<RoleLine>,
}

/// How somebody comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WayIn {
    /// By a passkey, or an identity provider.
    Made,
    /// Not yet: the person is invited.
    Invited,
    /// Not at all: the invitation was not used in time.
    None,
}

/// A role at a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct RoleLine {
    /// As what.
    pub role: Role,
    /// For which interventions, where the role is for some.
    pub interventions: Vec<InterventionId>,
    /// How many stays the account follows.
    pub follows: u32,
}

/// Somebody who was named in a file that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ImportedLine {
    /// As the file named the person.
    pub name: Box<str>,
    /// For which interventions.
    pub interventions: Vec<InterventionId>,
}

/// Somebody who is to work for a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// What the person is called.
    pub name: Box<str>,
    /// As what.
    pub role: Role,
    /// For which interventions, where the role is for some.
    pub interventions: Vec<InterventionId>,
}

/// For which interventions somebody holds a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Responsibilities {
    /// The interventions; none where the role is the member's.
    pub interventions: Vec<InterventionId>,
}

/// The first administrator of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstAdministrator {
    /// What the person is called.
    pub name: Box<str>,
}

/// What a new person is let in by. It is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct StaffInvitation {
    /// The address with the secret; none for somebody who has a way in already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Until when the link works.
    pub until: Instant,
}

/// The reference data of an association, as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Editions {
    /// The newest version of the bridge.
    pub bridge: BridgeEdition,
    /// Whether anybody has been registered, so that steps may have been recorded.
    pub recorded: bool,
    /// The newest version of each list.
    pub lists: Vec<CodeList>,
    /// Every questionnaire, the one that ships with the program first.
    pub instruments: Vec<InstrumentLine>,
    /// What was made here, the newest first.
    pub history: Vec<EditionLine>,
}

/// A version of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct InstrumentLine {
    /// Its stable name.
    pub id: Code,
    /// Its version.
    pub version: u32,
    /// Under which terms it may be used.
    pub licence: Box<str>,
    /// How many questions it has.
    pub questions: u32,
    /// For each language, whether a native speaker has reviewed the words.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, bool>))]
    pub reviewed: BTreeMap<Box<str>, bool>,
}

/// What is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EditionKind {
    /// A bridge.
    Bridge,
    /// A code list.
    List,
    /// A questionnaire.
    Instrument,
}

impl EditionKind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bridge => "bridge",
            Self::List => "list",
            Self::Instrument => "instrument",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Bridge, Self::List, Self::Instrument].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A version that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct EditionLine {
    /// Of what kind of thing.
    pub kind: EditionKind,
    /// Of which one.
    pub id: Code,
    /// Which version.
    pub version: u32,
    /// When.
    pub made_at: Instant,
    /// By whom.
    pub made_by: Box<str>,
}

/// The file of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InstrumentFile {
    /// What stands in it.
    pub text: String,
    /// Whether it is only to be checked.
    #[serde(default)]
    pub check_only: bool,
}
