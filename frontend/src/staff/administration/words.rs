//! Why a change was refused, and what things are called, in words.

use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::account::Role;
use shared::code::Code;
use shared::intervention::{InterventionFocus, Orientation};
use shared::sync::Failure;
use yew::AttrValue;

/// Why nothing was changed, and what to do.
pub(in crate::staff) fn fault_words(texts: &Texts, fault: &ServerFault) -> AttrValue {
    match fault {
        ServerFault::Failed(Failure::SignedOut) => texts.sync_signed_out(),
        ServerFault::Failed(_) => texts.admin_unreachable(),
        ServerFault::Refused(problem) => match &*problem.code {
            "not_here" => texts.admin_not_here(),
            "not_a_name" => texts.admin_fault_name(),
            "name_taken" => texts.admin_fault_name_taken(),
            "ends_before_it_starts" => texts.admin_fault_dates(),
            "no_part_of_that" => texts.admin_fault_part_of(),
            "has_stays" => texts.admin_fault_has_stays(),
            "kept_apart" => texts.admin_fault_kept_apart(),
            "not_a_role" => texts.admin_fault_role(),
            "works_elsewhere" => texts.admin_fault_elsewhere(),
            "yourself" => texts.admin_fault_yourself(),
            "has_administrator" => texts.admin_fault_has_administrator(),
            "changed_meanwhile" => texts.admin_fault_changed_meanwhile(),
            _ => texts.admin_refused(&problem.message),
        },
    }
}

pub(super) fn role_name(texts: &Texts, role: Role) -> AttrValue {
    match role {
        Role::Participant => texts.held_participant(),
        Role::Supervisor => texts.held_supervisor(),
        Role::ProjectLeader => texts.held_project_leader(),
        Role::MemberAdministrator => texts.held_member_administrator(),
        Role::AssociationAnalyst => texts.held_association_analyst(),
        Role::BoardMember => texts.held_board_member(),
        Role::Operator => texts.held_operator(),
    }
}

pub(super) fn focus_name(texts: &Texts, focus: InterventionFocus) -> AttrValue {
    match focus {
        InterventionFocus::Job => texts.focus_job(),
        InterventionFocus::Skills => texts.focus_skills(),
        InterventionFocus::Health => texts.focus_health(),
        InterventionFocus::Social => texts.focus_social(),
    }
}

pub(super) fn orientation_name(texts: &Texts, orientation: Orientation) -> AttrValue {
    match orientation {
        Orientation::Individual => texts.orientation_individual(),
        Orientation::Structural => texts.orientation_structural(),
        Orientation::Counted => texts.orientation_counted(),
    }
}

/// What a list is called; one that this app does not know goes by its code.
pub(super) fn list_name(texts: &Texts, list: &Code) -> AttrValue {
    match list.as_str() {
        "support" => texts.list_support(),
        "occupation" => texts.list_occupation(),
        "education" => texts.list_education(),
        "exit_reason" => texts.list_exit_reason(),
        "activity" => texts.list_activity(),
        "deviation_theme" => texts.list_deviation_theme(),
        "party" => texts.list_party(),
        other => other.to_owned().into(),
    }
}

/// What a group of a list is called.
pub(super) fn group_name(texts: &Texts, group: &Code) -> AttrValue {
    match group.as_str() {
        "ill_health" => texts.group_ill_health(),
        "labour_market" => texts.group_labour_market(),
        "social_assistance" => texts.group_social_assistance(),
        other => other.to_owned().into(),
    }
}

/// What a picture shows.
pub(super) fn picture_name(texts: &Texts, picture: &str) -> AttrValue {
    match picture {
        "everyday" => texts.picture_everyday(),
        "health" => texts.picture_health(),
        "energy" => texts.picture_energy(),
        "support" => texts.picture_support(),
        "cooperation" => texts.picture_cooperation(),
        "belief" => texts.picture_belief(),
        "options" => texts.picture_options(),
        "search" => texts.picture_search(),
        "goal" => texts.picture_goal(),
        "ability_now" => texts.picture_ability_now(),
        "life_now" => texts.picture_life_now(),
        "talk" => texts.picture_talk(),
        "learning" => texts.picture_learning(),
        "key" => texts.picture_key(),
        other => other.to_owned().into(),
    }
}
