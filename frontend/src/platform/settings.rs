//! What is remembered of the device itself: the language, and which account's store to open. Never content.

use gloo_storage::{LocalStorage, Storage};
use shared::id::AccountId;

const LANGUAGE: &str = "stegvis.language";
const ACCOUNT: &str = "stegvis.account";

/// The language chosen on this device, else the browser's.
pub fn language() -> String {
    LocalStorage::get(LANGUAGE).unwrap_or_else(|_| {
        let browser = gloo_utils::window().navigator().language().unwrap_or_default();
        browser.split('-').next().unwrap_or("sv").to_owned()
    })
}

/// Remembers the language. A browser that refuses shows it until the page is left.
pub fn keep_language(tag: &str) {
    let _ = LocalStorage::set(LANGUAGE, tag);
}

/// The account whose store this device opens.
pub fn account() -> Option<AccountId> {
    LocalStorage::get(ACCOUNT).ok()
}

/// Remembers the account. A browser that refuses asks for a new sign-in next time.
pub fn keep_account(account: AccountId) {
    let _ = LocalStorage::set(ACCOUNT, account);
}

/// Forgets the account; its store stays.
pub fn forget_account() {
    LocalStorage::delete(ACCOUNT);
}
