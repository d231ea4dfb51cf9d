//! What an app's service worker keeps on the device, and the version that changes with it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::json;

use super::App;
use super::hashed_file::{HashedFile, sha256};

/// The files that one app needs to start without a network, by address.
pub(crate) struct Precache {
    app: App,
    digests: BTreeMap<String, String>,
    /// The same of each language's own files, by its tag.
    languages: BTreeMap<String, BTreeMap<String, String>>,
}

impl Precache {
    /// Begins with nothing kept.
    pub(crate) fn new(app: App) -> Self {
        Self { app, digests: BTreeMap::new(), languages: BTreeMap::new() }
    }

    /// Keeps a file whose name changes with its content; one with texts where its language is in use.
    pub(crate) fn keep(&mut self, file: &HashedFile) {
        match file.language() {
            Some(tag) => {
                let texts = self.languages.entry(tag.to_owned()).or_default();
                texts.insert(file.url.clone(), sha256(&file.bytes));
            }
            None => self.keep_at(&file.url, &file.bytes),
        }
    }

    /// Keeps a file at an address that stays the same.
    pub(crate) fn keep_at(&mut self, url: &str, bytes: &[u8]) {
        self.digests.insert(url.to_owned(), sha256(bytes));
    }

    /// The version of all that is kept, and of `others` that decide how it is used.
    pub(crate) fn version(&self, others: &[&str]) -> String {
        let mut content = String::new();
        for (url, digest) in self.digests.iter().chain(self.languages.values().flatten()) {
            content.push_str(&format!("{url} {digest}\n"));
        }
        for other in others {
            content.push_str(&sha256(other.as_bytes()));
        }
        sha256(content.as_bytes())[..16].to_owned()
    }

    /// The service worker: `template` after the one constant that it works with.
    pub(crate) fn service_worker(&self, template: &str, version: &str) -> Result<String> {
        let build = json!({
            "app": self.app.name(),
            "version": version,
            "page": self.app.scope(),
            "files": self.digests,
            "languages": self.languages,
        });
        let build = serde_json::to_string_pretty(&build)
            .context("could not write the list of files that the service worker keeps")?;
        Ok(format!("const build = {build};\n\n{template}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precache(bytes: &[u8]) -> Precache {
        let mut precache = Precache::new(App::Staff);
        precache.keep_at("/staff/", bytes);
        precache
    }

    #[test]
    fn another_content_is_another_version() {
        assert_ne!(precache(b"a").version(&[]), precache(b"b").version(&[]));
        assert_eq!(precache(b"a").version(&[]), precache(b"a").version(&[]));
    }

    #[test]
    fn another_worker_is_another_version() {
        assert_ne!(precache(b"a").version(&["x"]), precache(b"a").version(&["y"]));
    }

    #[test]
    fn the_texts_of_a_language_are_listed_by_it_and_change_the_version() -> Result<()> {
        let with = |texts: &str| -> Result<Precache> {
            let mut precache = precache(b"a");
            precache.keep(&HashedFile::new("texts/staff/sv.json", texts.as_bytes().to_vec())?);
            Ok(precache)
        };
        let worker = with("{}")?.service_worker("", "0123")?;
        let (_, languages) = worker.split_once("\"languages\": {\n    \"sv\": {\n").unwrap_or_default();
        assert!(languages.trim_start().starts_with("\"/files/sv-"), "{worker}");
        assert_ne!(with("{}")?.version(&[]), with("[]")?.version(&[]));
        Ok(())
    }

    #[test]
    fn the_worker_gets_the_list_before_its_code() -> Result<()> {
        let worker = precache(b"a").service_worker("use(build);", "0123")?;
        assert!(worker.starts_with("const build = {"));
        assert!(worker.contains("\"/staff/\": \"ca978112ca1bbdca"));
        assert!(worker.ends_with("use(build);"));
        Ok(())
    }
}
