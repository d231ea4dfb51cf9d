//! A word to the person: what happened and what to do. Red belongs to faults of the app alone.

use yew::prelude::*;

/// What kind of word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    Calm,
    /// The app failed at something.
    Fault,
}

/// Properties of [`Notice`].
#[derive(PartialEq, Properties)]
pub struct NoticeProps {
    /// What kind of word it is.
    pub kind: NoticeKind,
    /// What happened and what to do.
    pub children: Children,
}

/// A notice; faults are read out at once.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let (class, role) = match props.kind {
        NoticeKind::Calm => ("notice calm", None),
        NoticeKind::Fault => ("notice fault", Some("alert")),
    };
    html! { <div {class} {role}>{for props.children.iter()}</div> }
}
