//! Every text that a person sees, by language: typed methods made from `assets/texts/participant`, which both programs
//! show; what staff alone see is in `staff::texts`. A text that is missing in a language fails the build; which language
//! is shown is decided elsewhere.

#[cfg(test)]
mod tests;

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

/// Where a program's texts are, and in which languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextsOf {
    /// The folders of `assets/texts`; a program loads one file of each.
    pub folders: &'static [&'static str],
    /// The languages that all of them have.
    pub languages: &'static [Language],
}

impl TextsOf {
    /// What participants see.
    pub const PARTICIPANT: Self = Self { folders: &["participant"], languages: LANGUAGES };

    /// The language of that tag, else Swedish.
    pub fn language(self, tag: &str) -> Language {
        let found = |tag: &str| self.languages.iter().copied().find(|language| language.tag == tag);
        found(tag).or_else(|| found("sv")).unwrap_or(self.languages[0])
    }
}

/// The texts of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    language: Language,
    texts: HashMap<String, AttrValue>,
}

impl Texts {
    /// Texts of a language, none of them yet.
    pub fn of(language: Language) -> Self {
        Self { language, texts: HashMap::new() }
    }

    /// The same with those of a language file, as the build lays it out: a form of a text at `key.category`, one of a list at
    /// `key.place`.
    pub fn with(mut self, json: &str) -> Option<Self> {
        let texts: HashMap<String, String> = shared::json::read(json).ok()?;
        self.texts.extend(texts.into_iter().map(|(key, text)| (key, text.into())));
        Some(self)
    }

    /// The language.
    pub const fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn text(&self, key: &str) -> AttrValue {
        self.texts.get(key).cloned().unwrap_or_default()
    }

    pub(crate) fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> AttrValue {
        self.filled(self.text(key), values)
    }

    /// The same in the form for a number, where the language has forms for it.
    pub(crate) fn fill_counted(&self, key: &str, count: Option<u64>, values: &[(&str, &dyn Display)]) -> AttrValue {
        let category = category(self.language.tag, count.unwrap_or(u64::MAX));
        let form = self.texts.get(&format!("{key}.{category}")).cloned();
        self.filled(form.unwrap_or_else(|| self.text(key)), values)
    }

    fn filled(&self, text: AttrValue, values: &[(&str, &dyn Display)]) -> AttrValue {
        let isolated = self.language.direction == "rtl";
        let filled = values.iter().fold(text.to_string(), |text, (name, value)| {
            let value = value.to_string();
            let value = if isolated { format!("{START_OF_ISOLATE}{value}{END_OF_ISOLATE}") } else { value };
            text.replace(&format!("{{{name}}}"), &value)
        });
        filled.into()
    }
}

/// Between these, what is put into a text has a direction of its own, so that numbers, times, names and codes do not change
/// places with what stands beside them in a language that is written from right to left.
const START_OF_ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
