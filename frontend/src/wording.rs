//! The words as pages see them: the texts of the chosen language, and the choice of another. Knows nothing of whoever uses
//! this device, so that the first screens stand without the store.

use crate::platform::{page, server, settings};
use crate::texts::{Language, Texts, TextsOf};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What the app says, and in which language.
#[derive(Clone)]
pub struct Wording {
    texts: Rc<Texts>,
    languages: &'static [Language],
    choose_language: Callback<Language>,
    choice: LanguageChoice,
}

/// How it stands with the choice of a language on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LanguageChoice {
    is_made: bool,
    /// The one that could not be fetched when it was chosen last.
    not_here: Option<Language>,
}

impl PartialEq for Wording {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.texts, &other.texts) && self.choice == other.choice
    }
}

impl Wording {
    /// The texts of the chosen language.
    pub fn texts(&self) -> Rc<Texts> {
        Rc::clone(&self.texts)
    }

    /// Shows another language from now on.
    pub fn choose_language(&self) -> Callback<Language> {
        self.choose_language.clone()
    }

    /// Whether somebody has ever chosen a language on this device.
    pub fn has_chosen_language(&self) -> bool {
        self.choice.is_made
    }

    /// The language that was chosen last, where it is not on the device and could not be fetched.
    pub fn language_not_here(&self) -> Option<Language> {
        self.choice.not_here
    }

    /// The languages that there are to choose from.
    pub fn languages(&self) -> &'static [Language] {
        self.languages
    }

    /// The tag of the chosen language.
    pub fn language(&self) -> &'static str {
        self.texts.language().tag
    }
}

/// The words, for a page inside [`WordingProvider`].
#[hook]
pub fn use_wording() -> Wording {
    use_context::<Wording>().unwrap_or_else(|| unreachable!("every page stands inside WordingProvider"))
}

/// The texts of the chosen language, for a page inside [`WordingProvider`].
#[hook]
pub fn use_texts() -> Rc<Texts> {
    use_wording().texts()
}

/// Marks the screen: its title, and the focus on its heading whenever `screen` changes.
#[hook]
pub fn use_screen(title: AttrValue, screen: AttrValue) {
    use_effect_with(title, |title| page::set_title(title));
    use_effect_with(screen, |_| page::focus_heading());
}

/// What stands inside the provider.
#[derive(PartialEq, Properties)]
pub struct WordingProviderProps {
    /// Which texts the pages show.
    pub texts_of: TextsOf,
    /// The app.
    pub children: Children,
}

/// Fetches the texts, and shows the app once they are here.
#[component]
pub fn WordingProvider(props: &WordingProviderProps) -> Html {
    let texts_of = props.texts_of;
    let texts = use_state(|| None::<Rc<Texts>>);
    let choice = use_state(|| LanguageChoice { is_made: settings::has_chosen_language(), not_here: None });
    let choose_language = {
        let (texts, choice) = (texts.setter(), choice.clone());
        Callback::from(move |language: Language| {
            let (texts, choice) = (texts.clone(), choice.clone());
            choice.set(LanguageChoice { not_here: None, ..*choice });
            spawn_local(async move {
                // Without the new language the old one stays.
                let Some(read) = fetch_texts(texts_of, language).await else {
                    return choice.set(LanguageChoice { not_here: Some(language), ..*choice });
                };
                settings::keep_language(language.tag);
                choice.set(LanguageChoice { is_made: true, not_here: None });
                texts.set(Some(Rc::new(read)));
            });
        })
    };
    {
        let texts = texts.setter();
        use_effect_with((), move |()| {
            let language = texts_of.language(&settings::language());
            spawn_local(async move {
                match fetch_texts(texts_of, language).await {
                    Some(read) => texts.set(Some(Rc::new(read))),
                    None => page::say_that_it_cannot_start(),
                }
            });
        });
    }
    let Some(texts) = (*texts).clone() else { return Html::default() };
    let wording = Wording { texts, languages: texts_of.languages, choose_language, choice: *choice };
    html! { <ContextProvider<Wording> context={wording}>{for props.children.iter()}</ContextProvider<Wording>> }
}

/// The texts of a language; the page is in that language from then on.
async fn fetch_texts(of: TextsOf, language: Language) -> Option<Texts> {
    let mut texts = Texts::of(language);
    for folder in of.folders {
        let address = page::file_address(&format!("texts/{folder}/{}.json", language.tag))?;
        texts = texts.with(&server::file(&address).await.ok()?)?;
    }
    page::set_language(language.tag, language.direction);
    Some(texts)
}
