//! The phone as pages know it: what it holds, what it can do, and the texts of the chosen language.

use crate::engine::Engine;
use crate::platform::{page, server, settings, triggers};
use crate::state::{Opening, State};
use crate::texts::{Language, Texts, TextsOf};
use crate::widgets::StoreFailure;
use shared::id::AccountId;
use std::ops::Deref;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What pages work with. Dereferences to the state.
#[derive(Clone)]
pub struct Phone {
    state: UseReducerHandle<State>,
    engine: Rc<Engine>,
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

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state && Rc::ptr_eq(&self.texts, &other.texts) && self.choice == other.choice
    }
}

impl Deref for Phone {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl Phone {
    /// The verbs.
    pub fn engine(&self) -> Rc<Engine> {
        Rc::clone(&self.engine)
    }

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

    /// Who uses this device, once signed in.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account.as_ref().map(|account| account.id)
    }
}

/// The phone, for a page inside [`PhoneProvider`].
#[hook]
pub fn use_phone() -> Phone {
    use_context::<Phone>().unwrap_or_else(|| unreachable!("every page stands inside PhoneProvider"))
}

/// The texts of the chosen language, for a page inside [`PhoneProvider`].
#[hook]
pub fn use_texts() -> Rc<Texts> {
    use_phone().texts()
}

/// Marks the screen: its title, and the focus on its heading whenever `screen` changes.
#[hook]
pub fn use_screen(title: AttrValue, screen: AttrValue) {
    use_effect_with(title, |title| page::set_title(title));
    use_effect_with(screen, |_| page::focus_heading());
}

/// What stands inside the provider.
#[derive(PartialEq, Properties)]
pub struct PhoneProviderProps {
    /// Which texts the pages show.
    pub texts_of: TextsOf,
    /// The app.
    pub children: Children,
}

/// Opens the store, begins to sync, and hands the phone to the pages.
#[component]
pub fn PhoneProvider(props: &PhoneProviderProps) -> Html {
    let texts_of = props.texts_of;
    let state = use_reducer(State::default);
    let texts = use_state(|| None::<Rc<Texts>>);
    let dispatch = state.dispatcher();
    let engine = use_memo((), move |()| Engine::new(dispatch));
    let engine: Rc<Engine> = Rc::clone(&engine);
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
        let (engine, texts) = (Rc::clone(&engine), texts.setter());
        use_effect_with((), move |()| {
            let language = texts_of.language(&settings::language());
            spawn_local(async move {
                match fetch_texts(texts_of, language).await {
                    Some(read) => texts.set(Some(Rc::new(read))),
                    None => page::say_that_it_cannot_start(),
                }
            });
            let woken = Rc::clone(&engine);
            let triggers = triggers::listen(move |cause| woken.wake(cause));
            spawn_local(engine.start());
            move || drop(triggers)
        });
    }
    let Some(texts) = (*texts).clone() else { return Html::default() };
    let (languages, choice) = (texts_of.languages, *choice);
    let phone = Phone { state: state.clone(), engine, texts, languages, choose_language, choice };
    let inside = match state.opening {
        Opening::Opening => Html::default(),
        Opening::Failed(fault) => html! { <StoreFailure {fault} /> },
        Opening::Open => html! { {for props.children.iter()} },
    };
    html! { <ContextProvider<Phone> context={phone}>{inside}</ContextProvider<Phone>> }
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
