//! What can be done with the figures of a page besides looking at them: they can be printed.

use crate::phone::use_phone;
use crate::platform::page;
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, ActionKind};
use yew::prelude::*;

/// Printing. The printed page has the charts and their tables, and none of the controls.
#[component]
pub(super) fn Export() -> Html {
    let phone = use_phone();
    let on_press = Callback::from(|()| page::print());
    html! { <Action kind={ActionKind::Beside} label={phone.texts().print_page()} {on_press} /> }
}
