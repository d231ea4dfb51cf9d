//! Recordings in which questions are read aloud: fetched once, kept on the device for use without a network, and played from
//! there. A file that is not there, or that is no sound, is as if it had never been named.

use gloo_utils::window;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, HtmlAudioElement, Response, Url};

/// Where they are kept. Nothing but questions is said in them.
const CACHE: &str = "recordings-of-stegvis";

/// A recording that can be played at once. Whoever drops it ends it.
pub struct Recording {
    audio: HtmlAudioElement,
    address: String,
}

impl Recording {
    /// Plays it from its beginning.
    pub fn play(&self) {
        self.audio.set_current_time(0.0);
        if let Ok(playing) = self.audio.play() {
            // A browser that may not play it says so there; nothing else could be done about it.
            wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(playing).await) });
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let _ = self.audio.pause();
        let _ = Url::revoke_object_url(&self.address);
    }
}

/// The recording of that file name, from this device or from the server.
pub async fn obtain(file: &str) -> Option<Recording> {
    let blob: Blob = done(kept(file).await?.blob().ok()?).await?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let audio = HtmlAudioElement::new_with_src(&address).ok()?;
    Some(Recording { audio, address })
}

/// Has it on this device from now on, if it is anywhere.
pub async fn keep(file: &str) {
    kept(file).await;
}

async fn kept(file: &str) -> Option<Response> {
    let address = format!("/recordings/{file}");
    let cache: Cache = done(window().caches().ok()?.open(CACHE)).await?;
    if let Some(found) = done::<Response>(cache.match_with_str(&address)).await {
        return Some(found);
    }
    let answer: Response = done(window().fetch_with_str(&address)).await?;
    let is_sound = answer.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.starts_with("audio/"));
    if !(answer.ok() && is_sound) {
        return None;
    }
    if let Ok(copy) = answer.clone() {
        // A full device plays it all the same, while there is a network.
        let _ = JsFuture::from(cache.put_with_str(&address, &copy)).await;
    }
    Some(answer)
}

async fn done<T: JsCast>(promise: Promise) -> Option<T> {
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
