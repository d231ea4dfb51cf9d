//! The last resort where nothing can be sent: a sealed file that the person hands over in another way.

use super::action::{Action, ActionKind};
use crate::phone::use_phone;
use crate::platform::files::FileKind;
use crate::platform::{clock, files};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Folded words, and the button that saves the file.
#[component]
pub fn SaveUnsent() -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let saved = use_state(|| None::<bool>);
    let on_press = {
        let (engine, saved) = (phone.engine(), saved.setter());
        Callback::from(move |()| {
            let (engine, saved) = (engine.clone(), saved.clone());
            spawn_local(async move {
                let file = engine.unsent_file().await;
                let name = format!("stegvis-{}.json", clock::today());
                saved.set(Some(file.is_some_and(|file| files::offer(&name, FileKind::Json, &file.write()))));
            });
        })
    };
    html! {
        <details class="rescue">
            <summary>{texts.rescue_title()}</summary>
            <p>{texts.rescue_words()}</p>
            <Action kind={ActionKind::Beside} label={texts.rescue_save()} {on_press} />
            <p role="status">{match *saved {
                Some(true) => texts.rescue_saved(),
                Some(false) => texts.rescue_not_saved(),
                None => AttrValue::default(),
            }}</p>
        </details>
    }
}
