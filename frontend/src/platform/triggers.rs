//! What makes it worth trying to sync: the page comes to the foreground, a network seems to be back.

use super::page;
use gloo_events::EventListener;
use gloo_utils::{document, window};
use shared::sync::Cause;

/// Listens until dropped.
#[must_use = "dropping it ends the listening"]
pub struct Triggers(#[expect(dead_code, reason = "held for their drop")] [EventListener; 2]);

/// Calls `wake` whenever something happens that makes it worth trying.
pub fn listen(wake: impl Fn(Cause) + Clone + 'static) -> Triggers {
    let shown = wake.clone();
    Triggers([
        EventListener::new(&document(), "visibilitychange", move |_| {
            if page::is_visible() {
                shown(Cause::Shown);
            }
        }),
        EventListener::new(&window(), "online", move |_| wake(Cause::Online)),
    ])
}
