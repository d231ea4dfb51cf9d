//! What becomes of a record that comes in: one decision from what the store knows. A push, an import and the simulation
//! decide by it. It does not know how a store finds out, nor how it keeps what was decided.

use crate::account::Role;
use crate::fold::Participation;
use crate::id::{AccountId, InterventionId, MemberId};
use crate::intervention::Admission;
use crate::record::{Bench, Body, Record, Refusal, judge};
use crate::time::{Date, Instant, Month};

/// A record with the same id that is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// Whether its content is the same.
    pub same_content: bool,
    /// When it came.
    pub received_at: Instant,
}

/// What the store knows that bears on a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// The participation was erased.
    pub erased: bool,
    /// The participant has withdrawn consent.
    pub withdrawn: bool,
    /// The member whose log it would enter: the participation's, or that of the intervention enrolled in.
    pub member: Option<MemberId>,
    /// The same id in that log.
    pub before: Option<Before>,
    /// Whether the author has access to the participation now; `None` where the author never had.
    pub open: Option<bool>,
    /// The participation's intervention, where the author has or had access.
    pub intervention: Option<InterventionId>,
    /// Whether the participation exists in that member, for an author who never had access.
    pub exists: bool,
    /// The member that runs the intervention that the record names, if that is the author's.
    pub named_member: Option<MemberId>,
    /// Whether the person whom the record enrols has stays at the member, and the author follows none of them.
    pub names_somebody_elses: bool,
    /// Whether the supervisor that the record names is one in the intervention.
    pub names_a_supervisor: bool,
    /// When people can begin in the intervention that the record names; `None` where nothing is said of it.
    pub admission: Option<Admission>,
}

/// What becomes of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// It enters this member's log.
    Append(MemberId),
    /// It is there, since then.
    Known(Instant),
    /// It is put aside.
    Refuse(Refusal),
    /// It is about somebody who was erased.
    Gone,
}

/// Decides about one record.
pub fn rule(record: &Record, bench: &Bench<'_>, facts: &Facts) -> Ruling {
    if facts.erased {
        return Ruling::Gone;
    }
    match facts.before {
        Some(before) if before.same_content => return Ruling::Known(before.received_at),
        Some(_) => return Ruling::Refuse(Refusal::ConflictingId),
        None => {}
    }
    if facts.withdrawn {
        return Ruling::Refuse(Refusal::ConsentWithdrawn);
    }
    match judge(record, bench).and_then(|()| admit(record, facts)) {
        Ok(member) => Ruling::Append(member),
        Err(refusal) => Ruling::Refuse(refusal),
    }
}

/// The rules of admission that need the store: whose intervention it is, and who may be named.
fn admit(record: &Record, facts: &Facts) -> Result<MemberId, Refusal> {
    let member = facts.member.ok_or(Refusal::NotYours)?;
    // An enrolment is judged without a standing, so a closed case, or another's, shows only here.
    if facts.open.map_or(facts.exists, |open| !open) {
        return Err(Refusal::NotYours);
    }
    let said = said(&record.body);
    if intervention_of(said).is_some() && (facts.named_member != Some(member) || facts.names_somebody_elses) {
        return Err(Refusal::NotYours);
    }
    if !is_admitted(record, facts) {
        return Err(Refusal::NotAdmitting);
    }
    match (named_supervisor(said), intervention_of(said).or(facts.intervention)) {
        (Some(account), Some(_)) if !facts.names_a_supervisor => Err(Refusal::UnknownSupervisor { account }),
        _ => Ok(member),
    }
}

/// Whether people can begin in the intervention that a record names, on the day that it names. A correction tells what was
/// so, and may name a day on which nobody could begin; it names no intervention that nobody is registered in.
fn is_admitted(record: &Record, facts: &Facts) -> bool {
    let Some(admission) = facts.admission else { return true };
    match &record.body {
        Body::Enrolled(enrolment) => admission.admits(enrolment.started, enrolment.started),
        Body::EnrolledAnonymously { start_year, .. } => {
            days_of(*start_year).is_none_or(|(first, last)| admission.admits(first, last))
        }
        _ => admission.registers,
    }
}

fn days_of(year: u16) -> Option<(Date, Date)> {
    Some((Month::new(year, 1)?.first_day(), Month::new(year, 12)?.last_day()))
}

/// What a record says: a correction says what it puts in place.
pub fn said(body: &Body) -> &Body {
    match body {
        Body::Corrected { replacement, .. } => replacement,
        body => body,
    }
}

/// The intervention that an enrolment names.
pub const fn intervention_of(body: &Body) -> Option<InterventionId> {
    match body {
        Body::Enrolled(enrolment) => Some(enrolment.intervention),
        Body::EnrolledAnonymously { intervention, .. } => Some(*intervention),
        _ => None,
    }
}

/// The supervisor that a body names.
pub const fn named_supervisor(body: &Body) -> Option<AccountId> {
    match body {
        Body::Enrolled(enrolment) => enrolment.supervisor,
        Body::SupervisorChanged { to } => Some(*to),
        _ => None,
    }
}

/// Who has access to a participation from its enrolment on: whoever enrols, unless that is an import, and whoever is
/// named to follow.
pub fn first_holders(author: AccountId, role: Role, enrolment: &Body) -> impl Iterator<Item = AccountId> {
    let enroller = (role != Role::Operator).then_some(author);
    enroller.into_iter().chain(named_supervisor(enrolment))
}

/// The supervisor who takes over, with access for nobody else who supervises, when a record makes `before` into `after`.
/// A change that arrives late and no longer holds moves nobody.
pub fn takes_over(before: &Participation, after: &Participation) -> Option<AccountId> {
    after.supervisor.filter(|_| before.supervisor != after.supervisor)
}
