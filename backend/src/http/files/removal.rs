//! The switch for an operator whose service worker is broken: running apps are told to remove it, and browsers, which ask
//! for the worker by themselves, are given one that removes itself. What people wrote is no part of it.

use super::{AppFiles, File};
use axum::body::Bytes;
use serde_json::{Map, Value, json};

/// Takes the worker's place.
const REMOVES_ITSELF: &str = include_str!("../../../../assets/worker-removal.js");
/// The worker of each app.
const WORKERS: [&str; 2] = ["sw.js", "staff/sw.js"];
/// What running apps ask for, and the apps that it speaks of.
pub(super) const VERSIONS: &str = "version.json";
const APPS: [&str; 2] = ["participant", "staff"];

impl AppFiles {
    /// The same app, which no browser is to keep.
    pub(crate) fn removing_workers(mut self) -> Self {
        for name in WORKERS {
            self.put(name, Bytes::from_static(REMOVES_ITSELF.as_bytes()));
        }
        let versions = self.0.get(VERSIONS).map(|file| removing(&file.bytes)).unwrap_or_else(|| removing(b"{}"));
        self.put(VERSIONS, versions.into());
        self
    }

    fn put(&mut self, name: &str, bytes: Bytes) {
        self.0.insert(name.to_owned(), File::plain(name, bytes));
    }
}

/// The versions as they were, with the word to remove each worker.
fn removing(versions: &[u8]) -> String {
    let mut versions: Map<String, Value> = serde_json::from_slice(versions).unwrap_or_default();
    for app in APPS {
        match versions.get_mut(app) {
            Some(Value::Object(of_app)) => of_app.insert("worker".to_owned(), json!("remove")),
            _ => versions.insert(app.to_owned(), json!({"worker": "remove"})),
        };
    }
    Value::Object(versions).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_worker_is_to_be_removed_and_the_versions_stay() {
        let versions = removing(br#"{"participant": {"version": "a", "worker": "keep"}, "later": 1}"#);
        let expected = json!({
            "participant": {"version": "a", "worker": "remove"}, "staff": {"worker": "remove"}, "later": 1
        });
        assert_eq!(serde_json::from_str::<Value>(&versions).ok(), Some(expected));
    }

    #[test]
    fn versions_that_cannot_be_read_do_not_hinder_the_removal() {
        assert_eq!(removing(b"oh"), removing(b"{}"));
    }
}
