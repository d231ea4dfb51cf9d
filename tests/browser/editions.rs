//! The app in several versions: a copy of the one that was built, whose texts, page, worker and published version change
//! together as a build changes them. A server reads them when it starts.

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The pages, and the folders of their workers.
const APPS: [(&str, &str); 2] = [("participant", ""), ("staff", "staff/")];
/// The texts, which every version changes.
const LANGUAGES: [&str; 3] = ["sv", "en", "ar"];
/// Makes the changed files the longest, so that a network may cut them and nothing else.
const LENGTH: usize = 150 * 1024;

/// A copy of the app's folder.
pub(crate) struct Editions {
    folder: TempDir,
}

impl Editions {
    /// The app as it was built.
    pub(crate) fn of_built_app() -> Result<Self> {
        Self::copy_of(&crate::house::app()?)
    }

    /// A copy of what is there now, to be [put back](Self::put).
    pub(crate) fn copy(&self) -> Result<Self> {
        Self::copy_of(self.folder())
    }

    /// A copy of what is in a folder.
    pub(crate) fn copy_of(folder: &Path) -> Result<Self> {
        let copy = Self { folder: TempDir::with_prefix("stegvis-app-")? };
        copy_into(folder, copy.folder())?;
        Ok(copy)
    }

    /// Puts what another copy holds in the place of what is there.
    pub(crate) fn put(&self, other: &Self) -> Result<()> {
        fs::remove_dir_all(self.folder())?;
        fs::create_dir(self.folder())?;
        copy_into(other.folder(), self.folder())
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The version of the participant's app that is there.
    pub(crate) fn version(&self) -> Result<String> {
        let versions: Value = serde_json::from_slice(&fs::read(self.path("version.json"))?)?;
        Ok(versions["participant"]["version"].as_str().context("version.json names no version")?.to_owned())
    }

    /// Puts another version in the place of the one that is there, whose files go. It adds its name to some words.
    pub(crate) fn publish(&self, version: &str) -> Result<()> {
        for language in LANGUAGES {
            for before in self.files_of(language)? {
                self.publish_texts(language, &before, version)?;
            }
        }
        for (app, folder) in APPS {
            self.publish_page(app, folder, version)?;
        }
        Ok(())
    }

    /// Changes a file of texts, in every app that speaks its language.
    fn publish_texts(&self, language: &str, before: &str, version: &str) -> Result<()> {
        let mut texts: Map<String, Value> = serde_json::from_slice(&fs::read(self.path(before))?)?;
        for key in ["to_my_path", "to_caseload", "caseload_title", "rather_not"] {
            let words = texts.get(key).and_then(Value::as_str).map(|words| format!("{words} {version}"));
            words.into_iter().for_each(|words| drop(texts.insert(key.to_owned(), json!(words))));
        }
        texts.insert("_length".to_owned(), json!("x".repeat(LENGTH)));
        let texts = Value::Object(texts).to_string();
        let after = format!("files/{language}-{}.json", &sha256(texts.as_bytes())[..16]);
        self.remove(before)?;
        self.write(&after, &texts)?;
        for (_, folder) in APPS {
            self.change(&format!("{folder}index.html"), |page| page.replace(before, &after))?;
            self.change_list(folder, |build| {
                let Some(files) = build["languages"].get_mut(language) else { return Some(()) };
                let files = files.as_object_mut()?;
                if files.remove(&format!("/{before}")).is_some() {
                    files.insert(format!("/{after}"), json!(sha256(texts.as_bytes())));
                }
                Some(())
            })?;
        }
        Ok(())
    }

    fn publish_page(&self, app: &str, folder: &str, version: &str) -> Result<()> {
        let mut before = String::new();
        self.change("version.json", |versions| {
            let mut versions: Value = serde_json::from_str(&versions).unwrap_or_default();
            before = versions[app]["version"].as_str().unwrap_or_default().to_owned();
            versions[app]["version"] = json!(version);
            versions.to_string()
        })?;
        let page = format!("{folder}index.html");
        self.change(&page, |page| page.replace(&before, version))?;
        let digest = sha256(&fs::read(self.path(&page))?);
        self.change_list(folder, |build| {
            build["files"].as_object_mut()?.insert(format!("/{folder}"), json!(digest)).map(|_| ())
        })?;
        self.change(&format!("{folder}sw.js"), |worker| worker.replace(&before, version))
    }

    /// Changes the worker's lists of files.
    fn change_list(&self, folder: &str, change: impl FnOnce(&mut Value) -> Option<()>) -> Result<()> {
        let mut kept = Ok(());
        self.change(&format!("{folder}sw.js"), |worker| {
            let changed = (|| {
                let (build, code) = worker.strip_prefix("const build = ")?.split_once(";\n\n")?;
                let mut build: Value = serde_json::from_str(build).ok()?;
                change(&mut build)?;
                Some(format!("const build = {build};\n\n{code}"))
            })();
            changed.unwrap_or_else(|| {
                kept = Err(anyhow::anyhow!("the worker does not begin with the lists of files"));
                worker
            })
        })?;
        kept
    }

    /// Puts a worker in the place of the participant's that answers every request with a fault, as none should be.
    pub(crate) fn break_worker(&self) -> Result<()> {
        self.write(
            "sw.js",
            "self.addEventListener('install', () => self.skipWaiting());
             self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
             self.addEventListener('fetch', (event) => event.respondWith(Response.error()));",
        )
    }

    /// The file of a language's texts that participants see.
    pub(crate) fn texts_of(&self, language: &str) -> Result<String> {
        for file in self.files_of(language)? {
            if fs::read_to_string(self.path(&file))?.contains("\"to_my_path\"") {
                return Ok(file);
            }
        }
        anyhow::bail!("the app has no texts in {language}")
    }

    /// The files of a language's texts.
    fn files_of(&self, language: &str) -> Result<Vec<String>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(self.path("files"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let hash = name.strip_prefix(&format!("{language}-")).and_then(|rest| rest.strip_suffix(".json"));
            if hash.is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit())) {
                files.push(format!("files/{name}"));
            }
        }
        Ok(files)
    }

    /// Changes a file as it is kept, without the lists that name its digest.
    pub(crate) fn change(&self, name: &str, change: impl FnOnce(String) -> String) -> Result<()> {
        let content = fs::read_to_string(self.path(name)).with_context(|| format!("there is no {name}"))?;
        self.write(name, &change(content))
    }

    /// Removes a file, in all its forms.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        for ending in ["", ".br", ".gz", ".zst"] {
            let path = self.path(&format!("{name}{ending}"));
            if path.exists() {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Writes a file in the place of all its forms.
    pub(crate) fn write(&self, name: &str, content: &str) -> Result<()> {
        self.remove(name)?;
        Ok(fs::write(self.path(name), content)?)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }
}

fn copy_into(folder: &Path, place: &Path) -> Result<()> {
    let copied = Command::new("cp").arg("-r").arg(folder.join(".")).arg(place).status()?;
    ensure!(copied.success(), "{} could not be copied", folder.display());
    Ok(())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
