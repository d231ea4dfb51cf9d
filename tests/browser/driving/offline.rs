//! Whether the app is kept on the device.

use super::browser::Browser;
use super::waiting::until;
use anyhow::Result;

/// Whether a service worker is in charge of the page and has kept the page itself.
const IS_KEPT: &str = "
    const registration = await navigator.serviceWorker.ready;
    if (registration.active.state !== 'activated' || !navigator.serviceWorker.controller) return false;
    const page = new URL(registration.scope).pathname;
    for (const name of await caches.keys()) {
        if (await caches.match(page, { cacheName: name, ignoreVary: true })) return true;
    }
    return false;";

impl Browser {
    /// Waits until the page would come from the device if the server were gone.
    pub(crate) async fn is_kept_for_offline_use(&self) -> Result<()> {
        until("the service worker to keep the app", async || Ok(self.ask_later::<bool>(IS_KEPT).await?.then_some(())))
            .await
    }
}
