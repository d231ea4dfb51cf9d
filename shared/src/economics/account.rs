//! The accounts between which money flows: six actors, and two accounts outside of them.
//! This file does not know amounts.

use serde::{Deserialize, Serialize};

/// Who pays and receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The person taking part, and the household.
    Person,
    /// The municipality.
    Municipality,
    /// The region.
    Region,
    /// Försäkringskassan, the social insurance agency.
    Forsakringskassan,
    /// Arbetsförmedlingen, the employment agency.
    Arbetsformedlingen,
    /// The rest of the state.
    State,
}

impl Actor {
    /// Every actor, in the order of the tables.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Municipality,
        Self::Region,
        Self::Forsakringskassan,
        Self::Arbetsformedlingen,
        Self::State,
    ];

    /// The name by which files and reports call it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Municipality => "municipality",
            Self::Region => "region",
            Self::Forsakringskassan => "forsakringskassan",
            Self::Arbetsformedlingen => "arbetsformedlingen",
            Self::State => "state",
        }
    }

    /// The actor's account.
    pub const fn account(self) -> Account {
        match self {
            Self::Person => Account::Person,
            Self::Municipality => Account::Municipality,
            Self::Region => Account::Region,
            Self::Forsakringskassan => Account::Forsakringskassan,
            Self::Arbetsformedlingen => Account::Arbetsformedlingen,
            Self::State => Account::State,
        }
    }
}

/// Where a flow begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(as = LedgerAccount))]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// The person taking part, and the household.
    Person,
    /// The municipality.
    Municipality,
    /// The region.
    Region,
    /// Försäkringskassan, the social insurance agency.
    Forsakringskassan,
    /// Arbetsförmedlingen, the employment agency.
    Arbetsformedlingen,
    /// The rest of the state.
    State,
    /// Outside the actors: what work creates, from which wages and employer's contributions are paid.
    Production,
    /// Outside the actors: what services use up.
    Resources,
}

impl Account {
    /// Every account: the actors', then the outside ones.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Municipality,
        Self::Region,
        Self::Forsakringskassan,
        Self::Arbetsformedlingen,
        Self::State,
        Self::Production,
        Self::Resources,
    ];
}
