//! The phone's own key: P-256, made by the browser and kept by it, so that nobody can take it out, the app included. With
//! it the phone renews its session without a new invitation. It opens nothing that is kept here: the PIN does.

use super::store::StoredKey;
use base64ct::{Base64UrlUnpadded, Encoding};
use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// A key that was just made.
pub struct FreshKey {
    /// What stays in the browser.
    pub private: StoredKey,
    /// What the server is told: an uncompressed point, as text.
    pub public: String,
}

/// Makes a key; `None` in browsers that make none.
pub async fn make() -> Option<FreshKey> {
    let subtle = subtle()?;
    let algorithm = object(&[("name", "ECDSA"), ("namedCurve", "P-256")])?;
    let usages = Array::of1(&"sign".into());
    let pair = settled(subtle.generate_key_with_object(&algorithm, false, &usages).ok()?).await?;
    let half = |name: &str| Reflect::get(&pair, &name.into()).ok()?.dyn_into::<CryptoKey>().ok();
    let (private, public) = (half("privateKey")?, half("publicKey")?);
    let point = bytes(settled(subtle.export_key("raw", &public).ok()?).await?)?;
    Some(FreshKey { private: StoredKey(private), public: Base64UrlUnpadded::encode_string(&point) })
}

/// Signs a text.
pub async fn sign(key: &StoredKey, text: &str) -> Option<String> {
    let algorithm = object(&[("name", "ECDSA"), ("hash", "SHA-256")])?;
    let signed = subtle()?.sign_with_object_and_u8_array(&algorithm, &key.0, text.as_bytes()).ok()?;
    Some(Base64UrlUnpadded::encode_string(&bytes(settled(signed).await?)?))
}

fn subtle() -> Option<SubtleCrypto> {
    Some(gloo_utils::window().crypto().ok()?.subtle())
}

async fn settled(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}

fn bytes(buffer: JsValue) -> Option<Vec<u8>> {
    Some(Uint8Array::new(buffer.dyn_ref::<ArrayBuffer>()?).to_vec())
}

fn object(entries: &[(&str, &str)]) -> Option<Object> {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &(*name).into(), &(*value).into()).ok()?;
    }
    Some(object)
}
