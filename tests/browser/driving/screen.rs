//! What a person sees on the screen and does with it: finds things by their words, never by classes.

use super::browser::Browser;
use super::waiting::until;
use anyhow::{Context, Result, bail};
use fantoccini::Locator;
use fantoccini::elements::Element;
use std::path::Path;

/// The words on the screen, with single spaces.
const WORDS: &str = "return document.body.innerText.replace(/\\s+/g, ' ');";

/// The heading that says which screen this is.
const HEADING: &str = "return document.querySelector('main h1')?.textContent ?? '';";

const HEADING_HAS_FOCUS: &str = "return document.activeElement === document.querySelector('main h1');";

const TOO_WIDE: &str = "
    const page = document.documentElement;
    const width = page.clientWidth;
    const scrolls = (element) => element && (['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX)
        || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && (box.right > width + 1 || box.left < -1) && !scrolls(element.parentElement);
    });
    const names = wide.map((element) => element.outerHTML.slice(0, 120));
    return page.scrollWidth > width ? [`the page, ${page.scrollWidth} in ${width} pixels`, ...names] : names;";

impl Browser {
    /// Every word on the screen.
    pub(crate) async fn words(&self) -> Result<String> {
        self.ask(WORDS, vec![]).await
    }

    /// Waits until words are on the screen.
    pub(crate) async fn see(&self, words: &str) -> Result<()> {
        self.explained(until(words, async || Ok(self.words().await?.contains(words).then_some(())))).await
    }

    /// Waits until words are no more on the screen.
    pub(crate) async fn see_no_more(&self, words: &str) -> Result<()> {
        let what = format!("“{words}” to go");
        self.explained(until(&what, async || Ok((!self.words().await?.contains(words)).then_some(())))).await
    }

    /// Words that are not on the screen, now that what it waits for is there.
    pub(crate) async fn see_no(&self, words: &str) -> Result<()> {
        let all = self.words().await?;
        if all.contains(words) {
            bail!("“{words}” should not be on the screen:\n{all}");
        }
        Ok(())
    }

    /// The heading, once there is one.
    pub(crate) async fn heading(&self) -> Result<String> {
        let look = async || {
            let heading: String = self.ask(HEADING, vec![]).await?;
            Ok((!heading.is_empty()).then_some(heading))
        };
        self.explained(until("a heading", look)).await
    }

    /// Waits until a screen with that heading has come, and has moved the focus to it.
    pub(crate) async fn arrive_at(&self, heading: &str) -> Result<()> {
        let look = async || {
            let here = self.ask::<String>(HEADING, vec![]).await? == heading;
            Ok((here && self.ask::<bool>(HEADING_HAS_FOCUS, vec![]).await?).then_some(()))
        };
        self.explained(until(&format!("the screen “{heading}” with the focus on its heading"), look)).await
    }

    /// Waits until another screen than the one with that heading is there.
    pub(crate) async fn leave(&self, heading: &str) -> Result<()> {
        let look = async || {
            let here: String = self.ask(HEADING, vec![]).await?;
            Ok((!here.is_empty() && here != heading).then_some(()))
        };
        self.explained(until(&format!("another screen than “{heading}”"), look)).await
    }

    /// What reaches beyond the window's sides, one text for each element; things that scroll by themselves do not.
    pub(crate) async fn too_wide(&self) -> Result<Vec<String>> {
        self.ask(TOO_WIDE, vec![]).await
    }

    /// Unfolds all that is folded.
    pub(crate) async fn unfold_everything(&self) -> Result<()> {
        self.ask("document.querySelectorAll('details').forEach((folded) => { folded.open = true; });", vec![]).await
    }

    /// Presses what bears exactly these words: a button, a link or the summary of something folded.
    pub(crate) async fn press(&self, words: &str) -> Result<()> {
        let path = format!("//*[self::button or self::a or self::summary][normalize-space(.)=\"{words}\"]");
        self.press_at(words, &path).await
    }

    /// Presses what bears these words, if it is there right now.
    pub(crate) async fn press_now_if_there(&self, words: &str) -> Result<()> {
        let path = format!("//button[normalize-space(.)=\"{words}\"]");
        if let Ok(button) = self.client.find(Locator::XPath(&path)).await {
            // It may go as it is pressed: then there is no more need for it.
            let _ = button.click().await;
        }
        Ok(())
    }

    /// Chooses what bears these words: from a list, or the language by its button on the first screen.
    pub(crate) async fn choose(&self, words: &str) -> Result<()> {
        let is_it = format!("[normalize-space(.)=\"{words}\"]");
        self.press_at(words, &format!("//option{is_it} | //main//button[@lang]{is_it}")).await
    }

    /// Ticks the box or the choice that bears these words.
    pub(crate) async fn tick(&self, words: &str) -> Result<()> {
        self.press_at(words, &format!("//label[normalize-space(.)=\"{words}\"]")).await
    }

    /// Ticks a box, or takes the tick away; does nothing where it is right already.
    pub(crate) async fn set_ticked(&self, words: &str, wanted: bool) -> Result<()> {
        let path = format!("//label[normalize-space(.)=\"{words}\"]//input");
        if self.client.find(Locator::XPath(&path)).await?.is_selected().await? != wanted {
            self.tick(words).await?;
        }
        Ok(())
    }

    /// Writes into the field with that label, in place of what stands there.
    pub(crate) async fn write(&self, label: &str, text: &str) -> Result<()> {
        let what = format!("{text:?} alone in “{label}”");
        let written = until(&what, async || {
            let field = self.field(label).await?;
            // A driver empties a field without a key. Where the screen is drawn anew before the first letter, what stood there
            // is there again, and the letters come behind it.
            field.clear().await?;
            field.send_keys(text).await?;
            let written = field.prop("value").await?.unwrap_or_default();
            Ok((written.len() <= text.len() || !written.ends_with(text)).then_some(()))
        });
        self.explained(written).await
    }

    /// Chooses a file in the field with that label.
    pub(crate) async fn choose_file(&self, label: &str, path: &Path) -> Result<()> {
        Ok(self.field(label).await?.send_keys(&path.display().to_string()).await?)
    }

    /// What stands in the field with that label.
    pub(crate) async fn written(&self, label: &str) -> Result<String> {
        let field = self.field(label).await?;
        field.prop("value").await?.with_context(|| format!("“{label}” holds no text"))
    }

    async fn field(&self, label: &str) -> Result<Element> {
        let path = format!(
            "//label[starts-with(normalize-space(.), \"{label}\")]//*[self::input or self::textarea] | //input[@aria-label=\"{label}\"] | //*[@id=//label[starts-with(normalize-space(.), \"{label}\")]/@for]"
        );
        self.explained(until(label, async || Ok(Some(self.client.find(Locator::XPath(&path)).await?)))).await
    }

    /// Presses what stands at a path in the page. A screen may be drawn anew between looking and pressing: then it
    /// looks again.
    pub(crate) async fn press_at(&self, words: &str, path: &str) -> Result<()> {
        let look = async || {
            self.client.find(Locator::XPath(path)).await?.click().await?;
            Ok(Some(()))
        };
        self.explained(until(&format!("“{words}” to press"), look)).await
    }

    /// Presses, and again as long as what it leads to is not there, as people do: while a first fetch fills the page, what
    /// is pressed may move away from under the finger.
    pub(crate) async fn press_until(&self, path: &str, seen: &str) -> Result<()> {
        let look = async || {
            if self.words().await?.contains(seen) {
                return Ok(Some(()));
            }
            if let Ok(found) = self.client.find(Locator::XPath(path)).await {
                // It may go as it is pressed: then what it leads to comes.
                let _ = found.click().await;
            }
            Ok(None)
        };
        self.explained(until(seen, look)).await
    }

    /// Adds to an error what was on the screen instead.
    pub(crate) async fn explained<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let error = match work.await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let words = self.words().await.unwrap_or_else(|error| format!("{error:#}"));
        let address = self.client.current_url().await.map(|address| address.to_string()).unwrap_or_default();
        Err(error.context(format!("{:?} at {address} showed:\n{words}\n", self.engine())))
    }
}
