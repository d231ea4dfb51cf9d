//! Identifiers. Each kind of thing has its own type, so that no id can stand where another kind is meant.
//! This file does not know how ids come about: the edges pass the randomness in.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = String, format = "uuid"))]
        pub struct $name(Uuid);

        impl $name {
            /// Names an existing thing.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Makes a new id (UUID version 7) from a time in milliseconds since 1970 and ten random bytes.
            pub fn new(milliseconds: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
            }

            /// Reads the usual hyphenated form.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }

            /// The bare id.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )*};
}

identifiers! {
    /// A record: one thing that happened, never altered.
    RecordId;
    /// A store of records on one phone or computer; a store that was emptied comes back as a new device.
    DeviceId;
    /// Somebody who signs in.
    AccountId;
    /// Somebody of the staff: one person, who signs in once and holds an account for each role.
    StaffId;
    /// A person taking part, known by an alias only.
    PersonId;
    /// One stay of one person in one intervention.
    ParticipationId;
    /// An activity that people take part in.
    InterventionId;
    /// The member (municipality, region, agency) that controls its participants' data; the scope of a log.
    MemberId;
    /// The coordination association: the tenant for aggregates.
    AssociationId;
    /// One life of a server's store; a restore from a backup begins a new one.
    EpochId;
    /// A key of the server that phones seal what they send to.
    SealingKeyId;
    /// A key of a phone under which it keeps what it may show.
    DataKeyId;
    /// A report that was saved.
    SavedReportId;
    /// A file that was taken in.
    ImportId;
    /// Words about deviations that have left a member.
    SummaryId;
    /// A key by which a participant's phone proves to the server that it is the same phone.
    DeviceKeyId;
}
