//! The page round the app: its language, title and focus, the address's secret, and the files that it names.

use gloo_utils::{document, window};
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlInputElement, HtmlMetaElement};

fn meta(name: &str) -> Option<String> {
    let found = document().query_selector(&format!("meta[name=\"{name}\"]")).ok().flatten()?;
    Some(found.unchecked_into::<HtmlMetaElement>().content())
}

/// The version of the app that runs.
pub fn app_version() -> String {
    meta("app-version").unwrap_or_default()
}

/// The address of one of the app's files, such as `texts/participant/sv.json`.
pub fn file_address(name: &str) -> Option<String> {
    meta(&format!("file:{name}"))
}

/// The address of the glue of the program that runs.
pub fn program_address() -> Option<String> {
    meta("program")
}

/// Sets the document's language and direction of writing.
pub fn set_language(tag: &str, direction: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", direction);
    }
}

/// Sets how large the text is, by the style sheet's name for it.
pub fn set_text_size(size: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-text-size", size);
    }
}

/// Whether the app was opened from the home screen and has no browser around it.
pub fn is_on_home_screen() -> bool {
    let standalone = window().match_media("(display-mode: standalone)").ok().flatten();
    standalone.is_some_and(|query| query.matches())
}

/// The kind of device, as far as the way to its home screen differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// Apple's phones and tablets.
    Apple,
    /// Phones and tablets with Android.
    Android,
    /// Anything else.
    Other,
}

/// The kind of this device, by what the browser says of itself.
pub fn device_kind() -> DeviceKind {
    let says = window().navigator().user_agent().unwrap_or_default();
    if ["iPhone", "iPad", "iPod"].iter().any(|name| says.contains(name)) {
        DeviceKind::Apple
    } else if says.contains("Android") {
        DeviceKind::Android
    } else {
        DeviceKind::Other
    }
}

/// Sets the document's title. It names the screen, never a person.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Moves the focus into a part of the page: to what is chosen there, else to its first field.
pub fn focus_first_field(part: &str) {
    let in_part = |what: &str| document().query_selector(&format!("#{part} {what}")).ok().flatten();
    let field = in_part("input[type=radio]:checked").or_else(|| in_part("input"));
    if let Some(field) = field.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        let _ = field.focus();
        // So that writing replaces what stands there; what is no text has nothing to mark.
        field.select();
    }
}

/// Moves the focus to the screen's heading and its top into view.
pub fn focus_heading() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = heading.focus();
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The address of the server, as it is known to itself.
pub fn origin() -> Option<String> {
    window().location().origin().ok()
}

/// What the address's fragment holds; it stays there.
pub fn fragment() -> Option<String> {
    let fragment = window().location().hash().ok()?.trim_start_matches('#').to_owned();
    (!fragment.is_empty()).then_some(fragment)
}

/// Has the page printed.
pub fn print() {
    let _ = window().print();
}

/// Takes the secret out of the address's fragment, so that neither history nor a bookmark holds it.
pub fn take_secret() -> Option<String> {
    let location = window().location();
    let secret = location.hash().ok()?.trim_start_matches('#').to_owned();
    let path = location.pathname().ok()?;
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    (!secret.is_empty()).then_some(secret)
}

/// Whether the address's fragment has a secret.
pub fn has_secret() -> bool {
    window().location().hash().is_ok_and(|hash| hash.len() > 1)
}

/// Leaves the app for another address of the server.
pub fn leave_for(address: &str) {
    // A browser that refuses stays where it is.
    let _ = window().location().assign(address);
}

/// Whether the person can see the page.
pub fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Whether the app's files are on this device, from which a service worker answers this page.
pub fn is_kept() -> bool {
    // A browser without workers, or a page that may have none, has no such field.
    let field = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let workers = field(&window().navigator(), "serviceWorker");
    workers.and_then(|workers| field(&workers, "controller")).is_some_and(|worker| worker.is_truthy())
}

/// Shows the page's own words for an app that cannot be started: the app has none of its own then.
pub fn say_that_it_cannot_start() {
    let element = |id| document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let (Some(app), Some(words)) = (element("app"), element("cannot-start")) {
        app.set_hidden(true);
        words.set_hidden(false);
    }
}

/// Removes the static first screen, which the app replaces.
pub fn app_root() -> Option<web_sys::Element> {
    let root = document().get_element_by_id("app")?;
    root.set_text_content(None);
    Some(root)
}
