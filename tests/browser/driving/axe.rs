//! axe-core, which finds what keeps people out of a page.

use super::browser::Browser;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::env;

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

fn in_words(violation: &Violation) -> impl Iterator<Item = String> {
    violation.nodes.iter().map(|node| {
        let impact = violation.impact.as_deref().unwrap_or("minor");
        let summary = node.summary.replace('\n', " ");
        format!("{} ({impact}): {}\n    {}\n    {summary}", violation.id, violation.help, node.html)
    })
}
