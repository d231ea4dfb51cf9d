//! What a member calls its own, for files that are taken in for that member alone: what is there already is found by its
//! name, whoever made it, and what is not there gets an id that is nobody else's. So a file never reaches another member's
//! people, even where both count theirs from 1.

use super::cell::CellFault;
use super::identity::{Identity, derived};
use super::table::Row;
use crate::store::{MemberNames, Named, Setting};
use shared::id::{AccountId, AssociationId, InterventionId, MemberId, ParticipationId, PersonId};
use shared::import::Why;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// A member's names.
#[derive(Debug)]
pub(crate) struct OwnNames {
    association: Named<AssociationId>,
    member: Named<MemberId>,
    interventions: HashMap<String, InterventionId>,
    supervisors: HashMap<String, Vec<AccountId>>,
    accounts: HashSet<AccountId>,
    own_stays: HashSet<ParticipationId>,
    others_stays: HashSet<ParticipationId>,
    own_people: HashSet<PersonId>,
    others_people: HashSet<PersonId>,
    new: Mutex<NewNames>,
}

/// What a file names that is not there yet.
#[derive(Debug, Clone, Default)]
pub(super) struct NewNames {
    pub(super) interventions: BTreeSet<Box<str>>,
    pub(super) supervisors: BTreeSet<Box<str>>,
}

impl From<MemberNames> for OwnNames {
    fn from(names: MemberNames) -> Self {
        let MemberNames { association, member, interventions, supervisors, accounts, stays } = names;
        let mut by_name: HashMap<String, Vec<AccountId>> = HashMap::new();
        for supervisor in supervisors {
            by_name.entry(supervisor.name).or_default().push(supervisor.id);
        }
        let (own, others): (Vec<_>, Vec<_>) = stays.into_iter().partition(|stay| stay.member == member.id);
        Self {
            association,
            interventions: interventions.into_iter().map(|one| (one.name, one.id)).collect(),
            supervisors: by_name,
            accounts: accounts.into_iter().collect(),
            own_stays: own.iter().map(|stay| stay.id).collect(),
            others_stays: others.iter().map(|stay| stay.id).collect(),
            own_people: own.iter().filter_map(|stay| stay.person).collect(),
            others_people: others.iter().filter_map(|stay| stay.person).collect(),
            new: Mutex::default(),
            member,
        }
    }
}

impl OwnNames {
    pub(super) const fn association(&self) -> AssociationId {
        self.association.id
    }

    pub(super) const fn member(&self) -> MemberId {
        self.member.id
    }

    /// What was named and is not there.
    pub(super) fn new_names(&self) -> NewNames {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn stay(&self, of_all: ParticipationId, of_member: impl FnOnce() -> Uuid) -> ParticipationId {
        let of_member = || ParticipationId::from_uuid(of_member());
        chosen(of_all, of_member, &self.own_stays, &self.others_stays)
    }

    pub(super) fn person(&self, of_all: PersonId, of_member: impl FnOnce() -> Uuid) -> PersonId {
        chosen(of_all, || PersonId::from_uuid(of_member()), &self.own_people, &self.others_people)
    }

    /// The place that a row names, which must be the member's.
    pub(super) fn setting(
        &self,
        row: &Row,
        identity: &Identity,
        (intervention, focus): (&str, String),
        supervisor: Option<&str>,
    ) -> Result<Setting, CellFault> {
        self.check_own(row, "association", &self.association.name)?;
        self.check_own(row, "member", &self.member.name)?;
        let supervisor = supervisor.map(|name| self.supervisor(name)).transpose()?;
        Ok(Setting {
            association: self.association.clone(),
            operator: identity.operator(),
            member: self.member.clone(),
            intervention: self.intervention(identity, intervention),
            focus,
            supervisor,
        })
    }

    fn check_own(&self, row: &Row, column: &'static str, own: &str) -> Result<(), CellFault> {
        let cell = row.cell(column);
        if cell.is_empty() || cell.to_lowercase() == own.to_lowercase() {
            return Ok(());
        }
        Err(CellFault::because(column, Why::AnotherMember { own: own.into() }))
    }

    fn intervention(&self, identity: &Identity, name: &str) -> Named<InterventionId> {
        if let Some(id) = self.interventions.get(name) {
            return Named { id: *id, name: name.into() };
        }
        self.new.lock().unwrap_or_else(PoisonError::into_inner).interventions.insert(name.into());
        identity.intervention(self.member.id, name)
    }

    /// Whoever of that name supervises at the member. Somebody new is not one who only works for another member.
    fn supervisor(&self, name: &str) -> Result<Named<AccountId>, CellFault> {
        let of_all = Identity::within(self.association.id).supervisor(name);
        match self.supervisors.get(name).map_or(&[][..], Vec::as_slice) {
            [one] => Ok(Named { id: *one, name: name.into() }),
            [] => {
                self.new.lock().unwrap_or_else(PoisonError::into_inner).supervisors.insert(name.into());
                if !self.accounts.contains(&of_all.id) {
                    return Ok(of_all);
                }
                let id = AccountId::from_uuid(derived(self.member.id.uuid(), "supervisor", name));
                Ok(Named { id, name: name.into() })
            }
            several if several.contains(&of_all.id) => Ok(of_all),
            _ => Err(CellFault::because("supervisor", Why::SeveralSupervisors { name: name.into() })),
        }
    }
}

/// The id that everybody in the association would make, unless only others have it.
fn chosen<I: Copy + Eq + std::hash::Hash>(
    of_all: I,
    of_member: impl FnOnce() -> I,
    own: &HashSet<I>,
    others: &HashSet<I>,
) -> I {
    if own.contains(&of_all) {
        return of_all;
    }
    let of_member = of_member();
    if own.contains(&of_member) || others.contains(&of_all) { of_member } else { of_all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_member_calls_so_is_left_to_it() {
        let set = |ids: &[u32]| ids.iter().copied().collect::<HashSet<_>>();
        let choose = |own: &[u32], others: &[u32]| chosen(1, || 2, &set(own), &set(others));
        assert_eq!(choose(&[], &[]), 1, "nobody has it");
        assert_eq!(choose(&[], &[1]), 2, "another member has it");
        assert_eq!(choose(&[1], &[1]), 1, "it was there before");
        assert_eq!(choose(&[2], &[]), 2, "the other member's is gone, and ours stays what it is");
    }
}
