//! How staff come in: what the app and the server say to each other until a session begins. Whatever somebody proves who
//! they are with, it ends in [`Proven`], and a role is chosen then. What a browser and an authenticator say to each other
//! passes through as it is, and is not known here.

use crate::account::Role;
use crate::id::AccountId;
use serde::{Deserialize, Serialize};

/// The ways in that an installation has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct WaysIn {
    /// The address at which staff sign in, where browsers know passkeys by it; none where the installation's address
    /// cannot have any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Box<str>>,
    /// The identity providers.
    pub providers: Vec<Provider>,
}

/// An identity provider, as its button names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Provider {
    /// By which it is asked for.
    pub key: Box<str>,
    /// What people read.
    pub name: Box<str>,
}

/// Something that was sent or written down, and lets somebody in once: an invitation's secret, or a recovery code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Ticket {
    /// The secret.
    pub secret: String,
}

/// Somebody who is invited, or who has proven who they are, and as what they may go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Proven {
    /// What the person is called.
    pub name: Box<str>,
    /// The roles to choose from.
    pub roles: Vec<HeldRole>,
}

/// A role that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct HeldRole {
    /// The account to go on with.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// Of which association.
    pub association: Box<str>,
    /// Of which members, where the role is a member's.
    pub members: Vec<Box<str>>,
    /// For which interventions, where the role is for some.
    pub interventions: Vec<Box<str>>,
}

/// What whoever has made a passkey is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PasskeyMade {
    /// Who, and as what they may go on.
    pub proven: Proven,
    /// The recovery code, in its groups. It is shown this once.
    pub recovery: Vec<String>,
}

/// The role that somebody goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ChosenRole {
    /// Its account.
    pub account: AccountId,
    /// Whether the device locks what it keeps. The session then also needs the reading secret to read anything.
    #[serde(default)]
    pub locks: bool,
}
