//! The app's files, read once and served from memory.

mod answer;
mod encoding;
mod folder;
mod media_type;
mod recordings;
mod removal;

pub(super) use answer::answer;
pub(crate) use folder::FilesError;

use axum::body::Bytes;
use axum::http::HeaderValue;
use encoding::Encoding;
use std::collections::{BTreeMap, HashMap};

/// Every file of the app, by its path in the folder.
pub(crate) struct AppFiles(HashMap<String, File>);

/// One file, as it is and compressed.
struct File {
    media_type: HeaderValue,
    /// Names the content.
    hash: String,
    bytes: Bytes,
    compressed: BTreeMap<Encoding, Bytes>,
}

impl AppFiles {
    /// The file that answers a path: itself, else the page whose program knows what to show there. Names with an
    /// extension are files, and a file that is not there is not there.
    fn at(&self, path: &str) -> Option<(&str, &File)> {
        let path = path.trim_matches('/');
        let is_file = path.starts_with("files/") || path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let is_staff = path == "staff" || path.starts_with("staff/");
        let name = match (is_file, is_staff) {
            (true, _) => path,
            (false, true) => "staff/index.html",
            (false, false) => "index.html",
        };
        self.0.get_key_value(name).map(|(name, file)| (name.as_str(), file))
    }
}
