//! What is said about a way in: why it did not lead in, and what a role is called.

use super::Fault;
use crate::engine::SignInFault;
use crate::platform::passkey::PasskeyFault;
use crate::platform::server::ServerFault;
use crate::staff::route::WhyNot;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::store_fault_text;
use shared::account::Role;
use shared::sync::Failure;
use shared::way_in::HeldRole;
use yew::prelude::*;

/// What happened and what to do.
pub(super) fn fault_words(texts: &Texts, fault: &Fault) -> AttrValue {
    match fault {
        Fault::Passkey(PasskeyFault::NotDone) => texts.way_in_passkey_not_done(),
        Fault::Passkey(PasskeyFault::ThereAlready) => texts.way_in_passkey_there_already(),
        Fault::Passkey(PasskeyFault::NotPossible) => texts.way_in_passkey_not_possible(),
        Fault::Server(ServerFault::Failed(Failure::SignedOut)) => texts.way_in_invitation_spent(),
        Fault::Server(ServerFault::Failed(_)) => texts.way_in_no_network(),
        Fault::Server(ServerFault::Refused(problem)) => match &*problem.code {
            "passkey_refused" => texts.way_in_passkey_refused(),
            "recovery_refused" => texts.way_in_recovery_refused(),
            "no_passkeys" => texts.way_in_passkey_not_possible(),
            "not_proven" => texts.way_in_not_proven(),
            _ => texts.way_in_no_network(),
        },
    }
}

/// The same where a role was chosen.
pub(super) fn arrival_words(texts: &Texts, fault: &SignInFault) -> AttrValue {
    match fault {
        SignInFault::Link => texts.way_in_not_proven(),
        SignInFault::Server | SignInFault::TooOften => texts.way_in_no_network(),
        SignInFault::Store(fault) => store_fault_text(texts, *fault),
    }
}

/// Why somebody has to sign in, or was sent back.
pub(super) fn why_words(texts: &Texts, why: WhyNot) -> AttrValue {
    match why {
        WhyNot::EachTime => texts.way_in_each_time(),
        WhyNot::Emptied => texts.way_in_emptied(),
        WhyNot::NotKnown => texts.way_in_not_known(),
        WhyNot::NotBound => texts.way_in_not_bound(),
        WhyNot::NotDone => texts.way_in_not_done(),
    }
}

/// A role, and where it is held.
pub(super) fn role_words(texts: &Texts, held: &HeldRole) -> String {
    let name = match held.role {
        Role::Participant => texts.held_participant(),
        Role::Supervisor => texts.held_supervisor(),
        Role::ProjectLeader => texts.held_project_leader(),
        Role::MemberAdministrator => texts.held_member_administrator(),
        Role::AssociationAnalyst => texts.held_association_analyst(),
        Role::BoardMember => texts.held_board_member(),
        Role::Operator => texts.held_operator(),
    };
    let place = if held.interventions.is_empty() { &held.members } else { &held.interventions };
    let place = if place.is_empty() { held.association.to_string() } else { place.join(", ") };
    format!("{name}, {place}")
}
