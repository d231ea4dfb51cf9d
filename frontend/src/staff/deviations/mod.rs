//! Deviations: noted from a person's page, gathered and released by whoever leads, followed up by the association.

mod fetched;
mod following;
mod gathering;
mod note;
mod noted;

pub(super) use following::FollowingPage;
pub(super) use gathering::GatheringPage;
pub(super) use note::NotePage;

use crate::platform::server::ServerFault;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::deviation::Progress;
use shared::sync::Failure;
use yew::AttrValue;

fn progress_text(texts: &Texts, progress: Progress) -> AttrValue {
    match progress {
        Progress::Noted => texts.progress_noted(),
        Progress::TakenUp => texts.progress_taken_up(),
        Progress::UnderWay => texts.progress_under_way(),
        Progress::Changed => texts.progress_changed(),
        Progress::NotPossible => texts.progress_not_possible(),
    }
}

fn fault_text(texts: &Texts, fault: &ServerFault) -> AttrValue {
    match fault {
        ServerFault::Failed(Failure::SignedOut) => texts.sync_signed_out(),
        ServerFault::Failed(_) | ServerFault::Refused(_) => texts.deviations_unreachable(),
    }
}
