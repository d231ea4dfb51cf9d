//! The audit log: what an entry says, and the chain by which a row that was altered, removed or moved is found. An entry
//! says who did what, about whom and why, in ids and codes; there is no place in it for what somebody wrote.
//! It does not know where the log is kept, nor how heads are signed.

mod chain;
mod page;
mod words;

pub use chain::{Chain, ChainFault, Head, Row, WhatIsWrong};
pub use page::{AuditLine, AuditPage, LONGEST_PAGE, Reader, Readers};
pub use words::{Reason, What};

use crate::id::{
    AccountId, AssociationId, DeviceId, ImportId, InterventionId, MemberId, ParticipationId, PersonId, RecordId,
    SummaryId,
};
use crate::policy::Action;
use crate::report::{ReportName, WholeReport};
use std::fmt;

/// Whose log an entry stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// What concerns no association: the installation itself, and those of whom it is not known whose they are.
    Installation,
    /// What concerns an association and none of its members alone.
    Association(AssociationId),
    /// What concerns a member.
    Member(MemberId),
}

impl Scope {
    /// The scope of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name.split_once(':') {
            None => (name == "installation").then_some(Self::Installation),
            Some(("association", id)) => AssociationId::parse(id).map(Self::Association),
            Some(("member", id)) => MemberId::parse(id).map(Self::Member),
            Some(_) => None,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Installation => f.write_str("installation"),
            Self::Association(id) => write!(f, "association:{id}"),
            Self::Member(id) => write!(f, "member:{id}"),
        }
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Somebody who has an account.
    Account(AccountId),
    /// Whoever holds the machine.
    CommandLine,
    /// The program by itself, when it was time.
    Program,
    /// Somebody of whom nothing is known.
    Nobody,
}

impl Who {
    /// Who is so called.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "command line" => Some(Self::CommandLine),
            "program" => Some(Self::Program),
            "nobody" => Some(Self::Nobody),
            _ => name.strip_prefix("account:").and_then(AccountId::parse).map(Self::Account),
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::CommandLine => f.write_str("command line"),
            Self::Program => f.write_str("program"),
            Self::Nobody => f.write_str("nobody"),
        }
    }
}

macro_rules! things {
    ($($(#[$doc:meta])* $kind:ident($thing:ident) = $name:literal,)*) => {
        /// What or whom it was done to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum About {
            $($(#[$doc])* $kind($thing),)*
            /// Something that a role may do, or may not.
            Action(Action),
            /// A report.
            Report(ReportName),
            /// A report of many figures at once.
            WholeReport(WholeReport),
        }

        impl About {
            /// What is so called.
            pub fn parse(name: &str) -> Option<Self> {
                match name.split_once(':')? {
                    $(($name, id) => $thing::parse(id).map(Self::$kind),)*
                    ("action", name) => Action::parse(name).map(Self::Action),
                    ("report", name) => {
                        let whole = WholeReport::parse(name).map(Self::WholeReport);
                        whole.or_else(|| ReportName::parse(name).map(Self::Report))
                    }
                    _ => None,
                }
            }
        }

        impl fmt::Display for About {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$kind(id) => write!(f, concat!($name, ":{}"), id),)*
                    Self::Action(action) => write!(f, "action:{}", action.as_str()),
                    Self::Report(report) => write!(f, "report:{}", report.as_str()),
                    Self::WholeReport(report) => write!(f, "report:{}", report.as_str()),
                }
            }
        }
    };
}

things! {
    /// An account.
    Account(AccountId) = "account",
    /// A device.
    Device(DeviceId) = "device",
    /// A stay.
    Participation(ParticipationId) = "participation",
    /// A person, by the id that stands for the alias.
    Person(PersonId) = "person",
    /// A record.
    Record(RecordId) = "record",
    /// An intervention.
    Intervention(InterventionId) = "intervention",
    /// A member.
    Member(MemberId) = "member",
    /// An association.
    Association(AssociationId) = "association",
    /// A file that was taken in.
    Import(ImportId) = "import",
    /// Words about deviations that have left a member.
    Summary(SummaryId) = "summary",
}

/// One thing that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Whose log it stands in.
    pub scope: Scope,
    /// Who did it.
    pub who: Who,
    /// What was done.
    pub what: What,
    /// To what or whom.
    pub about: Option<About>,
    /// Why, or which of several kinds.
    pub why: Option<Reason>,
}

impl Entry {
    /// Says who did what.
    pub const fn new(scope: Scope, who: Who, what: What) -> Self {
        Self { scope, who, what, about: None, why: None }
    }

    /// Says to what or whom.
    #[must_use]
    pub const fn about(self, about: About) -> Self {
        Self { about: Some(about), ..self }
    }

    /// Says why.
    #[must_use]
    pub const fn because(self, why: Reason) -> Self {
        Self { why: Some(why), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn names_lead_back_to_what_they_name() {
        let id = Uuid::from_u128(7);
        for scope in [
            Scope::Installation,
            Scope::Association(AssociationId::from_uuid(id)),
            Scope::Member(MemberId::from_uuid(id)),
        ] {
            assert_eq!(Scope::parse(&scope.to_string()), Some(scope));
        }
        for who in [Who::Account(AccountId::from_uuid(id)), Who::CommandLine, Who::Program, Who::Nobody] {
            assert_eq!(Who::parse(&who.to_string()), Some(who));
        }
        for about in [
            About::Participation(ParticipationId::from_uuid(id)),
            About::Action(Action::ReadAudit),
            About::Report(ReportName::ALL[0]),
        ] {
            assert_eq!(About::parse(&about.to_string()), Some(about));
        }
    }

    #[test]
    fn other_names_name_nothing() {
        for name in ["", "member", "member:", "member:x", "Installation", "person:7"] {
            assert_eq!((Scope::parse(name), Who::parse(name), About::parse(name)), (None, None, None), "{name}");
        }
    }
}
