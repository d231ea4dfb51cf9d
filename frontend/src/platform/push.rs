//! The browser's way to be woken by a push, and the words that its service worker shows then: they are kept here, in the
//! person's language, since what travels says nothing.

use gloo_utils::window;
use js_sys::{JSON, Reflect, Uint8Array};
use serde::Serialize;
use shared::push_reminder::PushAddress;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscription, PushSubscriptionOptionsInit, Response,
    ServiceWorkerRegistration,
};

/// Where the service worker finds its words.
const CACHE: &str = "reminder";
const WORDS: &str = "/reminder-words";

/// What the browser says of pushes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushState {
    /// It knows none, or not here.
    Impossible,
    /// The person has told it to let none through.
    Refused,
    /// There is no subscription.
    Off,
    /// There is one.
    On,
}

/// What a notification says, and in which language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words<'a> {
    /// The words.
    pub title: &'a str,
    /// Their language.
    pub lang: &'a str,
    /// The direction that they are written in.
    pub dir: &'a str,
}

/// How it stands in this browser.
pub async fn state() -> PushState {
    let has = |name: &str| Reflect::has(&window(), &name.into()).unwrap_or(false);
    if !(has("PushManager") && has("Notification")) {
        return PushState::Impossible;
    }
    let Some(manager) = manager().await else { return PushState::Impossible };
    if Notification::permission() == NotificationPermission::Denied {
        return PushState::Refused;
    }
    if subscription(&manager).await.is_some() { PushState::On } else { PushState::Off }
}

/// Asks the person, who has pressed for it; says whether notifications may be shown.
pub async fn ask() -> bool {
    let Ok(asked) = Notification::request_permission() else { return false };
    let _ = JsFuture::from(asked).await;
    Notification::permission() == NotificationPermission::Granted
}

/// Subscribes with the server's key.
pub async fn subscribe(key: &[u8]) -> Option<PushAddress> {
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key(&Uint8Array::from(key));
    let asked = manager().await?.subscribe_with_options(&options).ok()?;
    let subscription: PushSubscription = JsFuture::from(asked).await.ok()?.unchecked_into();
    let written = JSON::stringify(&subscription).ok()?.as_string()?;
    shared::json::read(&written).ok()
}

/// Ends the subscription, if there is one: whatever is sent to it comes to nothing from now on.
pub async fn unsubscribe() {
    if let Some(manager) = manager().await
        && let Some(subscription) = subscription(&manager).await
        && let Ok(asked) = subscription.unsubscribe()
    {
        let _ = JsFuture::from(asked).await;
    }
}

/// Keeps what the service worker shows. A browser that refuses shows a sign without words.
pub async fn keep_words(words: &Words<'_>) -> Option<()> {
    let text = serde_json::to_string(words).ok()?;
    let answer = Response::new_with_opt_str(Some(&text)).ok()?;
    let cache: web_sys::Cache = JsFuture::from(window().caches().ok()?.open(CACHE)).await.ok()?.unchecked_into();
    JsFuture::from(cache.put_with_str(WORDS, &answer)).await.ok()?;
    Some(())
}

async fn manager() -> Option<PushManager> {
    let navigator = window().navigator();
    // A browser without them, or a page that may have none, has no such field.
    if !Reflect::has(&navigator, &"serviceWorker".into()).ok()? {
        return None;
    }
    let found: JsValue = JsFuture::from(navigator.service_worker().get_registration()).await.ok()?;
    found.dyn_into::<ServiceWorkerRegistration>().ok()?.push_manager().ok()
}

async fn subscription(manager: &PushManager) -> Option<PushSubscription> {
    JsFuture::from(manager.get_subscription().ok()?).await.ok()?.dyn_into().ok()
}
