//! Every text that a person sees, by language: typed methods made from `assets/texts`. A text that is missing in a
//! language fails the build; which language is shown is decided elsewhere.

use std::collections::HashMap;
use std::fmt::Display;
use yew::AttrValue;

/// A language of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// As in `lang` attributes.
    pub tag: &'static str,
    /// Its own name in its own script.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Whether a native speaker has reviewed the texts.
    pub reviewed: bool,
}

/// The texts of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    language: Language,
    texts: HashMap<String, AttrValue>,
}

impl Texts {
    /// Reads a language file.
    pub fn read(language: Language, json: &str) -> Option<Self> {
        let texts: HashMap<String, String> = serde_json::from_str(json).ok()?;
        let texts = texts.into_iter().map(|(key, text)| (key, text.into())).collect();
        Some(Self { language, texts })
    }

    /// The language.
    pub const fn language(&self) -> Language {
        self.language
    }

    fn text(&self, key: &str) -> AttrValue {
        self.texts.get(key).cloned().unwrap_or_default()
    }

    fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> AttrValue {
        let filled = values.iter().fold(self.text(key).to_string(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), &value.to_string())
        });
        filled.into()
    }
}

impl Language {
    /// The language of that tag, else Swedish.
    pub fn of(tag: &str) -> Self {
        let found = |tag: &str| LANGUAGES.iter().copied().find(|language| language.tag == tag);
        found(tag).or_else(|| found("sv")).unwrap_or(LANGUAGES[0])
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
