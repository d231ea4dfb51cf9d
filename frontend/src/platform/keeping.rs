//! Whether the browser promises to keep what is stored here when it runs out of room.

use wasm_bindgen_futures::JsFuture;

/// Asks for the promise; `None` in browsers that do not say.
pub async fn asked_for() -> Option<bool> {
    let storage = gloo_utils::window().navigator().storage();
    let promised = JsFuture::from(storage.persist().ok()?).await.ok()?;
    promised.as_bool()
}
