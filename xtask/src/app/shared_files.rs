//! The files that both apps load: start script, icons, texts and pictograms.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::hashed_file::HashedFile;
use super::{page, script};
use crate::workspace;

/// The icon that fills its square, as phones want it for the home screen.
const TOUCH_ICON: &str = "icons/icon-maskable-512.png";

/// The files that both apps use.
pub(crate) struct SharedFiles {
    /// Starts the program that a page names.
    pub(crate) boot: HashedFile,
    /// Answers browsers that are too old for modules.
    pub(crate) old_browser: HashedFile,
    /// The icon that pages show.
    pub(crate) icon: HashedFile,
    /// Loaded by the system when the app is put on the home screen, not by the page.
    pub(crate) home_screen_icons: Vec<HashedFile>,
    /// Texts and pictograms: what a program asks for by name.
    pub(crate) named: Vec<HashedFile>,
}

impl SharedFiles {
    /// Reads them all from `assets/`.
    pub(crate) fn read() -> Result<Self> {
        let mut named = Vec::new();
        for folder in ["texts/participant", "texts/staff"] {
            for text in read_all(folder, "json")? {
                named.push(as_shipped(&text)?);
            }
        }
        named.extend(read_all("pictograms", "svg")?);
        named.push(script("pin-worker.js")?);
        Ok(Self {
            boot: script("boot.js")?,
            old_browser: script("old-browser.js")?,
            icon: HashedFile::from_asset("icons/icon.svg")?,
            home_screen_icons: read_all("icons", "png")?,
            named,
        })
    }

    /// The icon for phones that do not read the manifest's.
    pub(crate) fn touch_icon(&self) -> Result<&HashedFile> {
        self.home_screen_icons
            .iter()
            .find(|icon| icon.label == TOUCH_ICON)
            .with_context(|| format!("assets/{TOUCH_ICON} is missing"))
    }
}

/// A script of `assets/` as it is shipped.
fn script(label: &str) -> Result<HashedFile> {
    let code = script::without_comments(&page::template(label)?).with_context(|| format!("assets/{label}"))?;
    HashedFile::new(label, code.into_bytes())
}

/// The files of a folder of `assets/` with this extension, in an order that never varies.
fn read_all(folder: &str, extension: &str) -> Result<Vec<HashedFile>> {
    labels(folder, extension)?.iter().map(|label| HashedFile::from_asset(label)).collect()
}

fn labels(folder: &str, extension: &str) -> Result<BTreeSet<String>> {
    let path = workspace::asset(folder);
    let mut labels = BTreeSet::new();
    if !path.is_dir() {
        return Ok(labels);
    }
    for entry in path.read_dir().with_context(|| format!("could not list assets/{folder}"))? {
        let name = entry?.file_name();
        let name = Path::new(&name);
        if name.extension().is_some_and(|found| found == extension) {
            labels.insert(format!("{folder}/{}", name.display()));
        }
    }
    Ok(labels)
}

/// A language file as programs read it: texts by key, without what the file says to the build alone. The forms of a text
/// are at `key.category`, the texts of a list at `key.place`.
fn as_shipped(file: &HashedFile) -> Result<HashedFile> {
    let content: Map<String, Value> =
        serde_json::from_slice(&file.bytes).with_context(|| format!("assets/{} is not valid JSON", file.label))?;
    let mut shipped = Map::new();
    for (key, text) in content.into_iter().filter(|(key, _)| !key.starts_with('_')) {
        match text {
            Value::Object(forms) => {
                shipped.extend(forms.into_iter().map(|(category, text)| (format!("{key}.{category}"), text)));
            }
            Value::Array(list) => {
                shipped.extend(list.into_iter().enumerate().map(|(at, text)| (format!("{key}.{at}"), text)));
            }
            text => {
                shipped.insert(key, text);
            }
        }
    }
    HashedFile::new(&file.label, Value::Object(shipped).to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_lists_are_shipped_as_texts_of_their_own() -> Result<()> {
        let file = r#"{"_name": "Y", "a": "b", "c": {"one": "d", "other": "e"}, "f": ["g", "h"]}"#;
        let shipped = as_shipped(&HashedFile::new("texts/participant/y.json", file.into())?)?;
        assert_eq!(
            serde_json::from_slice::<Value>(&shipped.bytes)?,
            serde_json::json!({"a": "b", "c.one": "d", "c.other": "e", "f.0": "g", "f.1": "h"})
        );
        Ok(())
    }
}
