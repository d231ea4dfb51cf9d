//! A button that has a text read aloud; there is none where nobody could read it.

use crate::phone::use_phone;
use crate::platform::{settings, speech};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// How long browsers may take to find their voices, in milliseconds; they are asked again after it.
const VOICES_COME_WITHIN: u32 = 1500;

/// Properties of [`ReadAloud`].
#[derive(PartialEq, Properties)]
pub struct ReadAloudProps {
    /// What is read.
    pub text: AttrValue,
}

/// The button. What is being read stops when its screen is left.
#[component]
pub fn ReadAloud(props: &ReadAloudProps) -> Html {
    let phone = use_phone();
    let language = phone.language();
    let is_there = use_state(|| speech::has_voice(language));
    {
        let is_there = is_there.setter();
        use_effect_with(language, move |language| {
            let language = *language;
            is_there.set(speech::has_voice(language));
            let later = Timeout::new(VOICES_COME_WITHIN, move || is_there.set(speech::has_voice(language)));
            move || drop(later)
        });
    }
    use_effect_with(props.text.clone(), |_| speech::be_quiet);
    if !*is_there || !settings::is_sound_on() {
        return Html::default();
    }
    let text = props.text.clone();
    let onclick = move |_| speech::read_aloud(&text, language);
    html! {
        <button type="button" class="action quiet read-aloud" {onclick}>
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d="M4 9v6h4l5 4V5L8 9Z" />
                <path d="M16 9a4 4 0 0 1 0 6" />
                <path d="M18.5 6.5a8 8 0 0 1 0 11" />
            </svg>
            {phone.texts().read_aloud()}
        </button>
    }
}
