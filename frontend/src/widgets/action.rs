//! Things to press.

use yew::prelude::*;
use yew_router::prelude::*;

/// How much weight an action has on its screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActionKind {
    /// The one main action.
    #[default]
    Main,
    /// Beside it.
    Beside,
    /// Plain, as a link.
    Quiet,
}

impl ActionKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "action main",
            Self::Beside => "action beside",
            Self::Quiet => "action quiet",
        }
    }
}

/// Properties of [`Action`].
#[derive(PartialEq, Properties)]
pub struct ActionProps {
    /// What it does, in words.
    pub label: AttrValue,
    /// Called when pressed.
    pub on_press: Callback<()>,
    /// Its weight.
    #[prop_or_default]
    pub kind: ActionKind,
    /// Whether what it does is under way.
    #[prop_or_default]
    pub busy: bool,
}

/// A button.
#[component]
pub fn Action(props: &ActionProps) -> Html {
    let (on_press, busy) = (props.on_press.clone(), props.busy);
    let onclick = move |_| {
        if !busy {
            on_press.emit(());
        }
    };
    html! {
        <button type="button" class={props.kind.class()} aria-disabled={busy.then_some("true")} {onclick}>
            {&props.label}
        </button>
    }
}

/// Properties of [`LinkAction`].
#[derive(PartialEq, Properties)]
pub struct LinkActionProps<R: Routable + 'static> {
    /// Where it leads.
    pub to: R,
    /// What it does, in words.
    pub label: AttrValue,
    /// Its weight.
    #[prop_or_default]
    pub kind: ActionKind,
}

/// A way to another screen.
#[component]
pub fn LinkAction<R: Routable + 'static>(props: &LinkActionProps<R>) -> Html {
    html! {
        <Link<R> to={props.to.clone()} classes={classes!(props.kind.class())}>{&props.label}</Link<R>>
    }
}
