//! A table that may be wider than the phone: it scrolls by itself, also from the keyboard, and the page stays still.

use yew::prelude::*;

/// Properties of [`WideTable`].
#[derive(PartialEq, Properties)]
pub struct WideTableProps {
    /// What the table shows, for those who come to it by keyboard.
    pub name: AttrValue,
    /// Head and body.
    pub children: Children,
}

/// The table in its frame.
#[component]
pub fn WideTable(props: &WideTableProps) -> Html {
    html! {
        <div class="wide-table" role="region" aria-label={&props.name} tabindex="0">
            <table>{for props.children.iter()}</table>
        </div>
    }
}
