//! Records that a server put aside, as whoever follows the person reviews them: what they say, why they were refused, and
//! what is done about them. Nothing of them is ever deleted by a review.

use crate::id::{DeviceId, ParticipationId};
use crate::record::{Note, Refusal};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Which record: the device that sent it, and the digest of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct AsideKey {
    /// The device.
    pub device: DeviceId,
    /// The digest, in hexadecimal.
    pub digest: Box<str>,
}

/// A record that was put aside and has not been dealt with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Aside {
    /// Which one.
    #[serde(flatten)]
    pub key: AsideKey,
    /// When it came.
    pub received_at: Instant,
    /// Why it was refused.
    pub refusal: Refusal,
    /// Who sent it, by the name of the account.
    pub sent_by: Box<str>,
    /// Whether that was the one who asks.
    pub own: bool,
    /// Whose stay it is about, where that can be made out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<ParticipationId>,
    /// Its text as it came; none where it is about somebody whom the one who asks does not follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<str>>,
}

/// Everything that there is to review.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Asides {
    /// The oldest first.
    pub entries: Vec<Aside>,
}

/// What was done about a record that is not taken in as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// A new record says what it should have said.
    Corrected,
    /// It is not to count.
    Discarded,
}

impl Closing {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Discarded => "discarded",
        }
    }
}

/// Closes the review of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct CloseAside {
    /// Which one.
    #[serde(flatten)]
    pub key: AsideKey,
    /// What was done.
    pub closing: Closing,
    /// Why.
    pub reason: Note,
}
