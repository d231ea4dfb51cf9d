//! A file whose name changes with its content, so that it may be kept for ever.

use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A file of the app and the address it is served at.
#[derive(Clone)]
pub(crate) struct HashedFile {
    /// What the pages call it, such as `texts/participant/sv.json`.
    pub(crate) label: String,
    /// Where the browser finds it, such as `/files/sv-0123456789abcdef.json`.
    pub(crate) url: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

impl HashedFile {
    /// Names `bytes` after `label` and themselves.
    pub(crate) fn new(label: &str, bytes: Vec<u8>) -> Result<Self> {
        let path = Path::new(label);
        let part = |part: Option<&std::ffi::OsStr>| {
            part.and_then(|part| part.to_str().map(str::to_owned))
                .with_context(|| format!("{label} needs a name and an extension"))
        };
        let (stem, extension) = (part(path.file_stem())?, part(path.extension())?);
        let digest = sha256(&bytes);
        let url = format!("/files/{stem}-{}.{extension}", &digest[..16]);
        Ok(Self { label: label.to_owned(), url, bytes })
    }

    /// The language that its texts are in, where it has texts.
    pub(crate) fn language(&self) -> Option<&str> {
        let (_, name) = self.label.strip_prefix("texts/")?.rsplit_once('/')?;
        name.strip_suffix(".json")
    }

    /// Reads a file of `assets/`; its path there is its label.
    pub(crate) fn from_asset(label: &str) -> Result<Self> {
        let path = crate::workspace::asset(label);
        let bytes =
            std::fs::read(&path).with_context(|| format!("could not read {}", crate::workspace::shown(&path)))?;
        Self::new(label, bytes)
    }
}

/// The SHA-256 of `bytes` in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_carries_the_start_of_the_hash() -> Result<()> {
        let file = HashedFile::new("texts/participant/sv.json", b"abc".to_vec())?;
        assert_eq!(file.url, "/files/sv-ba7816bf8f01cfea.json");
        Ok(())
    }

    #[test]
    fn a_label_without_extension_is_refused() {
        assert!(HashedFile::new("texts/sv", Vec::new()).is_err());
    }
}
