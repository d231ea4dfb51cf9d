//! One tab at a time talks to the server for an account (Web Locks). Two at once would lose nothing, since the server
//! knows a record again; they would only send everything twice.

use js_sys::{Function, Object, Promise, Reflect};
use shared::id::AccountId;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Does the work unless another tab is at it; says whether it was done. A browser without Web Locks does it.
pub async fn alone(account: AccountId, work: impl Future<Output = ()> + 'static) -> bool {
    let Some(locks) = locks() else {
        work.await;
        return true;
    };
    let work = RefCell::new(Some(work));
    let granted = Closure::wrap(Box::new(move |lock: JsValue| {
        let work = work.take().filter(|_| !lock.is_null());
        future_to_promise(async move {
            let done = work.is_some();
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::from_bool(done))
        })
    }) as Box<dyn FnMut(JsValue) -> Promise>);
    let name = JsValue::from_str(&format!("stegvis-sync-{account}"));
    let asked = request(&locks, &name, granted.as_ref());
    match asked {
        Some(promise) => JsFuture::from(promise).await.is_ok_and(|done| done.as_bool() == Some(true)),
        None => false,
    }
}

/// The browser's locks.
fn locks() -> Option<Object> {
    let navigator = gloo_utils::window().navigator();
    Reflect::get(&navigator, &"locks".into()).ok()?.dyn_into().ok()
}

fn request(locks: &Object, name: &JsValue, granted: &JsValue) -> Option<Promise> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let request: Function = Reflect::get(locks, &"request".into()).ok()?.dyn_into().ok()?;
    request.call3(locks, name, &options, granted).ok()?.dyn_into().ok()
}
