//! The peer: a PouchDB server of its own process, with its databases in a folder. It does not know what is measured.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A PouchDB server that runs.
pub(crate) struct PouchDb {
    child: Child,
    address: String,
    http: reqwest::Client,
}

impl PouchDb {
    /// Starts one over a folder.
    pub(crate) async fn start(folder: &Path) -> Result<Self> {
        let mut command = node()?;
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/bench/pouchdb/server.js")).arg(folder);
        let mut child = command.stdout(Stdio::piped()).spawn().context("node cannot be run")?;
        let mut output = BufReader::new(child.stdout.take().context("the output is piped")?);
        let mut port = String::new();
        output.read_line(&mut port).await?;
        let port: u16 = port.trim().parse().context("the PouchDB server ended before it listened")?;
        Ok(Self { child, address: format!("127.0.0.1:{port}"), http: reqwest::Client::new() })
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The id of its process.
    pub(crate) fn process(&self) -> Result<u32> {
        self.child.id().context("the PouchDB server has ended already")
    }

    /// Makes a database.
    pub(crate) async fn make(&self, database: &str) -> Result<()> {
        let made = self.http.put(format!("http://{}/{database}", self.address)).send().await?;
        ensure!(made.status().is_success(), "PouchDB made no database: {}", made.status());
        Ok(())
    }

    /// Puts documents into a database.
    pub(crate) async fn put(&self, database: &str, documents: String) -> Result<()> {
        let request = self.http.post(format!("http://{}/{database}/_bulk_docs", self.address));
        let kept = request.header("content-type", "application/json").body(documents).send().await?;
        ensure!(kept.status().is_success(), "PouchDB kept no documents: {}", kept.status());
        Ok(())
    }

    /// How many documents a database holds.
    pub(crate) async fn count(&self, database: &str) -> Result<u64> {
        let told = self.http.get(format!("http://{}/{database}", self.address)).send().await?;
        let told: Value = serde_json::from_str(&told.error_for_status()?.text().await?)?;
        told["doc_count"].as_u64().context("PouchDB does not tell its number of documents")
    }
}

/// Node with the peer's packages. `STEGVIS_NODE_MODULES` names their folder.
pub(crate) fn node() -> Result<Command> {
    let modules = std::env::var_os("STEGVIS_NODE_MODULES").context("run this by `cargo xtask bench`")?;
    let mut command = Command::new("node");
    command.env("NODE_PATH", modules).kill_on_drop(true);
    Ok(command)
}

/// A record's text as PouchDB's document: the same JSON, named by the same id.
pub(crate) fn document(id: &str, text: &str) -> Result<String> {
    let rest = text.strip_prefix('{').context("a record is a JSON object")?;
    Ok(format!(r#"{{"_id":"{id}",{rest}"#))
}

/// Documents as they are sent together.
pub(crate) fn bulk(documents: &[String]) -> String {
    format!(r#"{{"docs":[{}]}}"#, documents.join(","))
}
