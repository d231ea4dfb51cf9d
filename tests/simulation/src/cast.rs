//! Who and what a history is about: members with an intervention each, supervisors who work for all of them, stays, and
//! a participant for some of the stays. Ids come from numbers, so that a history reads the same each time.

use shared::account::Role;
use shared::code::Code;
use shared::id::{AccountId, InterventionId, MemberId, ParticipationId, PersonId};
use shared::record::{Body, Enrolment, Gender, Note};
use shared::reference::Reference;
use shared::time::{Date, Instant, Month};
use uuid::Uuid;

/// When every history begins: 20 March 2026, ten in the morning.
pub(crate) const BEGIN: Instant = Instant(1_774_000_800_000);

/// How many members there are.
pub(crate) const MEMBERS: usize = 2;
/// How many stays there are at the beginning.
pub(crate) const STAYS: usize = 3;
/// How many supervisors there are.
pub(crate) const SUPERVISORS: usize = 2;

const fn uuid(kind: u64, number: usize) -> Uuid {
    Uuid::from_u64_pair(kind, number as u64)
}

/// A member.
pub(crate) const fn member(number: usize) -> MemberId {
    MemberId::from_uuid(uuid(1, number))
}

/// A member's intervention.
pub(crate) const fn intervention(number: usize) -> InterventionId {
    InterventionId::from_uuid(uuid(2, number))
}

/// The member that runs an intervention.
pub(crate) fn member_of(of: InterventionId) -> Option<MemberId> {
    (0..MEMBERS).find(|number| intervention(*number) == of).map(member)
}

/// A stay that is there at the beginning.
pub(crate) const fn stay(number: usize) -> ParticipationId {
    ParticipationId::from_uuid(uuid(3, number))
}

/// The member that controls a stay of the beginning.
pub(crate) const fn member_of_stay(number: usize) -> usize {
    number % MEMBERS
}

/// Somebody with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Follows people; works for every member.
    Supervisor(usize),
    /// Takes part: the stay of the same number.
    Participant(usize),
    /// Looks at dashboards; the devices of a leader hold no records.
    Leader,
}

impl Person {
    /// The person's account.
    pub const fn account(self) -> AccountId {
        match self {
            Self::Supervisor(number) => AccountId::from_uuid(uuid(4, number)),
            Self::Participant(number) => AccountId::from_uuid(uuid(5, number)),
            Self::Leader => AccountId::from_uuid(uuid(6, 0)),
        }
    }

    /// What the person is.
    pub const fn role(self) -> Role {
        match self {
            Self::Supervisor(_) => Role::Supervisor,
            Self::Participant(_) => Role::Participant,
            Self::Leader => Role::ProjectLeader,
        }
    }
}

/// Whether an account is a supervisor's.
pub(crate) fn is_supervisor(account: AccountId) -> bool {
    (0..SUPERVISORS).any(|number| Person::Supervisor(number).account() == account)
}

/// An enrolment in a member's intervention.
pub(crate) fn enrolment(member: usize, supervisor: usize, started: Date) -> Body {
    Body::Enrolled(Enrolment {
        intervention: intervention(member),
        person: PersonId::from_uuid(uuid(7, member)),
        alias: Note::new("Björk").unwrap_or_else(|_| unreachable!("it is a text")),
        gender: Gender::Woman,
        birth_year: None,
        municipality: None,
        education: None,
        started,
        supervisor: Some(Person::Supervisor(supervisor).account()),
        consented: None,
        support_before: Vec::new(),
        months_in_support_before: None,
        occupation_before: Vec::new(),
    })
}

/// The first day of every stay that is there at the beginning: long enough ago for the slice to matter.
pub(crate) fn started() -> Date {
    BEGIN.date().month().plus(-20).first_day()
}

/// A month some months before the one that an instant lies in.
pub(crate) fn month(now: Instant, back: i32) -> Month {
    now.date().month().plus(-back)
}

/// A code that is known to be one.
pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap_or_else(|_| unreachable!("it is a code"))
}

/// As little reference data as records can be judged by.
pub(crate) fn reference() -> Reference {
    serde_json::from_str(REFERENCE).unwrap_or_else(|error| unreachable!("the simulation's reference data: {error}"))
}

const REFERENCE: &str = r#"{
    "version": "simulation",
    "instruments": [{
        "id": "monthly", "version": 1, "licence": "MIT", "direction": "higher_is_better", "reviewed": {"sv": true},
        "items": [{
            "id": "mood", "rater": "both", "scale": {"lowest": 1, "highest": 5}, "in_score": true,
            "name": {"sv": "x"}, "question": {"sv": "x"}, "staff_question": {"sv": "x"},
            "levels": {"1": {"sv": "x"}, "5": {"sv": "x"}}
        }]
    }],
    "code_lists": [],
    "bridge": {"id": "bridge", "version": 1, "name": {"sv": "Bron"}, "steps": [
        {"code": "one", "rank": 1, "name": {"sv": "Ett"}},
        {"code": "two", "rank": 2, "name": {"sv": "Två"}},
        {"code": "three", "rank": 3, "name": {"sv": "Tre"}}
    ]}
}"#;
