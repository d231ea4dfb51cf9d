//! What there is to do with a person: a way to each screen that records something.

use super::SectionProps;
use crate::phone::use_phone;
use crate::platform::clock;
use crate::staff::route::{MonthInAddress, Route, StayInAddress};
use crate::staff::texts::StaffTexts as _;
use crate::staff::two_versions;
use crate::widgets::{ActionKind, LinkAction, month_name};
use yew::prelude::*;

/// The ways.
#[component]
pub(super) fn ToDo(props: &SectionProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let (month, id) = (clock::today().month(), StayInAddress(props.id));
    html! {
        <div class="to-do">
            if props.folded.withdrawal.is_none() {
                <LinkAction<Route>
                    label={texts.follow_up_for(month_name(&texts, month))}
                    to={Route::FollowUp { id, month: MonthInAddress(month) }}
                />
                <LinkAction<Route> kind={ActionKind::Beside} label={texts.deviation_note()} to={Route::NoteDeviation { id }} />
            }
            if two_versions::is_any(&props.folded) && props.folded.withdrawal.is_none() {
                <LinkAction<Route> kind={ActionKind::Beside} label={texts.choose_version()} to={Route::TwoVersions { id }} />
            }
            <LinkAction<Route> kind={ActionKind::Beside} label={texts.invite_title()} to={Route::Invite { id }} />
            <LinkAction<Route> kind={ActionKind::Beside} label={texts.stay_title()} to={Route::Stay { id }} />
        </div>
    }
}
