//! What is said in the place of a screen whose file is not here.

use super::route::Route;
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Notice, NoticeKind, Shell};
use crate::wording::{use_screen, use_texts};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// For how long nothing is said, in milliseconds: a file that is on the device is here before, and words that are gone at once
/// only startle.
const QUIET: u32 = 1500;

#[derive(PartialEq, Properties)]
pub(super) struct NotHereProps {
    /// What was to be shown.
    pub(super) route: Route,
    pub(super) is_fetching: bool,
    /// Fetches it again.
    pub(super) again: Callback<()>,
}

/// Nothing at first, then that it is being fetched; where it could not be, there is one thing to do.
#[component]
pub(super) fn NotHere(props: &NotHereProps) -> Html {
    let is_quiet = use_state(|| true);
    {
        let is_quiet = is_quiet.setter();
        use_effect_with((), move |()| {
            let over = Timeout::new(QUIET, move || is_quiet.set(false));
            move || drop(over)
        });
    }
    if *is_quiet && props.is_fetching {
        return html! { <Shell>{Html::default()}</Shell> };
    }
    html! { <Said route={props.route.clone()} is_fetching={props.is_fetching} again={props.again.clone()} /> }
}

#[component]
fn Said(props: &NotHereProps) -> Html {
    let texts = use_texts();
    let title = if props.is_fetching { texts.later_fetching() } else { texts.later_title() };
    use_screen(title.clone(), if props.is_fetching { "later-fetching" } else { "later" }.into());
    // Help, with whom to call, is always here.
    let (label, to) = match props.route {
        Route::ThisMonth | Route::Elsewhere => (texts.help_title(), Route::Help),
        _ => (texts.back(), Route::ThisMonth),
    };
    html! {
        <Shell navigation={html! { <LinkAction<Route> kind={ActionKind::Quiet} {label} {to} /> }}>
            <Heading words={title} />
            if !props.is_fetching {
                <Notice kind={NoticeKind::Calm}><p>{texts.later_words()}</p></Notice>
                <div class="main-action"><Action label={texts.later_again()} on_press={props.again.clone()} /></div>
            }
        </Shell>
    }
}
