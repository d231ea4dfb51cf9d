//! Files that a page offers to save: what is in them.

use crate::driving::{Browser, until};
use anyhow::{Context, Result};
use base64ct::{Base64, Encoding};

/// Keeps every file that the page offers to save.
const OVERSEE: &str = "
    const usual = URL.createObjectURL;
    URL.createObjectURL = (file) => {
        window.savedFile = file;
        return usual.call(URL, file);
    };";

/// Takes the file that was kept last, with its bytes in letters.
const TAKE: &str = "
    const file = window.savedFile ?? null;
    window.savedFile = null;
    if (!file) return null;
    const read = new FileReader();
    await new Promise((done) => { read.onload = done; read.readAsDataURL(file); });
    return read.result.split(',')[1];";

impl Browser {
    /// Looks at every file that is saved from now on.
    pub(crate) async fn oversee_saved_files(&self) -> Result<()> {
        self.before_every_page(OVERSEE).await
    }

    /// The same with an engine that runs nothing before a page, until the page is loaded again.
    pub(crate) async fn oversee_saved_files_of_this_page(&self) -> Result<()> {
        self.ask(OVERSEE, vec![]).await
    }

    /// Waits for a file to be saved, and gives its text.
    pub(crate) async fn saved_file(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.saved_bytes().await?).into_owned())
    }

    /// The same with its bytes.
    pub(crate) async fn saved_bytes(&self) -> Result<Vec<u8>> {
        let letters = until("the file", async || self.ask_later::<Option<String>>(TAKE).await).await?;
        Base64::decode_vec(&letters).ok().context("a browser writes base64")
    }
}
