//! Where the app's files come from: a folder, or the program itself.

use super::encoding::Encoding;
use super::{AppFiles, File, media_type};
use crate::digest::sha256;
use axum::body::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Why there is no app to serve; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FilesError {
    /// A folder that cannot be read.
    #[error("the app folder {} cannot be read ({cause}); build it with `cargo xtask build`, or name another with --app", folder.display())]
    Unreadable {
        /// Which one.
        folder: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A folder without a start page.
    #[error("there is no app in {}; build it with `cargo xtask build`, or name another folder with --app", .0.display())]
    NoApp(PathBuf),
    /// A folder of recordings that cannot be read.
    #[error("the recordings in {} cannot be read ({cause}); name another folder with --recordings, or none", folder.display())]
    NoRecordings {
        /// Which one.
        folder: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Nobody said where the app is.
    #[error("this program carries no app; name its folder with --app")]
    NotNamed,
}

impl AppFiles {
    /// Reads the app from a folder, or from the program where none is named.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Self, FilesError> {
        let Some(folder) = folder else { return embedded() };
        let mut files = BTreeMap::new();
        read_into(&mut files, folder, "").map_err(|cause| FilesError::Unreadable { folder: folder.into(), cause })?;
        Self::of(files).ok_or_else(|| FilesError::NoApp(folder.into()))
    }

    /// Puts compressed siblings to the files they belong to; `None` without a start page.
    fn of(mut all: BTreeMap<String, Bytes>) -> Option<Self> {
        let is_sibling = |name: &String| Encoding::ALL.iter().any(|encoding| name.ends_with(encoding.extension()));
        let names: Vec<String> = all.keys().filter(|name| !is_sibling(name)).cloned().collect();
        let mut files = HashMap::new();
        for name in names {
            let sibling = |encoding: Encoding| {
                let bytes = all.get(&format!("{name}{}", encoding.extension()))?;
                Some((encoding, bytes.clone()))
            };
            let compressed = Encoding::ALL.into_iter().filter_map(sibling).collect();
            let Some(bytes) = all.remove(&name) else { continue };
            files.insert(name.clone(), File { compressed, ..File::plain(&name, bytes) });
        }
        files.contains_key("index.html").then_some(Self(files))
    }
}

impl File {
    /// A file as it is.
    pub(super) fn plain(name: &str, bytes: Bytes) -> Self {
        let hash = sha256(&bytes)[..32].to_owned();
        Self { media_type: media_type::of(name), hash, bytes, compressed: BTreeMap::new() }
    }
}

fn read_into(files: &mut BTreeMap<String, Bytes>, folder: &Path, prefix: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let name = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            read_into(files, &entry.path(), &format!("{name}/"))?;
        } else {
            files.insert(name, fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

#[cfg(feature = "embedded-app")]
fn embedded() -> Result<AppFiles, FilesError> {
    #[derive(rust_embed::RustEmbed)]
    #[folder = "$STEGVIS_APP"]
    struct Embedded;

    let bytes = |name: &str| Embedded::get(name).map(|file| Bytes::from(file.data.into_owned()));
    let files = Embedded::iter().filter_map(|name| Some((name.to_string(), bytes(&name)?))).collect();
    AppFiles::of(files).ok_or(FilesError::NotNamed)
}

#[cfg(not(feature = "embedded-app"))]
fn embedded() -> Result<AppFiles, FilesError> {
    Err(FilesError::NotNamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> AppFiles {
        let all = names.iter().map(|name| ((*name).to_owned(), Bytes::from_static(b"x"))).collect();
        AppFiles::of(all).unwrap_or_else(|| unreachable!("there is a start page"))
    }

    #[test]
    fn an_unknown_page_is_the_programs_to_show() {
        let files = files(&["index.html", "index.html.br", "staff/index.html", "sw.js", "files/a-1.js"]);
        let answer = |path| files.at(path).map(|(name, _)| name);
        assert_eq!(answer("/"), Some("index.html"));
        assert_eq!(answer("/sign-in"), Some("index.html"));
        assert_eq!(answer("/staff"), Some("staff/index.html"));
        assert_eq!(answer("/staff/sign-in"), Some("staff/index.html"));
        assert_eq!(answer("/staffing"), Some("index.html"));
        assert_eq!(answer("/sw.js"), Some("sw.js"));
        assert_eq!(answer("/files/a-1.js"), Some("files/a-1.js"));
    }

    #[test]
    fn a_file_that_is_not_there_is_not_a_page() {
        let files = files(&["index.html", "index.html.br"]);
        for path in ["/files/gone", "/files/gone.js", "/favicon.ico", "/index.html.br", "/../secret.txt"] {
            assert!(files.at(path).is_none(), "{path}");
        }
    }

    #[test]
    fn a_folder_without_a_start_page_is_no_app() {
        assert!(AppFiles::of(BTreeMap::new()).is_none());
    }
}
