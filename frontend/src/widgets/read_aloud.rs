//! A button that has a text read aloud, by a recording where there is one and else by the browser's voice; there is none where
//! nobody could read it.

use crate::phone::use_phone;
use crate::platform::recording::{self, Recording};
use crate::platform::{settings, speech};
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long browsers may take to find their voices, in milliseconds; they are asked again after it.
const VOICES_COME_WITHIN: u32 = 1500;

/// Properties of [`ReadAloud`].
#[derive(PartialEq, Properties)]
pub struct ReadAloudProps {
    /// What is read.
    pub text: AttrValue,
    /// The file in which somebody reads it.
    #[prop_or_default]
    pub recording: Option<AttrValue>,
    /// Files that will be wanted on the screens after this one.
    #[prop_or_default]
    pub later: Vec<AttrValue>,
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
    let recorded = use_recording(props);
    if !(recorded.is_some() || *is_there) || !settings::is_sound_on() {
        return Html::default();
    }
    let text = props.text.clone();
    let onclick = move |_| match &recorded {
        Some(recorded) => recorded.play(),
        None => speech::read_aloud(&text, language),
    };
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

/// The recording, once it is here. Those for later are fetched after it, one by one, so that a phone that is offline then
/// has them. Nothing is fetched where sound is not wanted.
#[hook]
fn use_recording(props: &ReadAloudProps) -> Option<Rc<Recording>> {
    let recorded = use_state(|| None::<Rc<Recording>>);
    let (found, later) = (recorded.setter(), props.later.clone());
    use_effect_with(props.recording.clone(), move |file| {
        found.set(None);
        if settings::is_sound_on() {
            let file = file.clone();
            spawn_local(async move {
                if let Some(file) = file {
                    found.set(recording::obtain(&file).await.map(Rc::new));
                }
                for file in later {
                    recording::keep(&file).await;
                }
            });
        }
    });
    (*recorded).clone()
}
