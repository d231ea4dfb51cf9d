//! The recovery code, shown this once: it has to be written down before anything goes on.

use super::role_choice::RoleChoice;
use crate::phone::{use_phone, use_screen};
use crate::staff::texts::StaffTexts as _;
use crate::widgets::{Action, Heading, Notice, NoticeKind, Shell};
use shared::way_in::PasskeyMade;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct RecoveryCodeProps {
    pub(super) made: PasskeyMade,
}

/// The code in its groups, and what comes after it has been written down.
#[component]
pub(super) fn RecoveryCode(props: &RecoveryCodeProps) -> Html {
    let texts = use_phone().texts();
    let written = use_state(|| false);
    let reminded = use_state(|| false);
    let gone_on = use_state(|| false);
    use_screen(texts.way_in_code_title(), "way-in-code".into());
    if *gone_on {
        return html! { <RoleChoice proven={props.made.proven.clone()} /> };
    }
    let onchange = {
        let written = written.setter();
        move |event: Event| {
            let tick = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            written.set(tick.is_some_and(|tick| tick.checked()));
        }
    };
    let on_press = {
        let (written, reminded, gone_on) = (written.clone(), reminded.setter(), gone_on.setter());
        Callback::from(move |()| if *written { gone_on.set(true) } else { reminded.set(true) })
    };
    html! {
        <Shell>
            <Heading words={texts.way_in_code_title()} />
            <p>{texts.way_in_code_words()}</p>
            <ol class="recovery-code">
                {for props.made.recovery.iter().map(|group| html! { <li>{group}</li> })}
            </ol>
            <label class="tick">
                <input type="checkbox" checked={*written} {onchange} />
                <span>{texts.way_in_code_written()}</span>
            </label>
            if *reminded && !*written {
                <Notice kind={NoticeKind::Fault}><p>{texts.way_in_code_first()}</p></Notice>
            }
            <div class="main-action"><Action label={texts.way_in_go_on()} {on_press} /></div>
        </Shell>
    }
}
