//! What stands round every screen: the name, the language, and, for whoever is signed in, where what was saved is on its way.

use crate::texts::Language;
use crate::wording::use_wording;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What stands below every screen for whoever is signed in. Without a phone around the screen there is none.
#[derive(Clone, Copy)]
pub struct Foot(pub Option<fn() -> Html>);

impl PartialEq for Foot {
    /// A program has one.
    fn eq(&self, other: &Self) -> bool {
        self.0.is_some() == other.0.is_some()
    }
}

/// Properties of [`Shell`].
#[derive(PartialEq, Properties)]
pub struct ShellProps {
    /// Wide, for the desk; narrow otherwise.
    #[prop_or_default]
    pub wide: bool,
    /// Whether the screen itself is where the language is chosen.
    #[prop_or_default]
    pub chooses_language: bool,
    /// Beside the name: the way back, or to other screens.
    #[prop_or_default]
    pub navigation: Html,
    /// The screen.
    pub children: Children,
}

/// Header, screen, and a line about what waits.
#[component]
pub fn Shell(props: &ShellProps) -> Html {
    let texts = use_wording().texts();
    let foot = use_context::<Foot>().and_then(|Foot(foot)| foot);
    let skip = {
        // Not a plain fragment link: the router would take it for another screen.
        |event: MouseEvent| {
            event.prevent_default();
            crate::platform::page::focus_heading();
        }
    };
    let class = if props.wide { "page wide" } else { "page" };
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{texts.skip_to_content()}</a>
            <header class="top">
                <span class="brand">{"Stegvis"}</span>
                {props.navigation.clone()}
                if !props.chooses_language {
                    <LanguageChoice />
                }
            </header>
            <LanguageNotHere />
            <main id="main" {class}>{for props.children.iter()}</main>
            if foot.is_some() || !texts.language().reviewed {
                <footer class="bottom">
                    {for foot.map(|foot| foot())}
                    if !texts.language().reviewed {
                        <p class="not-reviewed">{texts.not_reviewed()}</p>
                    }
                </footer>
            }
        </>
    }
}

/// The languages by their own names.
#[component]
fn LanguageChoice() -> Html {
    let wording = use_wording();
    let (choose, languages) = (wording.choose_language(), wording.languages());
    let list = use_node_ref();
    // What somebody chose stays chosen in the list, also where it could not be fetched, unless it is told otherwise.
    let element = list.clone();
    use_effect_with((wording.language(), wording.language_not_here()), move |(shown, _)| {
        if let Some(list) = element.cast::<HtmlSelectElement>() {
            list.set_value(shown);
        }
    });
    let onchange = move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(select) = select {
            let chosen = languages.iter().find(|language| language.tag == select.value());
            chosen.iter().for_each(|language| choose.emit(**language));
        }
    };
    let option = |language: &Language| {
        let selected = language.tag == wording.language();
        let (tag, direction) = (language.tag, language.direction);
        html! { <option value={tag} lang={tag} dir={direction} {selected}>{language.name}</option> }
    };
    html! {
        <select ref={list} class="language" aria-label={wording.texts().choose_language()} {onchange}>
            {for languages.iter().map(option)}
        </select>
    }
}

/// That a language could not be fetched, and the one before it goes on.
#[component]
fn LanguageNotHere() -> Html {
    let wording = use_wording();
    let words = wording.language_not_here().map(|language| wording.texts().language_not_here(language.name));
    html! { <div class="language-not-here" role="status">{for words.map(|words| html! { <p>{words}</p> })}</div> }
}

/// Properties of [`Heading`].
#[derive(PartialEq, Properties)]
pub struct HeadingProps {
    /// The words.
    pub words: AttrValue,
}

/// The screen's heading; the focus moves here when the screen is shown.
#[component]
pub fn Heading(props: &HeadingProps) -> Html {
    html! { <h1 tabindex="-1">{&props.words}</h1> }
}
