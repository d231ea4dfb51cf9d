//! All that is kept of a participant, as the participant is given it: for reading, for taking along, for checking. It is
//! the same file whether the app shows it or saves it.

use crate::audit::Reader;
use crate::id::{AccountId, DeviceId, InterventionId, MemberId, ParticipationId};
use crate::sync::wire::Delivered;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Everything.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct OwnRecord {
    /// When it was put together.
    pub made_at: Instant,
    /// The account.
    pub account: AccountId,
    /// What the account is called.
    pub name: Box<str>,
    /// The stays.
    pub stays: Vec<OwnStay>,
    /// Who was handed something of it, and on which days, the newest first.
    pub read_by: Vec<Reader>,
    /// The devices that were in touch, as far as that was written down.
    pub devices: Vec<OwnDevice>,
}

/// A stay.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct OwnStay {
    /// Which one.
    pub participation: ParticipationId,
    /// The controller.
    pub member: MemberId,
    /// Its name.
    pub member_name: Box<str>,
    /// Where.
    pub intervention: InterventionId,
    /// Its name.
    pub intervention_name: Box<str>,
    /// Who has access to it now.
    pub followed_by: Vec<Box<str>>,
    /// Every record about it, as its author wrote it, in the order in which they came.
    pub records: Vec<Delivered>,
}

/// A device's last contact.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct OwnDevice {
    /// Which one.
    pub device: DeviceId,
    /// When it was in touch first.
    pub first_at: Instant,
    /// When it was last.
    pub last_at: Instant,
    /// With which version of the app.
    pub app: Box<str>,
}
