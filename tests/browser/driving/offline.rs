//! Whether the app is kept on the device.

use super::browser::Browser;
use super::waiting::until;
use anyhow::Result;

/// Whether a service worker is in charge of the page and has kept the page itself. WebKit sometimes goes on showing a page
/// the state in which it first saw the worker: one that is in charge has been installed and is no more than activating.
const IS_KEPT: &str = "
    const { active, scope } = await navigator.serviceWorker.ready;
    const { controller } = navigator.serviceWorker;
    const isStale = active.state !== 'redundant' && controller === active;
    if (!controller || !(active.state === 'activated' || isStale)) return false;
    const page = new URL(scope).pathname;
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
