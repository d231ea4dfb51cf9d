//! What the app says in a language, from the same files as the app, and a browser that is told to speak it.

use crate::driving::{Browser, until};
use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// A language, as its file has it.
pub(crate) struct Language {
    /// As `lang` has it.
    pub(crate) tag: String,
    texts: Map<String, Value>,
}

impl Language {
    /// The one of that tag.
    pub(crate) fn of(tag: &str) -> Result<Self> {
        let texts = serde_json::from_str(&fs::read_to_string(folder().join(format!("{tag}.json")))?)?;
        Ok(Self { tag: tag.to_owned(), texts })
    }

    /// What is said by that key.
    pub(crate) fn text(&self, key: &str) -> Result<&str> {
        let text = self.texts.get(key).and_then(Value::as_str);
        text.with_context(|| format!("{} has no text “{key}”", self.tag))
    }

    /// The longest part of a text in which nothing is filled in.
    pub(crate) fn part(&self, key: &str) -> Result<&str> {
        part_of(self.text(key)?).context("a text has parts")
    }

    /// The longest part of each plural form of a text.
    pub(crate) fn parts(&self, key: &str) -> Result<Vec<&str>> {
        match self.texts.get(key) {
            Some(Value::Object(forms)) => Ok(forms.values().filter_map(|form| part_of(form.as_str()?)).collect()),
            _ => Ok(vec![self.part(key)?]),
        }
    }
}

/// The longest part of a text in which nothing is filled in.
fn part_of(text: &str) -> Option<&str> {
    text.split(['{', '}']).step_by(2).map(str::trim).max_by_key(|part| part.len())
}

impl Browser {
    /// Chooses a language by its own name, and waits until the page speaks it.
    pub(crate) async fn speak(&self, language: &Language) -> Result<()> {
        self.choose(language.text("_name")?).await?;
        let spoken = "return document.documentElement.lang;";
        until("the language to change", async || {
            Ok((self.ask::<String>(spoken, vec![]).await? == language.tag).then_some(()))
        })
        .await
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/texts/participant")
}
