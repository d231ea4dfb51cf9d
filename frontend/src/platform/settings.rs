//! What is remembered of the device itself: how the app looks and sounds here, what was explained, and whether it is used.
//! Never content.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::json;

const LANGUAGE: &str = "stegvis.language";
const USED: &str = "stegvis.used";
const TEXT_SIZE: &str = "stegvis.text-size";
const SOUND: &str = "stegvis.sound";
const EXPLAINED: &str = "stegvis.explained";

fn storage() -> Option<web_sys::Storage> {
    gloo_utils::window().local_storage().ok().flatten()
}

fn kept<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = storage()?.get_item(name).ok().flatten()?;
    json::read(&text).ok()
}

/// A browser that refuses does without.
fn keep(name: &str, value: &impl Serialize) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(value)) {
        let _ = storage.set_item(name, &text);
    }
}

/// How large the text is. The browser's own enlargement comes on top of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// As the app is drawn.
    #[default]
    Usual,
    /// A quarter larger.
    Large,
    /// Half as large again.
    Largest,
}

impl TextSize {
    /// From the smallest up.
    pub const ALL: [Self; 3] = [Self::Usual, Self::Large, Self::Largest];

    /// As the style sheet knows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// What is explained once on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Explained {
    /// What this is, and what taking part means.
    WhatThisIs,
    /// How the app gets a place on the home screen.
    HomeScreen,
}

/// The language chosen on this device, else the browser's.
pub fn language() -> String {
    kept(LANGUAGE).unwrap_or_else(|| {
        let browser = gloo_utils::window().navigator().language().unwrap_or_default();
        browser.split('-').next().unwrap_or("sv").to_owned()
    })
}

/// Whether somebody has chosen a language on this device.
pub fn has_chosen_language() -> bool {
    kept::<String>(LANGUAGE).is_some()
}

/// Remembers the language. A browser that refuses shows it until the page is left.
pub fn keep_language(tag: &str) {
    keep(LANGUAGE, &tag);
}

/// Whether somebody was signed in here when the app was used last.
pub fn was_used() -> bool {
    kept(USED).unwrap_or(false)
}

/// Notes whether somebody is signed in. A browser that refuses only cannot say later that it has emptied the store.
pub fn note_use(is_used: bool) {
    keep(USED, &is_used);
}

/// How large the text was wanted here.
pub fn text_size() -> TextSize {
    kept(TEXT_SIZE).unwrap_or_default()
}

/// Remembers it. A browser that refuses has it until the page is left.
pub fn keep_text_size(size: TextSize) {
    keep(TEXT_SIZE, &size);
}

/// Whether there are buttons that read aloud; there are until somebody wants none.
pub fn is_sound_on() -> bool {
    kept(SOUND).unwrap_or(true)
}

/// Remembers it.
pub fn keep_sound(is_on: bool) {
    keep(SOUND, &is_on);
}

fn all_explained() -> Vec<Explained> {
    kept(EXPLAINED).unwrap_or_default()
}

/// Whether this was explained to somebody here.
pub fn is_explained(what: Explained) -> bool {
    all_explained().contains(&what)
}

/// Remembers that it was. A browser that refuses has it explained again at the next start.
pub fn note_explained(what: Explained) {
    let mut all = all_explained();
    if !all.contains(&what) {
        all.push(what);
    }
    keep(EXPLAINED, &all);
}

/// Forgets what was explained: the next one here is told anew.
pub fn explain_anew() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(EXPLAINED);
    }
}
