//! Ids of what an import brings: made from the association and the file's own names, so that importing twice finds
//! everything again.

use super::own_names::OwnNames;
use crate::store::Named;
use shared::id::{AccountId, AssociationId, DeviceId, InterventionId, MemberId, ParticipationId, PersonId, RecordId};
use std::sync::Arc;
use uuid::Uuid;

/// Under which every association's id is made.
const ASSOCIATIONS: Uuid = Uuid::from_u128(0x5f0c_2f6e_9f5e_4c49_8a3b_7d1e_2c60_91b4);

/// The ids of one association's names.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    association: AssociationId,
    /// What is there already at the one member for whom a file is taken in.
    own: Option<Arc<OwnNames>>,
}

impl Identity {
    /// The ids under the association of that name.
    pub(crate) fn of_association(name: &str) -> Self {
        Self::within(AssociationId::from_uuid(derived(ASSOCIATIONS, "association", name)))
    }

    /// The ids under an association.
    pub(crate) const fn within(association: AssociationId) -> Self {
        Self { association, own: None }
    }

    /// The ids of one member's names.
    pub(super) fn of_a_member(own: Arc<OwnNames>) -> Self {
        Self { association: own.association(), own: Some(own) }
    }

    /// What is there at the member for whom a file is taken in, if it is for one.
    pub(super) fn own(&self) -> Option<&OwnNames> {
        self.own.as_deref()
    }

    /// The association's own.
    pub(crate) const fn association(&self) -> AssociationId {
        self.association
    }

    /// The account under which imports write.
    pub(crate) fn operator(&self) -> Named<AccountId> {
        let id = AccountId::from_uuid(self.derived("account", "import"));
        Named { id, name: "Import".into() }
    }

    /// A member of that name.
    pub(crate) fn member(&self, name: &str) -> Named<MemberId> {
        Named { id: MemberId::from_uuid(self.derived("member", name)), name: name.into() }
    }

    /// An intervention of that name.
    pub(crate) fn intervention(&self, member: MemberId, name: &str) -> Named<InterventionId> {
        Named { id: InterventionId::from_uuid(derived(member.uuid(), "intervention", name)), name: name.into() }
    }

    pub(super) fn supervisor(&self, name: &str) -> Named<AccountId> {
        Named { id: AccountId::from_uuid(self.derived("supervisor", name)), name: name.into() }
    }

    /// An account made for a demonstration.
    pub(crate) fn demonstration_account(&self, part: &str, name: &str) -> Named<AccountId> {
        Named { id: AccountId::from_uuid(self.derived("demonstration", part)), name: name.into() }
    }

    /// The person whom the file calls so: the association's, unless that is somebody of another member.
    pub(super) fn person(&self, participant: &str) -> PersonId {
        let of_all = PersonId::from_uuid(self.derived("person", participant));
        match self.own() {
            Some(own) => own.person(of_all, || derived(own.member().uuid(), "person", participant)),
            None => of_all,
        }
    }

    /// The stay that the file calls so: the association's, unless that is another member's.
    pub(super) fn participation(&self, id: &str) -> ParticipationId {
        let of_all = ParticipationId::from_uuid(self.derived("participation", id));
        match self.own() {
            Some(own) => own.stay(of_all, || derived(own.member().uuid(), "participation", id)),
            None => of_all,
        }
    }

    fn derived(&self, kind: &str, name: &str) -> Uuid {
        derived(self.association.uuid(), kind, name)
    }
}

/// The record of a participation that says one thing, such as `exited` or `step 2026-03`.
pub(super) fn record(participation: ParticipationId, what: &str) -> RecordId {
    RecordId::from_uuid(derived(participation.uuid(), "record", what))
}

/// The device that imported records count as made on: one for each participation.
pub(super) fn device(participation: ParticipationId) -> DeviceId {
    DeviceId::from_uuid(derived(participation.uuid(), "device", "import"))
}

pub(super) fn derived(namespace: Uuid, kind: &str, name: &str) -> Uuid {
    Uuid::new_v5(&namespace, format!("{kind}:{name}").as_bytes())
}
