//! How something is counted, one tap away.

use yew::prelude::*;

/// Properties of [`How`].
#[derive(PartialEq, Properties)]
pub struct HowProps {
    /// What is opened.
    pub label: AttrValue,
    /// How it is counted.
    pub children: Children,
}

/// The words behind their label.
#[component]
pub fn How(props: &HowProps) -> Html {
    html! {
        <details class="how">
            <summary>{&props.label}</summary>
            {for props.children.iter()}
        </details>
    }
}
