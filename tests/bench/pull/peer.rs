//! The peer: the same records in a PouchDB server, replicated by PouchDB's own client into its memory.

use crate::disk;
use crate::pouchdb::{PouchDb, bulk, document, node};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use shared::id::RecordId;
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout};

const DATABASE: &str = "records";
/// Documents that are put into the server together.
const TOGETHER: usize = 500;

/// A PouchDB server with the records, and a client.
pub(crate) struct Peer {
    server: PouchDb,
    _client: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    _folder: TempDir,
}

#[derive(Deserialize)]
struct Replicated {
    ok: bool,
    seconds: f64,
    documents: Vec<Value>,
}

impl Peer {
    /// Starts both, the server with these records.
    pub(crate) async fn start(records: &BTreeMap<RecordId, String>) -> Result<Self> {
        let folder = disk::folder()?;
        let server = PouchDb::start(folder.path()).await?;
        server.make(DATABASE).await?;
        let documents = records.iter().map(|(id, text)| document(&id.to_string(), text)).collect::<Result<Vec<_>>>()?;
        for documents in documents.chunks(TOGETHER) {
            server.put(DATABASE, bulk(documents)).await?;
        }
        ensure!(server.count(DATABASE).await? == u64::try_from(records.len())?, "PouchDB did not keep every document");
        let mut client = node()?;
        client.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/bench/pouchdb/replicate.js"));
        let mut client = client.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("node cannot be run")?;
        let questions = client.stdin.take().context("no way to ask node")?;
        let answers = BufReader::new(client.stdout.take().context("no way to hear node")?);
        Ok(Self { server, _client: client, questions, answers, _folder: folder })
    }

    /// Fetches everything, and checks that it is these records.
    pub(crate) async fn fetch(&mut self, expected: &BTreeMap<RecordId, String>) -> Result<Duration> {
        let address = format!("http://{}/{DATABASE}\n", self.server.address());
        self.questions.write_all(address.as_bytes()).await?;
        let mut line = String::new();
        self.answers.read_line(&mut line).await?;
        let told: Replicated = serde_json::from_str(&line).context("the PouchDB client's answer")?;
        ensure!(told.ok && told.documents.len() == expected.len(), "PouchDB replicated {}", told.documents.len());
        for document in &told.documents {
            let id = document["id"].as_str().and_then(RecordId::parse).context("a document without an id")?;
            let text = expected.get(&id).context("a document that was not sent")?;
            ensure!(serde_json::from_str::<Value>(text)? == *document, "PouchDB changed {id}");
        }
        Ok(Duration::from_secs_f64(told.seconds))
    }
}
