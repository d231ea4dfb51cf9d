//! Who signs in, and as what.

use crate::id::{AccountId, InterventionId};
use crate::json;
use crate::policy::{Action, may};
use crate::sealing::{SealingKey, Secret32};
use serde::{Deserialize, Deserializer, Serialize};

/// What somebody does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Rates the own months, and sees the own record.
    Participant,
    /// Records follow-ups for the own caseload.
    Supervisor,
    /// Follows the own interventions.
    ProjectLeader,
    /// Looks after the staff of one member, and after what was done with its participants' data.
    MemberAdministrator,
    /// Sees the association's aggregates, small cells hidden.
    AssociationAnalyst,
    /// Sees the same aggregates, for decisions.
    BoardMember,
    /// Runs the installation; imports.
    Operator,
}

impl Role {
    /// Every role, in the order of this file.
    pub const ALL: [Self; 7] = [
        Self::Participant,
        Self::Supervisor,
        Self::ProjectLeader,
        Self::MemberAdministrator,
        Self::AssociationAnalyst,
        Self::BoardMember,
        Self::Operator,
    ];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Supervisor => "supervisor",
            Self::ProjectLeader => "project_leader",
            Self::MemberAdministrator => "member_administrator",
            Self::AssociationAnalyst => "association_analyst",
            Self::BoardMember => "board_member",
            Self::Operator => "operator",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether devices of this role hold records.
    pub const fn holds_records(self) -> bool {
        may(self, Action::FetchRecords)
    }

    /// Whether this role looks at dashboards.
    pub const fn sees_dashboards(self) -> bool {
        may(self, Action::SeeMemberFigures) || may(self, Action::SeeReleasedFigures)
    }
}

/// An intervention as lists name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct InterventionName {
    /// Which one.
    pub id: InterventionId,
    /// What people read.
    pub name: Box<str>,
}

/// The answer to whoever signs in.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SignInAnswer {
    /// Who.
    #[serde(flatten)]
    pub account: Account,
    /// What the device locks with; only for a few minutes after the sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeping: Option<Keeping>,
}

impl<'de> Deserialize<'de> for SignInAnswer {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Beside {
            #[serde(default)]
            keeping: Option<Keeping>,
        }
        json::by_text(reader, |text| {
            let Beside { keeping } = json::read(text)?;
            Ok(Self { account: json::read(text)?, keeping })
        })
    }
}

/// What a device that locks what it keeps is given at sign-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Keeping {
    /// Wraps the device's own key, so that a forgotten PIN costs nothing but a new sign-in.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = String))]
    pub recovery: Secret32,
    /// To be shown with everything that reads; the cookie alone only sends. Another one each time.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = String))]
    pub reading: Secret32,
    /// The key to seal to.
    pub sealing: SealingKey,
}

/// The header that the app sends with what changes something, with the value 1. No other site can send it unasked.
pub const APP_HEADER: &str = "x-stegvis";

/// The header that carries the reading secret.
pub const READING_HEADER: &str = "x-stegvis-reading";

/// What the server says of the one who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Account {
    /// Who.
    pub id: AccountId,
    /// As what.
    pub role: Role,
    /// What to call the account on its own screens.
    pub name: Box<str>,
    /// The interventions that the role concerns; for a participant, the own.
    pub interventions: Vec<InterventionName>,
}
