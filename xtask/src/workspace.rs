//! Where things lie in the project. Only names places: it neither creates nor reads them.

use std::path::{Path, PathBuf};

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A file or folder of what the app is made from, by its path inside `assets/`.
pub(crate) fn asset(path: &str) -> PathBuf {
    root().join("assets").join(path)
}

/// A file or folder of what is built, by its path inside `target/`.
pub(crate) fn target(path: &str) -> PathBuf {
    root().join("target").join(path)
}

/// The finished app, ready to be served.
pub(crate) fn app_folder() -> PathBuf {
    target("app")
}

/// The server as the development profile builds it.
pub(crate) fn server() -> PathBuf {
    target("debug").join(executable("stegvis"))
}

/// The file name that a program has on this kind of machine.
pub(crate) fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// A path as a person reads it: from the root of the project.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
