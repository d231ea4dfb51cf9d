//! axe-core, which finds what keeps people out of a page; and what else is wrong with one for whoever looks at it.

use super::browser::Browser;
use super::engine::Engine;
use super::window::Window;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::env;
use std::path::Path;

/// A rule that the page breaks.
#[derive(Deserialize)]
struct Violation {
    id: String,
    impact: Option<String>,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    html: String,
    #[serde(rename = "failureSummary")]
    summary: String,
}

impl Browser {
    /// What axe finds on the screen, one text for each place.
    pub(crate) async fn inspect_with_axe(&self) -> Result<Vec<String>> {
        let axe = env::var_os("STEGVIS_AXE");
        let axe = axe.context("STEGVIS_AXE does not name axe-core; run these tests with `cargo xtask test browser`")?;
        let script = std::fs::read_to_string(&axe).context("axe-core cannot be read")?;
        let body = format!("{script}; return (await axe.run()).violations;");
        let violations: Vec<Violation> = self.ask_later(&body).await?;
        Ok(violations.iter().flat_map(in_words).collect())
    }
}

/// What was wrong with the pages of somebody's way, gathered so that one walk finds all of it.
#[derive(Default)]
pub(crate) struct Flaws(Vec<String>);

impl Flaws {
    /// Looks at the page on the screen: what keeps somebody out, and what is wider than the window. On phones also in the
    /// dark, where the engine can be asked for that: colours do not depend on the width. Where `STEGVIS_LOOK` names a
    /// folder, a picture is put there.
    pub(crate) async fn look_at(&mut self, browser: &Browser, name: &str) -> Result<()> {
        let engine = browser.engine();
        let width: u32 = browser.ask("return window.innerWidth;", vec![]).await?;
        let is_small_chromium = engine == Engine::Chromium && width <= Window::PHONE.width;
        let schemes: &[&str] = if is_small_chromium { &["dark", "light"] } else { &["light"] };
        for scheme in schemes {
            if engine == Engine::Chromium {
                browser.prefer_colours(scheme).await?;
            }
            let found = browser.inspect_with_axe().await.with_context(|| format!("{name}, {scheme}"))?;
            self.0.extend(found.into_iter().map(|flaw| format!("{name}, {scheme}: {flaw}")));
            if let Some(folder) = env::var_os("STEGVIS_LOOK") {
                let file = Path::new(&folder).join(format!("{name}-{engine:?}-{width}-{scheme}.png"));
                std::fs::write(file, browser.picture().await?)?;
            }
        }
        let wide = browser.too_wide().await?;
        self.0.extend(wide.into_iter().map(|flaw| format!("{name} is wider than the window: {flaw}")));
        Ok(())
    }

    /// Nothing was found.
    pub(crate) fn are_none(&self) -> Result<()> {
        ensure!(self.0.is_empty(), "{} flaws:\n{}", self.0.len(), self.0.join("\n"));
        Ok(())
    }
}

fn in_words(violation: &Violation) -> impl Iterator<Item = String> {
    violation.nodes.iter().map(|node| {
        let impact = violation.impact.as_deref().unwrap_or("minor");
        let summary = node.summary.replace('\n', " ");
        format!("{} ({impact}): {}\n    {}\n    {summary}", violation.id, violation.help, node.html)
    })
}
