//! Passkeys: what the browser and an authenticator do with each other. What is asked and answered is the server's, in JSON;
//! here it is only put into the browser's own form and back.

use base64ct::{Base64UrlUnpadded, Encoding};
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::{Map, Value, json};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyFault {
    /// The person, or the authenticator, did not want to, or it took too long.
    NotDone,
    /// The authenticator has a passkey of this person already.
    ThereAlready,
    /// This browser has no passkeys here.
    NotPossible,
}

/// Whether this browser knows passkeys at all.
pub fn are_known() -> bool {
    Reflect::has(&gloo_utils::window(), &"PublicKeyCredential".into()).unwrap_or(false)
}

/// Has a passkey made.
///
/// # Errors
/// Why none was.
pub async fn make(options: &Value) -> Result<Value, PasskeyFault> {
    ask("create", options, &["clientDataJSON", "attestationObject"]).await
}

/// Has a passkey shown.
///
/// # Errors
/// Why none was.
pub async fn show(options: &Value) -> Result<Value, PasskeyFault> {
    ask("get", options, &["clientDataJSON", "authenticatorData", "signature", "userHandle"]).await
}

async fn ask(verb: &str, options: &Value, told: &[&str]) -> Result<Value, PasskeyFault> {
    let credentials = Reflect::get(&gloo_utils::window().navigator(), &"credentials".into());
    let credentials = credentials.map_err(|_| PasskeyFault::NotPossible)?;
    let call: Function =
        get(&credentials, verb).and_then(|found| found.dyn_into().ok()).ok_or(PasskeyFault::NotPossible)?;
    let options = in_bytes(options).ok_or(PasskeyFault::NotPossible)?;
    let asked: Promise = call
        .call1(&credentials, &options)
        .ok()
        .and_then(|promise| promise.dyn_into().ok())
        .ok_or(PasskeyFault::NotPossible)?;
    let answer = JsFuture::from(asked).await.map_err(|error| fault_of(&error))?;
    in_text(&answer, told).ok_or(PasskeyFault::NotPossible)
}

fn fault_of(error: &JsValue) -> PasskeyFault {
    match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
        Some("InvalidStateError") => PasskeyFault::ThereAlready,
        Some("NotAllowedError" | "AbortError") => PasskeyFault::NotDone,
        _ => PasskeyFault::NotPossible,
    }
}

/// The options with bytes where JSON has text.
fn in_bytes(options: &Value) -> Option<JsValue> {
    let options = options.serialize(&Serializer::json_compatible()).ok()?;
    let asked = get(&options, "publicKey")?;
    decode(&asked, "challenge")?;
    if let Some(user) = get(&asked, "user") {
        decode(&user, "id")?;
    }
    for list in ["excludeCredentials", "allowCredentials"] {
        for credential in get(&asked, list).iter().flat_map(|list| Array::from(list).to_vec()) {
            decode(&credential, "id")?;
        }
    }
    Some(options)
}

fn decode(object: &JsValue, name: &str) -> Option<()> {
    let bytes = Base64UrlUnpadded::decode_vec(&get(object, name)?.as_string()?).ok()?;
    Reflect::set(object, &name.into(), &Uint8Array::from(bytes.as_slice())).ok().map(drop)
}

/// The answer with text where the browser has bytes.
fn in_text(answer: &JsValue, told: &[&str]) -> Option<Value> {
    let id = encode(&get(answer, "rawId")?)?;
    let response = get(answer, "response")?;
    let parts = told.iter().filter_map(|name| Some(((*name).to_owned(), encode(&get(&response, name)?)?.into())));
    let parts: Map<String, Value> = parts.collect();
    Some(json!({ "id": id, "rawId": id, "type": "public-key", "response": parts, "clientExtensionResults": {} }))
}

fn encode(bytes: &JsValue) -> Option<String> {
    let bytes: &ArrayBuffer = bytes.dyn_ref()?;
    Some(Base64UrlUnpadded::encode_string(&Uint8Array::new(bytes).to_vec()))
}

/// What an object has under a name, unless that is nothing.
fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let object: &Object = object.dyn_ref()?;
    Reflect::get(object, &name.into()).ok().filter(|found| !found.is_undefined() && !found.is_null())
}
