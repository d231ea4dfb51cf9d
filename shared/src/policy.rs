//! Who may do what, and to whom: the one table that the server asks before it does anything for somebody, that the app
//! asks before it offers something, and that the tests of rights are made from. It is pure; who is related to whom, the
//! store knows.
//!
//! A right has three parts: what somebody is ([`Role`]), what is to be done ([`Action`]), and how far that role's right to
//! do it goes ([`Reach`]). What lies beyond the reach is not refused but is not there: an answer never tells whether
//! something foreign exists.

use crate::account::Role;
use serde::{Deserialize, Serialize};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See and change what belongs to the own account: who one is, sessions, devices, ways to sign in.
    KeepOwnAccount,
    /// Send records that were written on a device.
    SendRecords,
    /// Fetch records to a device.
    FetchRecords,
    /// Fetch questions, lists and the bridge.
    FetchReferenceData,
    /// Hand in the file of unsent records of somebody else's phone.
    HandInUnsentFile,
    /// Review what was put aside, and take it in, correct it or discard it.
    ReviewQuarantine,
    /// Invite a participant to the app, see which phones the person has, and end them.
    InviteParticipant,
    /// See all that is kept of oneself, have it as a file, and see who has read it.
    SeeOwnRecord,
    /// Have all of it erased.
    EraseOwnRecord,
    /// Be reminded on the own phone of a month that is not answered.
    BeReminded,
    /// See figures in which nobody is hidden.
    SeeMemberFigures,
    /// See figures that have left the members, small groups hidden.
    SeeReleasedFigures,
    /// See the deviations of own interventions, and release words about them in which nobody can be recognised.
    GatherDeviations,
    /// See what was released of deviations, and what became of it.
    SeeReleasedDeviations,
    /// Say how far a released deviation has come.
    FollowUpDeviations,
    /// Say what interventions cost, and what a month of support or work is worth.
    KeepPricesAndCosts,
    /// Read what was done, in the member's audit log.
    ReadAudit,
    /// Make and change what a member runs.
    AdministerInterventions,
    /// Invite a member's staff, and say who does what.
    AdministerStaff,
    /// Take in a member's files, see which were taken in, and take one back as a whole.
    ImportFiles,
    /// Make and change an association's members, and invite the first administrator of each.
    AdministerMembers,
    /// Make new versions of an association's bridge, code lists, questionnaires and goals.
    AdministerReferenceData,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 22] = [
        Self::KeepOwnAccount,
        Self::SendRecords,
        Self::FetchRecords,
        Self::FetchReferenceData,
        Self::HandInUnsentFile,
        Self::ReviewQuarantine,
        Self::InviteParticipant,
        Self::SeeOwnRecord,
        Self::EraseOwnRecord,
        Self::BeReminded,
        Self::SeeMemberFigures,
        Self::SeeReleasedFigures,
        Self::GatherDeviations,
        Self::SeeReleasedDeviations,
        Self::FollowUpDeviations,
        Self::KeepPricesAndCosts,
        Self::ReadAudit,
        Self::AdministerInterventions,
        Self::AdministerStaff,
        Self::ImportFiles,
        Self::AdministerMembers,
        Self::AdministerReferenceData,
    ];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeepOwnAccount => "keep_own_account",
            Self::SendRecords => "send_records",
            Self::FetchRecords => "fetch_records",
            Self::FetchReferenceData => "fetch_reference_data",
            Self::HandInUnsentFile => "hand_in_unsent_file",
            Self::ReviewQuarantine => "review_quarantine",
            Self::InviteParticipant => "invite_participant",
            Self::SeeOwnRecord => "see_own_record",
            Self::EraseOwnRecord => "erase_own_record",
            Self::BeReminded => "be_reminded",
            Self::SeeMemberFigures => "see_member_figures",
            Self::SeeReleasedFigures => "see_released_figures",
            Self::GatherDeviations => "gather_deviations",
            Self::SeeReleasedDeviations => "see_released_deviations",
            Self::FollowUpDeviations => "follow_up_deviations",
            Self::KeepPricesAndCosts => "keep_prices_and_costs",
            Self::ReadAudit => "read_audit",
            Self::AdministerInterventions => "administer_interventions",
            Self::AdministerStaff => "administer_staff",
            Self::ImportFiles => "import_files",
            Self::AdministerMembers => "administer_members",
            Self::AdministerReferenceData => "administer_reference_data",
        }
    }

    /// The action of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }
}

/// How far a right goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// To nothing: the role does not do this.
    Nothing,
    /// To what is the account's own: its sessions, or the stays of the person it belongs to.
    Own,
    /// To the stays that the account has been given access to and follows.
    Followed,
    /// To the interventions that the account is responsible for.
    Interventions,
    /// To everything of one member.
    Member,
    /// To what has left the members of one association.
    Association,
}

/// How far the right of a role to do something goes: the whole policy.
///
/// The operator of an installation has no right here. Whoever holds the machine works on its command line, and what is
/// done there is written into the audit log.
pub const fn reach(role: Role, action: Action) -> Reach {
    match (action, role) {
        (Action::KeepOwnAccount | Action::FetchReferenceData, _) => Reach::Own,

        (Action::SendRecords | Action::FetchRecords, Role::Participant) => Reach::Own,
        (Action::SendRecords | Action::FetchRecords, Role::Supervisor) => Reach::Followed,
        (Action::HandInUnsentFile | Action::ReviewQuarantine | Action::InviteParticipant, Role::Supervisor) => {
            Reach::Followed
        }

        (Action::SeeOwnRecord | Action::EraseOwnRecord | Action::BeReminded, Role::Participant) => Reach::Own,

        (Action::SeeMemberFigures, Role::ProjectLeader) => Reach::Interventions,
        (Action::SeeReleasedFigures, Role::AssociationAnalyst | Role::BoardMember) => Reach::Association,

        // What was missing round a person leaves the member as words in which nobody can be recognised.
        (Action::GatherDeviations, Role::ProjectLeader) => Reach::Interventions,
        (Action::SeeReleasedDeviations, Role::AssociationAnalyst | Role::BoardMember) => Reach::Association,
        (Action::FollowUpDeviations, Role::AssociationAnalyst) => Reach::Association,

        (Action::ReadAudit, Role::MemberAdministrator) => Reach::Member,

        // What concerns people who are registered stays inside the member; what all members count by is the association's.
        (
            Action::AdministerInterventions | Action::AdministerStaff | Action::ImportFiles,
            Role::MemberAdministrator,
        ) => Reach::Member,
        (
            Action::AdministerMembers | Action::AdministerReferenceData | Action::KeepPricesAndCosts,
            Role::AssociationAnalyst,
        ) => Reach::Association,

        (
            Action::SendRecords
            | Action::FetchRecords
            | Action::HandInUnsentFile
            | Action::ReviewQuarantine
            | Action::InviteParticipant
            | Action::SeeOwnRecord
            | Action::EraseOwnRecord
            | Action::BeReminded
            | Action::SeeMemberFigures
            | Action::SeeReleasedFigures
            | Action::GatherDeviations
            | Action::SeeReleasedDeviations
            | Action::FollowUpDeviations
            | Action::ReadAudit
            | Action::KeepPricesAndCosts
            | Action::AdministerInterventions
            | Action::AdministerStaff
            | Action::ImportFiles
            | Action::AdministerMembers
            | Action::AdministerReferenceData,
            _,
        ) => Reach::Nothing,
    }
}

/// Whether a role does this at all.
pub const fn may(role: Role, action: Action) -> bool {
    !matches!(reach(role, action), Reach::Nothing)
}

/// Whether somebody who looks after a member's staff gives this role. Those of the association are given on the command
/// line.
pub const fn is_a_members(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::ProjectLeader | Role::MemberAdministrator)
}

/// Whether a role is held for interventions that are named.
pub const fn is_for_interventions(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::ProjectLeader)
}

/// Whether one person may hold both roles. Who registers participants, or looks after those who do, does not decide for
/// the association what is released and what it costs; who sees individuals, or unhidden counts of them, does not also see
/// what the association is shown, from which the others' small counts would follow; and nobody is a participant of what they
/// run.
pub const fn may_be_held_together(one: Role, other: Role) -> bool {
    !is_kept_from(one, other) && !is_kept_from(other, one)
}

const fn is_kept_from(one: Role, other: Role) -> bool {
    match one {
        Role::Participant => !matches!(other, Role::Participant),
        Role::Supervisor | Role::ProjectLeader | Role::MemberAdministrator => {
            matches!(other, Role::AssociationAnalyst | Role::BoardMember | Role::Operator)
        }
        Role::AssociationAnalyst | Role::BoardMember | Role::Operator => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_are_written() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_value(action).ok(), Some(action.as_str().into()));
            assert_eq!(Action::parse(action.as_str()), Some(action));
        }
    }

    #[test]
    fn only_who_runs_an_intervention_or_takes_part_sees_individuals() {
        for role in Role::ALL {
            let sees = matches!(role, Role::Participant | Role::Supervisor);
            assert_eq!(may(role, Action::FetchRecords), sees, "{role:?}");
            assert_eq!(reach(role, Action::FetchRecords) == Reach::Own, role == Role::Participant);
        }
    }

    #[test]
    fn nobody_outside_the_member_sees_figures_in_which_nobody_is_hidden() {
        for role in Role::ALL {
            let inside = role == Role::ProjectLeader;
            assert_eq!(may(role, Action::SeeMemberFigures), inside, "{role:?}");
            assert!(!(inside && may(role, Action::SeeReleasedFigures)));
        }
    }

    #[test]
    fn nobody_outside_the_member_sees_deviations_before_they_are_released() {
        for role in Role::ALL {
            assert_eq!(may(role, Action::GatherDeviations), role == Role::ProjectLeader, "{role:?}");
            assert!(!(may(role, Action::GatherDeviations) && may(role, Action::SeeReleasedDeviations)));
            assert!(!may(role, Action::FollowUpDeviations) || may(role, Action::SeeReleasedDeviations), "{role:?}");
        }
    }

    #[test]
    fn nobody_administers_both_a_member_and_the_association() {
        let of_the_member = [Action::AdministerInterventions, Action::AdministerStaff, Action::ImportFiles];
        let of_the_association = [Action::AdministerMembers, Action::AdministerReferenceData];
        for one in Role::ALL.into_iter().filter(|role| of_the_member.iter().any(|action| may(*role, *action))) {
            for other in
                Role::ALL.into_iter().filter(|role| of_the_association.iter().any(|action| may(*role, *action)))
            {
                assert!(!may_be_held_together(one, other), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn who_registers_participants_does_not_administer_the_association() {
        for registers in [Role::Supervisor, Role::MemberAdministrator] {
            for role in [Role::AssociationAnalyst, Role::BoardMember, Role::Operator, Role::Participant] {
                assert!(!may_be_held_together(registers, role) && !may_be_held_together(role, registers));
            }
            assert!(may_be_held_together(registers, Role::ProjectLeader));
        }
        for association in [Role::AssociationAnalyst, Role::BoardMember] {
            assert!(!may_be_held_together(Role::ProjectLeader, association));
        }
        assert!(may_be_held_together(Role::BoardMember, Role::AssociationAnalyst));
        assert!(may_be_held_together(Role::Supervisor, Role::MemberAdministrator));
    }
}
