//! What can be done with the figures of a page besides looking at them: they can be printed, and taken along as a file of
//! the same months and the same intervention.

use super::selection::Choice;
use crate::phone::use_phone;
use crate::platform::page;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind};
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct ExportProps {
    pub(super) chosen: Choice,
}

/// Printing and files. The printed page has the charts and their tables, and none of the controls; the page of reports has
/// what is chosen here filled in.
#[component]
pub(super) fn Export(props: &ExportProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let on_press = Callback::from(|()| page::print());
    let chosen = props.chosen.clone();
    html! {
        <>
            <Action kind={ActionKind::Beside} label={texts.print_page()} {on_press} />
            <Link<Route, Choice> to={Route::Reports} query={chosen} classes={classes!("action", "beside")}>
                {texts.export_as_file()}
            </Link<Route, Choice>>
            if props.chosen.is_of_some_people() {
                <p class="method">{texts.export_of_all()}</p>
            }
        </>
    }
}
