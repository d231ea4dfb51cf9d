//! Files of the person's own: one to be saved where they choose, one that they have chosen.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

/// How long the browser may take to fetch a file that is offered, in milliseconds.
const KEPT_FOR: u32 = 60 * 1000;

/// What kind of text a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// For programs.
    Json,
    /// For people.
    Html,
    /// For calendars.
    Calendar,
}

impl FileKind {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html;charset=utf-8",
            Self::Calendar => "text/calendar;charset=utf-8",
        }
    }
}

/// Offers a file that is no text to be saved under a name; says whether the browser took it.
pub fn offer_bytes(name: &str, content: &[u8]) -> bool {
    let parts = Array::of1(&Uint8Array::from(content));
    Blob::new_with_u8_array_sequence(&parts).ok().and_then(|blob| saved_as(name, &blob)).is_some()
}

/// Offers a text to be saved under a name; says whether the browser took it.
pub fn offer(name: &str, kind: FileKind, text: &str) -> bool {
    offered(name, kind, text).is_some()
}

fn offered(name: &str, kind: FileKind, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind.media_type());
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()?;
    saved_as(name, &blob)
}

fn saved_as(name: &str, blob: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = gloo_utils::document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // Some browsers fetch the file a moment later.
    Timeout::new(KEPT_FOR, move || drop(Url::revoke_object_url(&address))).forget();
    Some(())
}

/// A file that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenFile {
    /// What it is called.
    pub name: String,
    /// What is in it; nothing where it is larger than was asked for.
    pub bytes: Option<Vec<u8>>,
}

/// The file that was chosen in a field, read if it has at most so many bytes; `None` where none was, or it cannot be read.
pub async fn chosen_bytes(field: &HtmlInputElement, most: u32) -> Option<ChosenFile> {
    let files = Reflect::get(field, &"files".into()).ok()?;
    let file = Reflect::get_u32(&files, 0).ok().filter(|file| !file.is_undefined())?;
    let name = Reflect::get(&file, &"name".into()).ok()?.as_string()?;
    if Reflect::get(&file, &"size".into()).ok()?.as_f64()? > f64::from(most) {
        return Some(ChosenFile { name, bytes: None });
    }
    let read: js_sys::Function = Reflect::get(&file, &"arrayBuffer".into()).ok()?.dyn_into().ok()?;
    let buffer: Promise = read.call0(&file).ok()?.dyn_into().ok()?;
    let bytes = Uint8Array::new(&JsFuture::from(buffer).await.ok()?).to_vec();
    Some(ChosenFile { name, bytes: Some(bytes) })
}

/// The text of the file that was chosen in a field; `None` where none was, or it cannot be read.
pub async fn chosen(field: &HtmlInputElement) -> Option<String> {
    let files = Reflect::get(field, &"files".into()).ok()?;
    let file = Reflect::get_u32(&files, 0).ok().filter(|file| !file.is_undefined())?;
    let read: js_sys::Function = Reflect::get(&file, &"text".into()).ok()?.dyn_into().ok()?;
    let text: Promise = read.call0(&file).ok()?.dyn_into().ok()?;
    JsFuture::from(text).await.ok()?.as_string()
}
