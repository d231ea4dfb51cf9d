//! The keyboard alone.

use super::browser::Browser;
use super::waiting::until;
use anyhow::{Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

/// More than any screen has to pass by.
const MOST_TABS: usize = 60;

const FOCUSED: &str = "return document.activeElement.textContent.replace(/\\s+/g, ' ').trim();";

/// What keeps the focus from being seen; nothing where it is seen.
const FOCUS_IS_HIDDEN: &str = "
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const isMarked = getComputedStyle(element).outlineStyle !== 'none';
    // Pages are scrolled by whole pixels, and boxes end within them.
    const isInside = box.height > 0 && box.top > -1 && box.bottom < window.innerHeight + 1;
    return isMarked && isInside ? null
        : `${element.outerHTML.slice(0, 200)}, marked: ${isMarked}, window active: ${document.hasFocus()}, from ${box.top} to ${box.bottom} of ${window.innerHeight}`;";

impl Browser {
    /// Presses Tab.
    pub(crate) async fn tab(&self) -> Result<()> {
        self.key(Key::Tab).await
    }

    /// Presses Enter.
    pub(crate) async fn enter(&self) -> Result<()> {
        self.key(Key::Enter).await
    }

    /// Presses Tab until the focus is on what bears these words.
    pub(crate) async fn tab_to(&self, words: &str) -> Result<()> {
        let mut passed = Vec::new();
        while passed.len() < MOST_TABS {
            self.tab().await?;
            let focused: String = self.ask(FOCUSED, vec![]).await?;
            if focused == words {
                return Ok(());
            }
            passed.push(focused);
        }
        bail!("Tab does not come to “{words}”, but to {passed:?}")
    }

    /// The same with words that what has the focus begins with; says how often it was pressed.
    pub(crate) async fn tabs_to(&self, words: &str) -> Result<usize> {
        let mut passed = Vec::new();
        while passed.len() < MOST_TABS {
            self.tab().await?;
            let focused: String = self.ask(FOCUSED, vec![]).await?;
            passed.push(focused);
            if passed.last().is_some_and(|focused| focused.starts_with(words)) {
                return Ok(passed.len());
            }
        }
        bail!("Tab does not come to “{words}”, but to {passed:?}")
    }

    /// Presses Tab until the focus is in a field to write in.
    pub(crate) async fn tab_to_field(&self) -> Result<()> {
        for _ in 0..MOST_TABS {
            self.tab().await?;
            if self.ask::<bool>("return document.activeElement.tagName === 'INPUT';", vec![]).await? {
                return Ok(());
            }
        }
        bail!("Tab comes to no field")
    }

    /// Types where the focus is.
    pub(crate) async fn type_keys(&self, text: &str) -> Result<()> {
        for value in text.chars() {
            self.press_key(value).await?;
        }
        Ok(())
    }

    /// Waits until what has the focus is marked, and inside the window: some engines scroll a moment later.
    pub(crate) async fn focus_is_in_sight(&self) -> Result<()> {
        let look = async || match self.ask::<Option<String>>(FOCUS_IS_HIDDEN, vec![]).await? {
            None => Ok(Some(())),
            Some(why) => bail!("the focus cannot be seen: {why}"),
        };
        self.explained(until("the focus in sight", look)).await
    }

    async fn key(&self, key: Key) -> Result<()> {
        self.press_key(char::from(key)).await
    }

    async fn press_key(&self, value: char) -> Result<()> {
        let keys = KeyActions::new("keyboard".into()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keys).await?)
    }
}
