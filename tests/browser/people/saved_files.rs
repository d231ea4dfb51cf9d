//! Files that a page offers to save: what is in them.

use crate::driving::{Browser, until};
use anyhow::Result;

/// Keeps the text of every file that the page offers to save.
const OVERSEE: &str = "
    const usual = URL.createObjectURL;
    URL.createObjectURL = (file) => {
        file.text().then((text) => { window.savedFile = text; });
        return usual.call(URL, file);
    };";

/// Takes the text that was kept last.
const TAKE: &str = "const file = window.savedFile ?? null; window.savedFile = null; return file;";

impl Browser {
    /// Looks at every file that is saved from now on.
    pub(crate) async fn oversee_saved_files(&self) -> Result<()> {
        self.before_every_page(OVERSEE).await
    }

    /// Waits for a file to be saved, and gives its text.
    pub(crate) async fn saved_file(&self) -> Result<String> {
        until("the file", async || self.ask::<Option<String>>(TAKE, vec![]).await).await
    }
}
