//! Rights as values. Each is made in one place, from what proves it, and store functions take it as an argument:
//! a caller without the right has nothing to call them with.

use shared::account::{InterventionName, Role};
use shared::audit::{Entry, Scope, What, Who};
use shared::id::{AccountId, AssociationId, DeviceId, MemberId};
use shared::policy::{Action, Reach, may, reach};
use shared::sync::slice::held_from;
use shared::time::{Date, Month};

/// Somebody who is signed in. Made by `sign_in` alone, from a live session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    pub(super) account: AccountId,
    pub(super) role: Role,
    pub(super) association: AssociationId,
}

impl Session {
    /// As what.
    pub(crate) const fn role(&self) -> Role {
        self.role
    }

    /// The right to send and fetch records, for roles whose devices hold them.
    pub(crate) fn records(&self) -> Option<RecordsRight> {
        may(self.role, Action::FetchRecords).then_some(RecordsRight(*self))
    }

    /// The right to invite participants.
    pub(crate) fn invites(&self) -> Option<InviteRight> {
        may(self.role, Action::InviteParticipant).then_some(InviteRight(*self))
    }
}

/// The right to invite the participants whom the account follows, and to end their phones. Whom that is, is looked up in
/// the transaction that does it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InviteRight(Session);

impl InviteRight {
    pub(super) const fn account(&self) -> AccountId {
        self.0.account
    }
}

/// The right to send records, and to fetch those of the participations that the account has access to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordsRight(Session);

/// The right to read the audit log of a member. Made by `audit` alone, for the member that an account looks after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuditRight {
    account: AccountId,
    member: MemberId,
}

impl AuditRight {
    pub(super) fn of(session: &Session, member: MemberId) -> Option<Self> {
        may(session.role, Action::ReadAudit).then_some(Self { account: session.account, member })
    }

    pub(super) const fn account(&self) -> AccountId {
        self.account
    }

    pub(super) const fn scope(&self) -> Scope {
        Scope::Member(self.member)
    }
}

/// The right to look after a member: what it runs, and who works there. Made by `administration` alone, for the member that
/// an account looks after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MemberRight {
    account: AccountId,
    association: AssociationId,
    member: MemberId,
}

impl MemberRight {
    pub(super) fn of(session: &Session, action: Action, member: MemberId) -> Option<Self> {
        let Session { account, association, .. } = *session;
        (reach(session.role, action) == Reach::Member).then_some(Self { account, association, member })
    }

    pub(super) const fn account(&self) -> AccountId {
        self.account
    }

    /// Of which association.
    pub(crate) const fn association(&self) -> AssociationId {
        self.association
    }

    pub(super) const fn member(&self) -> MemberId {
        self.member
    }

    /// An entry of the member's log.
    pub(super) fn did(&self, what: What) -> Entry {
        Entry::new(Scope::Member(self.member), Who::Account(self.account), what)
    }
}

/// The right to look after an association: who its members are, and by what they all count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AssociationRight {
    account: AccountId,
    association: AssociationId,
}

impl AssociationRight {
    /// Of which association.
    pub(crate) const fn association(&self) -> AssociationId {
        self.association
    }

    pub(super) const fn account(&self) -> AccountId {
        self.account
    }

    /// An entry of the association's log.
    pub(super) fn did(&self, what: What) -> Entry {
        Entry::new(Scope::Association(self.association), Who::Account(self.account), what)
    }
}

impl Session {
    /// Of which association.
    pub(crate) const fn association(&self) -> AssociationId {
        self.association
    }

    /// The right to look after the association, as far as this action goes.
    pub(crate) fn administers_association(&self, action: Action) -> Option<AssociationRight> {
        let right = AssociationRight { account: self.account, association: self.association };
        (reach(self.role, action) == Reach::Association).then_some(right)
    }
}

/// The right to see the deviations of the interventions that the account leads, and to release words about them. Which
/// interventions that are, is looked up where it is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GatherRight(Session);

impl GatherRight {
    pub(super) const fn account(&self) -> AccountId {
        self.0.account
    }

    pub(super) const fn association(&self) -> AssociationId {
        self.0.association
    }
}

/// The right to see what was released to an association of its members' deviations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReleasedDeviationsRight(Session);

impl ReleasedDeviationsRight {
    pub(super) const fn association(&self) -> AssociationId {
        self.0.association
    }
}

impl Session {
    /// The right to gather deviations.
    pub(crate) fn gathers_deviations(&self) -> Option<GatherRight> {
        may(self.role, Action::GatherDeviations).then_some(GatherRight(*self))
    }

    /// The right to see what was released of them.
    pub(crate) fn released_deviations(&self) -> Option<ReleasedDeviationsRight> {
        may(self.role, Action::SeeReleasedDeviations).then_some(ReleasedDeviationsRight(*self))
    }
}

/// The right to send records, and to see nothing: what a phone has that nobody has unlocked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SendRight(Session);

impl SendRight {
    /// Whether it is this account's.
    pub(crate) fn is_of(&self, account: AccountId) -> bool {
        self.0.account == account
    }

    pub(super) const fn account(&self) -> AccountId {
        self.0.account
    }

    /// Of which association.
    pub(crate) const fn association(&self) -> AssociationId {
        self.0.association
    }

    /// The author of what comes from a device.
    pub(super) const fn on(&self, device: DeviceId) -> Author {
        Author {
            account: self.0.account,
            role: self.0.role,
            association: self.0.association,
            device: Some(device),
            within: None,
        }
    }
}

impl RecordsRight {
    /// Less: to send only.
    pub(crate) const fn sends(self) -> SendRight {
        SendRight(self.0)
    }

    pub(super) const fn account(&self) -> AccountId {
        self.0.account
    }

    pub(super) const fn association(&self) -> AssociationId {
        self.0.association
    }

    /// As what.
    pub(crate) const fn role(&self) -> Role {
        self.0.role
    }

    /// The first month of the slice that the account's devices hold.
    pub(crate) fn held_from(&self, today: Date) -> Option<Month> {
        held_from(self.0.role, today)
    }
}

/// The right to see, to take away and to erase the own record. Participants have it, of themselves alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnRecordRight(Session);

impl OwnRecordRight {
    pub(super) const fn account(&self) -> AccountId {
        self.0.account
    }
}

impl Session {
    /// The right to the own record, for those who have one.
    pub(crate) fn own_record(&self) -> Option<OwnRecordRight> {
        may(self.role, Action::SeeOwnRecord).then_some(OwnRecordRight(*self))
    }
}

/// The right to be reminded on the own phone. Participants have it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReminderRight(Session);

impl ReminderRight {
    pub(super) const fn account(&self) -> AccountId {
        self.0.account
    }

    pub(super) const fn association(&self) -> AssociationId {
        self.0.association
    }
}

impl Session {
    /// The right to be reminded, for those who have it.
    pub(crate) fn reminder(&self) -> Option<ReminderRight> {
        may(self.role, Action::BeReminded).then_some(ReminderRight(*self))
    }
}

/// The right to review what was put aside. Supervisors have it, of the people whom they follow and of what they sent
/// themselves; which that is, is looked up where it is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReviewRight(Session);

impl ReviewRight {
    pub(super) const fn account(&self) -> AccountId {
        self.0.account
    }

    /// The right to read, under which such reading is noted.
    pub(super) const fn reads(&self) -> RecordsRight {
        RecordsRight(self.0)
    }
}

impl Session {
    /// The right to review, for those who have it.
    pub(crate) fn reviews(&self) -> Option<ReviewRight> {
        may(self.role, Action::ReviewQuarantine).then_some(ReviewRight(*self))
    }
}

/// The right to see figures. Made by `accounts` alone, from a session.
#[derive(Debug, Clone)]
pub(crate) enum DashboardRight {
    /// Everything about these interventions, of which there is at least one.
    Interventions { association: AssociationId, interventions: Vec<InterventionName> },
    /// Aggregates of the whole association, small cells hidden.
    Aggregates { association: AssociationId, interventions: Vec<InterventionName>, asked_by: AccountId },
}

impl DashboardRight {
    /// The interventions that it is about.
    pub(crate) fn interventions(&self) -> &[InterventionName] {
        match self {
            Self::Interventions { interventions, .. } | Self::Aggregates { interventions, .. } => interventions,
        }
    }

    /// Of which association.
    pub(crate) const fn association(&self) -> AssociationId {
        match self {
            Self::Interventions { association, .. } | Self::Aggregates { association, .. } => *association,
        }
    }
}

/// The right to see what leaves the members of an association, small counts hidden, and so to have it leave.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReleaseRight {
    association: AssociationId,
    who: Who,
}

impl ReleaseRight {
    /// Of which association.
    pub(crate) const fn association(self) -> AssociationId {
        self.association
    }

    pub(super) const fn who(self) -> Who {
        self.who
    }
}

impl DashboardRight {
    /// Of those who see aggregates; those who see everything need no release.
    pub(crate) const fn releases(&self) -> Option<ReleaseRight> {
        match self {
            Self::Interventions { .. } => None,
            Self::Aggregates { association, asked_by, .. } => {
                Some(ReleaseRight { association: *association, who: Who::Account(*asked_by) })
            }
        }
    }
}

/// The right to take figures away as a report, to save one and to have it made again. Made by `accounts` alone.
#[derive(Debug, Clone)]
pub(crate) struct ReportRight {
    pub(super) account: AccountId,
    pub(super) dashboards: DashboardRight,
}

impl ReportRight {
    /// The figures that it goes for.
    pub(crate) const fn dashboards(&self) -> &DashboardRight {
        &self.dashboards
    }
}

/// The right to read what an association's figures are computed from. What of them may be told, and to whom, is decided
/// by whoever made it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FiguresRight(AssociationId);

impl FiguresRight {
    /// Of which association.
    pub(crate) const fn association(self) -> AssociationId {
        self.0
    }
}

impl DashboardRight {
    /// Of those who see figures.
    pub(crate) const fn figures(&self) -> FiguresRight {
        FiguresRight(self.association())
    }
}

/// The right of whoever runs the program on the machine, and holds its files anyway.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OperatorRight(());

impl OperatorRight {
    /// For the command line alone; nothing that listens to the network may call it.
    pub(crate) const fn at_the_machine() -> Self {
        Self(())
    }

    /// Figures of an association, for those outside its members.
    pub(crate) const fn releasing(self, association: AssociationId) -> ReleaseRight {
        ReleaseRight { association, who: Who::CommandLine }
    }

    /// What figures of an association are computed from.
    pub(crate) const fn figures(self, association: AssociationId) -> FiguresRight {
        FiguresRight(association)
    }
}

/// The right to take in files.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ImportRight {
    /// Whoever holds the machine: for any association, and all of its members.
    AtTheMachine(OperatorRight),
    /// Whoever looks after a member: for that one alone.
    OfMember(MemberRight),
}

impl ImportRight {
    /// The author of what is imported.
    pub(super) const fn importing(self, association: AssociationId, operator: AccountId) -> Author {
        let (association, within) = match self {
            Self::AtTheMachine(_) => (association, None),
            Self::OfMember(right) => (right.association, Some(right.member)),
        };
        Author { account: operator, role: Role::Operator, association, device: None, within }
    }
}

/// Who writes records, proven by the right it was made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Author {
    pub(super) account: AccountId,
    pub(super) role: Role,
    pub(super) association: AssociationId,
    pub(super) device: Option<DeviceId>,
    /// The one member whose data an import is for, where it is not for all of them.
    pub(super) within: Option<MemberId>,
}
