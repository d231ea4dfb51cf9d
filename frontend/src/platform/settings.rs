//! What is remembered of the device itself: the language, and whether it is used. Never content.

use gloo_storage::{LocalStorage, Storage};

const LANGUAGE: &str = "stegvis.language";
const USED: &str = "stegvis.used";

/// The language chosen on this device, else the browser's.
pub fn language() -> String {
    LocalStorage::get(LANGUAGE).unwrap_or_else(|_| {
        let browser = gloo_utils::window().navigator().language().unwrap_or_default();
        browser.split('-').next().unwrap_or("sv").to_owned()
    })
}

/// Whether somebody has chosen a language on this device.
pub fn has_chosen_language() -> bool {
    LocalStorage::get::<String>(LANGUAGE).is_ok()
}

/// Remembers the language. A browser that refuses shows it until the page is left.
pub fn keep_language(tag: &str) {
    let _ = LocalStorage::set(LANGUAGE, tag);
}

/// Whether somebody was signed in here when the app was used last.
pub fn was_used() -> bool {
    LocalStorage::get(USED).unwrap_or(false)
}

/// Notes whether somebody is signed in. A browser that refuses only cannot say later that it has emptied the store.
pub fn note_use(is_used: bool) {
    let _ = LocalStorage::set(USED, is_used);
}
