//! What travels between a device and the server. A record travels as the text that its device wrote, so that
//! fields unknown to the other side survive. Fields are added, never renamed or removed, within a protocol.

use crate::id::{AccountId, DeviceId, EpochId, MemberId, ParticipationId, RecordId};
use crate::json;
use crate::record::{Glimpse, Refusal};
use crate::reference::{Reference, ReferenceVersion};
use crate::sealing::SealingKey;
use crate::sync::{Contact, LostPerhaps, Waiting};
use crate::time::{Instant, Month};
use crate::workplace::Workplace;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The protocol that this version speaks.
pub const PROTOCOL: u16 = 1;

/// The oldest protocol that this version still answers.
pub const OLDEST_PROTOCOL: u16 = 1;

/// Whether a request of this protocol is answered.
pub fn speaks(protocol: u16) -> bool {
    (OLDEST_PROTOCOL..=PROTOCOL).contains(&protocol)
}

/// A record's text as it travels: itself, to the letter. What a broken store has made unreadable travels inside an object
/// with the record's id, so that the answer is known to be its own, and the server keeps it aside.
pub fn as_sent(id: RecordId, text: &str) -> Box<RawValue> {
    #[derive(Serialize)]
    struct Broken<'a> {
        id: RecordId,
        broken: &'a str,
    }
    let whole = if Glimpse::id_in(text) == Some(id) { RawValue::from_string(text.to_owned()).ok() } else { None };
    // Two texts can always be written as JSON.
    whole
        .or_else(|| serde_json::value::to_raw_value(&Broken { id, broken: text }).ok())
        .unwrap_or_else(|| RawValue::NULL.to_owned())
}

/// The most records in one push.
pub const MOST_RECORDS: usize = 100;

/// The most bytes of record text in one push.
pub const MOST_BYTES: usize = 256 * 1024;

/// Records on their way to the server, in the order of their sequence.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PushRequest {
    /// The protocol spoken.
    pub protocol: u16,
    /// The app's version, for the operator to see who still uses old ones.
    #[serde(default)]
    pub app: String,
    /// Whose records these are, where the app says so. Under another's session nothing is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The device that sends.
    pub device: DeviceId,
    /// The records' own texts.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = Vec<crate::record::Record>))]
    pub records: Vec<Box<RawValue>>,
    /// What waits on the device beside these; older apps do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

/// One answer for each record of the push, in the same order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PushResponse {
    /// The life of the server's store.
    pub epoch: EpochId,
    /// The answers.
    pub verdicts: Vec<Verdict>,
}

/// The answer for one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Verdict {
    /// The record's place in the push, from 0.
    pub place: usize,
    /// Its id, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<RecordId>,
    /// What became of it.
    pub judged: Judged,
}

/// What became of a record. Whatever the answer, the server holds the text, and the device need not send it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(remote = "Self", rename_all = "snake_case")]
pub enum Judged {
    /// Stored now.
    Accepted {
        /// When.
        received_at: Instant,
    },
    /// Stored before, with the same content.
    Duplicate {
        /// When.
        received_at: Instant,
    },
    /// Put aside with a reason.
    Quarantined {
        /// The reason.
        refusal: Refusal,
    },
    /// About somebody who was erased; the text is not kept.
    Gone,
    /// An answer that this version does not know: the server is newer, and holds the text.
    #[serde(skip)]
    Newer(json::Verbatim),
}

impl Serialize for Judged {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Newer(value) => value.serialize(writer),
            known => Self::serialize(known, writer),
        }
    }
}

impl<'de> Deserialize<'de> for Judged {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        json::by_text(reader, |text| json::read_or(text, |reader| Self::deserialize(reader), Self::Newer))
    }
}

/// A request for what is new.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PullRequest {
    /// The protocol spoken.
    pub protocol: u16,
    /// The app's version.
    #[serde(default)]
    pub app: String,
    /// The device that asks.
    pub device: DeviceId,
    /// The life of the server's store that the cursors belong to.
    #[serde(default)]
    pub epoch: Option<EpochId>,
    /// How far the device has come, by member; from the beginning where absent.
    #[serde(default)]
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = std::collections::HashMap<String, String>))]
    pub cursors: BTreeMap<MemberId, Cursor>,
    /// The reference data that the device holds.
    #[serde(default)]
    pub reference: Option<ReferenceVersion>,
    /// The most records that it wants at once.
    pub limit: usize,
    /// What waits on the device to be received; older apps do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

/// What is new.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PullResponse {
    /// The life of the server's store. When it is not the one asked for, the pages start from the beginning.
    pub epoch: EpochId,
    /// New records, by member.
    pub pages: Vec<Page>,
    /// Reference data, when the device's is not current.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Box<Reference>>,
    /// What time it is at the server; older servers do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Instant>,
    /// The first month that this device may hold; all of them where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_from: Option<Month>,
    /// The key to seal to from now on; older servers open nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealing: Option<SealingKey>,
    /// With the last page, for a supervisor: when those that they follow were last in touch. Who is missing never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<Contact>>,
    /// For a participant on a new device: what may be lost with the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_perhaps: Option<LostPerhaps>,
    /// With the last page, for a supervisor: where they work, and with whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workplaces: Option<Vec<Workplace>>,
}

impl PullResponse {
    /// Whether there is more to ask for.
    pub fn has_more(&self) -> bool {
        self.pages.iter().any(|page| page.more)
    }
}

/// New records of one member.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Page {
    /// The member whose log this is.
    pub member: MemberId,
    /// In the order of the log, as far as this device may see it.
    pub records: Vec<Delivered>,
    /// Participations that the device may no longer hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forget: Vec<ParticipationId>,
    /// Those of them that were erased: nothing about them is kept, not even what was made here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<ParticipationId>,
    /// Where to go on from; stored together with the records.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = String))]
    pub next: Cursor,
    /// Whether there is more.
    pub more: bool,
}

/// A record from the log.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Delivered {
    /// When the server received it.
    pub received_at: Instant,
    /// The record's own text.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = crate::record::Record))]
    pub record: Box<RawValue>,
}

/// How far a device has come in a member's log.
///
/// A device sees a record at the later of two positions: the record's own, and the one at which it was given access to
/// the participation. So somebody who takes over a participation is sent all of it, and nobody is sent anything twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cursor {
    /// The position at which the device came to see the last record it has.
    pub seen_at: u64,
    /// That record's own position.
    pub position: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.seen_at, self.position)
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = "a cursor is two numbers with a full stop between";
        let (seen_at, position) = text.split_once('.').ok_or(fault)?;
        Ok(Self { seen_at: seen_at.parse().map_err(|_| fault)?, position: position.parse().map_err(|_| fault)? })
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Exchanges a one-time link for a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SignInRequest {
    /// The link's secret, from the address's fragment.
    pub secret: String,
    /// Whether the device locks what it keeps. The session then also needs the reading secret to read anything.
    #[serde(default)]
    pub locks: bool,
}

/// An answer that says no, with words for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Problem {
    /// A stable name for programs.
    pub code: String,
    /// What happened and what to do, in English, for the log of the one who asked.
    pub message: String,
}
