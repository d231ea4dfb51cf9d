//! Word between the tabs of one account: the store has changed, read it again. Nothing else is said.

use gloo_events::EventListener;
use shared::id::AccountId;
use wasm_bindgen::JsValue;
use web_sys::BroadcastChannel;

/// A line to the other tabs, open until it is dropped.
#[derive(Debug)]
pub struct OtherTabs {
    channel: BroadcastChannel,
    _heard: EventListener,
}

impl OtherTabs {
    /// Opens the line; `changed` is called when another tab says that it has changed the store. `None` in browsers without
    /// such lines: there a tab shows the other's changes when it is loaded again.
    pub fn of(account: AccountId, changed: impl Fn() + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(&format!("stegvis-{account}")).ok()?;
        let heard = EventListener::new(&channel, "message", move |_| changed());
        Some(Self { channel, _heard: heard })
    }

    /// Tells the others that the store has changed.
    pub fn tell(&self) {
        let _ = self.channel.post_message(&JsValue::NULL);
    }
}

impl Drop for OtherTabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}
