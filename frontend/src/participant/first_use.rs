//! The first time on a device: what this is, what taking part means, and, once the PIN is chosen, how the app gets a place on
//! the home screen. One thing at a time; whoever wants to wait is not asked why. Consent itself is given to the
//! supervisor and stands in the enrolment: nothing is recorded here.

use super::route::Route;
use crate::phone::{use_phone, use_screen};
use crate::platform::page::{self, DeviceKind};
use crate::platform::settings::{self, Explained};
use crate::widgets::{Action, ActionKind, Heading, LinkAction, Progress, ReadAloud, Shell};
use yew::prelude::*;

/// How far somebody has read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Nothing,
    WhatThisIs,
    WantsToWait,
}

/// Screens before the PIN: what this is, and what taking part means.
const SCREENS: usize = 3;

#[derive(PartialEq, Properties)]
pub(super) struct WhatThisIsProps {
    /// Called when somebody wants to take part.
    pub(super) on_done: Callback<()>,
}

/// What this is, and what taking part means.
#[component]
pub(super) fn WhatThisIs(props: &WhatThisIsProps) -> Html {
    let texts = use_phone().texts();
    let read = use_state(|| Read::Nothing);
    let go_to = |to: Read| {
        let read = read.setter();
        Callback::from(move |()| read.set(to))
    };
    let take_part = props.on_done.reform(|()| settings::note_explained(Explained::WhatThisIs));
    let (title, screen) = match *read {
        Read::Nothing => (texts.first_what_title(), "first-what"),
        Read::WhatThisIs => (texts.first_consent_title(), "first-consent"),
        Read::WantsToWait => (texts.first_wait_title(), "first-wait"),
    };
    use_screen(title.clone(), screen.into());
    let (words, place) = match *read {
        Read::Nothing => (vec![texts.first_what_one(), texts.first_what_two(), texts.first_what_three()], 0),
        Read::WhatThisIs => {
            (vec![texts.first_consent_who(), texts.first_consent_never(), texts.first_consent_back()], 1)
        }
        Read::WantsToWait => (vec![texts.first_wait_words()], 1),
    };
    let spoken = words.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(" ");
    html! {
        <Shell>
            <Progress words={texts.first_step_of(place + 1, SCREENS)} done={place} of={SCREENS} />
            <Heading words={title} />
            {for words.iter().map(|words| html! { <p>{words}</p> })}
            <ReadAloud text={spoken} />
            <div class="main-action">
                {match *read {
                    Read::Nothing => html! { <Action label={texts.first_next()} on_press={go_to(Read::WhatThisIs)} /> },
                    Read::WhatThisIs => html! {
                        <>
                            <Action label={texts.first_take_part()} on_press={take_part} />
                            <Action kind={ActionKind::Quiet} label={texts.first_wait()} on_press={go_to(Read::WantsToWait)} />
                        </>
                    },
                    Read::WantsToWait => html! { <Action label={texts.back()} on_press={go_to(Read::WhatThisIs)} /> },
                }}
            </div>
        </Shell>
    }
}

/// Whether the home screen is still to be explained: once, where the app has no place on it.
pub(super) fn is_home_screen_next() -> bool {
    settings::is_explained(Explained::WhatThisIs)
        && !settings::is_explained(Explained::HomeScreen)
        && !page::is_on_home_screen()
}

#[derive(PartialEq, Properties)]
pub(super) struct HomeScreenProps {
    /// Called when it has been read for the first time; without it, this is one of the settings' screens.
    #[prop_or_default]
    pub(super) on_done: Option<Callback<()>>,
}

/// How the app gets a place on the home screen, in words for this kind of device.
#[component]
pub(super) fn HomeScreen(props: &HomeScreenProps) -> Html {
    let texts = use_phone().texts();
    use_screen(texts.home_title(), "home-screen".into());
    let steps = match page::device_kind() {
        DeviceKind::Apple => vec![texts.home_apple_one(), texts.home_apple_two(), texts.home_apple_three()],
        DeviceKind::Android => vec![texts.home_android_one(), texts.home_android_two(), texts.home_android_three()],
        DeviceKind::Other => vec![texts.home_other()],
    };
    let navigation = match props.on_done {
        Some(_) => Html::default(),
        None => html! { <LinkAction<Route> kind={ActionKind::Quiet} label={texts.back()} to={Route::Settings} /> },
    };
    html! {
        <Shell {navigation}>
            <Heading words={texts.home_title()} />
            <p>{texts.home_words()}</p>
            <ol class="steps">{for steps.iter().map(|step| html! { <li>{step}</li> })}</ol>
            if let Some(on_done) = &props.on_done {
                <div class="main-action">
                    <Action
                        label={texts.home_done()}
                        on_press={on_done.reform(|()| settings::note_explained(Explained::HomeScreen))}
                    />
                </div>
            }
        </Shell>
    }
}
