//! Making a key of a PIN in a worker of its own, which is ended afterwards whatever came of it.

use super::page;
use crate::pin_work::PinJob;
use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use shared::sealing::{Pin, PinWork, Secret32, WrappingKey};
use std::pin::pin;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// The browser could not do the work: no worker, no memory, or a file that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPinKey;

/// How long the slowest phone may take, in milliseconds.
const PATIENCE: u32 = 120 * 1000;

/// The key of a PIN.
///
/// # Errors
/// When the browser could not make it.
pub async fn key_of(pin: &Pin, salt: &Secret32, work: PinWork) -> Result<WrappingKey, NoPinKey> {
    match select(pin!(worked_out(pin, salt, work)), TimeoutFuture::new(PATIENCE)).await {
        Either::Left((key, _)) => key.map(WrappingKey).ok_or(NoPinKey),
        Either::Right(_) => Err(NoPinKey),
    }
}

/// Ends the worker when it is dropped.
struct Hired(Worker);

impl Drop for Hired {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

async fn worked_out(pin: &Pin, salt: &Secret32, work: PinWork) -> Option<Secret32> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let address = page::file_address("pin-worker.js")?;
    let worker = Hired(Worker::new_with_options(&address, &options).ok()?);
    let (said, mut heard) = mpsc::unbounded::<Option<String>>();
    let failed = said.clone();
    let _message = EventListener::new(&worker.0, "message", move |event| {
        let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        let _ = said.unbounded_send(text);
    });
    let _error = EventListener::new(&worker.0, "error", move |_| {
        let _ = failed.unbounded_send(None);
    });
    worker.0.post_message(&program()?).ok()?;
    if heard.next().await?.as_deref() != Some("ready") {
        return None;
    }
    let job = PinJob { digits: pin.digits().to_owned(), salt: salt.clone(), work };
    let job = serde_json::to_string(&job).ok()?;
    worker.0.post_message(&JsValue::from_str(&job)).ok()?;
    Secret32::parse(&heard.next().await??)
}

/// This program itself, as the worker's script wants it: the address of its glue, and what the browser has compiled.
fn program() -> Option<JsValue> {
    let program = js_sys::Object::new();
    for (name, value) in [("program", page::program_address()?.into()), ("wasm", wasm_bindgen::module())] {
        js_sys::Reflect::set(&program, &name.into(), &value).ok()?;
    }
    Some(program.into())
}
