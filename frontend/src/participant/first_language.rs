//! The first screen of somebody who has never chosen a language here: each by its own name, in its own script.

use crate::texts::Language;
use crate::widgets::{Heading, Shell};
use crate::wording::{use_screen, use_wording};
use yew::prelude::*;

/// The screen. Whatever the address brings waits there until a language is chosen.
#[component]
pub(super) fn FirstLanguage() -> Html {
    let wording = use_wording();
    let texts = wording.texts();
    use_screen(texts.first_language_title(), "first-language".into());
    let choice = |language: &Language| {
        let (choose, language) = (wording.choose_language(), *language);
        let onclick = move |_| choose.emit(language);
        let (tag, direction) = (language.tag, language.direction);
        html! { <button type="button" class="choice" lang={tag} dir={direction} {onclick}>{language.name}</button> }
    };
    html! {
        <Shell chooses_language=true>
            <Heading words={texts.first_language_title()} />
            <p>{texts.first_language_words()}</p>
            <div class="choices">{for wording.languages().iter().map(choice)}</div>
        </Shell>
    }
}
