//! What a browser keeps of the app: which version, which other waits, and what people wrote beside it.

use super::browser::Browser;
use super::waiting::{until, until_calmly};
use anyhow::Result;
use serde_json::Value;

const VERSION: &str = "return document.querySelector('meta[name=\"app-version\"]')?.content ?? '';";

const MOST_STARTS: u32 = 3;

/// Has the browser look for a new worker, and waits until that is kept or given up.
const LOOK_FOR_UPDATE: &str = "
    const scope = new URL('.', new URL(document.querySelector('meta[name=service-worker]').content, location)).href;
    const registration = await navigator.serviceWorker.getRegistration(scope);
    await registration.update().catch(() => undefined);
    while (registration.installing) await new Promise((then) => setTimeout(then, 20));
    return Boolean(registration.waiting);";

const KEPT_VERSIONS: &str = "
    const names = await caches.keys();
    return names.filter((name) => name.startsWith('stegvis-')).sort();";

const KEPT_LANGUAGES: &str = "
    const tags = new Set();
    for (const name of (await caches.keys()).filter((name) => name.startsWith('stegvis-'))) {
        for (const { url } of await (await caches.open(name)).keys()) {
            const texts = /\\/files\\/(.+)-[0-9a-f]{16}\\.json$/.exec(url);
            if (texts) tags.add(texts[1]);
        }
    }
    return [...tags].sort();";

const IS_WITHOUT_WORKER: &str = "
    const registrations = await navigator.serviceWorker.getRegistrations();
    const kept = (await caches.keys()).filter((name) => name.startsWith('stegvis-'));
    return registrations.length === 0 && kept.length === 0;";

const WRITTEN: &str = "
    const request = (asked) => new Promise((then, fail) => {
        asked.onsuccess = () => then(asked.result);
        asked.onerror = () => fail(asked.error);
    });
    const written = {};
    for (const { name } of await indexedDB.databases()) {
        const database = await request(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
            const kept = database.transaction(store).objectStore(store);
            written[`${name} ${store}`] = [await request(kept.getAllKeys()), await request(kept.getAll())];
        }
        database.close();
    }
    return { written, settings: { ...localStorage } };";

impl Browser {
    /// The version of the page on the screen.
    pub(crate) async fn version(&self) -> Result<String> {
        self.ask(VERSION, vec![]).await
    }

    /// Starts the app again until it runs as that version. A device that is slow may need more than one start.
    pub(crate) async fn starts_as(&self, version: &str) -> Result<()> {
        let mut starts = 0;
        loop {
            let what = format!("version {version}");
            let runs = until_calmly(&what, async || {
                let here = self.version().await? == version && !self.words().await?.contains("Startar");
                Ok(here.then_some(()))
            });
            match runs.await {
                Err(_) if starts < MOST_STARTS => {
                    starts += 1;
                    self.ask::<()>("location.reload();", vec![]).await?;
                }
                done => return done,
            }
        }
    }

    /// Has the browser look for a new version of the worker. Returns, when that has come to an end, whether one waits.
    pub(crate) async fn look_for_update(&self) -> Result<bool> {
        self.ask_later(LOOK_FOR_UPDATE).await
    }

    /// Waits until the app by itself has fetched a new version, which waits.
    pub(crate) async fn fetches_update(&self) -> Result<()> {
        let waits = "return Boolean((await navigator.serviceWorker.ready).waiting);";
        until("a new version to wait", async || Ok(self.ask_later::<bool>(waits).await?.then_some(()))).await
    }

    /// The versions whose files are kept.
    pub(crate) async fn kept_versions(&self) -> Result<Vec<String>> {
        self.ask_later(KEPT_VERSIONS).await
    }

    /// The languages whose texts are kept, by their tags, whichever version they are of.
    pub(crate) async fn kept_languages(&self) -> Result<Vec<String>> {
        self.ask_later(KEPT_LANGUAGES).await
    }

    /// Waits until the texts in a language are kept.
    pub(crate) async fn keeps_texts_in(&self, tag: &str) -> Result<()> {
        until(&format!("the texts in {tag} to be kept"), async || {
            Ok(self.kept_languages().await?.iter().any(|kept| kept == tag).then_some(()))
        })
        .await
    }

    /// Waits until the files of that version are kept, and of no other.
    pub(crate) async fn keeps_only(&self, version: &str) -> Result<()> {
        until("the old version's files to go", async || Ok((self.kept_versions().await? == [version]).then_some(())))
            .await
    }

    /// Waits until no worker is left, and none of the files that it kept.
    pub(crate) async fn is_without_worker(&self) -> Result<()> {
        until("the worker to be gone", async || Ok(self.ask_later::<bool>(IS_WITHOUT_WORKER).await?.then_some(())))
            .await
    }

    /// Everything that is kept of what people wrote: every database, and the settings.
    pub(crate) async fn written_on_the_device(&self) -> Result<Value> {
        self.ask_later(WRITTEN).await
    }
}
