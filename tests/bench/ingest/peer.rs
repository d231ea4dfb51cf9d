//! The peer's writers: the same JSON under the same ids, by `_bulk_docs`.

use crate::connection::{Connection, post};
use crate::disk;
use crate::pouchdb::{PouchDb, bulk, document};
use crate::texts::Text;
use crate::turn::{Turn, turn};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use tempfile::TempDir;

const DATABASE: &str = "records";

/// A PouchDB server, and connections to it.
pub(crate) struct Peer {
    server: PouchDb,
    connections: Vec<Connection>,
    _folder: TempDir,
}

#[derive(Deserialize)]
struct Kept {
    #[serde(default)]
    ok: bool,
    id: String,
}

impl Peer {
    /// Starts one on the disk.
    pub(crate) async fn start(writers: usize) -> Result<Self> {
        let folder = disk::folder()?;
        let server = PouchDb::start(folder.path()).await?;
        server.make(DATABASE).await?;
        let mut peer = Self { server, connections: vec![], _folder: folder };
        peer.connect(writers).await?;
        Ok(peer)
    }

    /// Opens the connections anew: the peer closes those that were idle for some seconds.
    async fn connect(&mut self, writers: usize) -> Result<()> {
        self.connections.clear();
        for _ in 0..writers {
            self.connections.push(Connection::open(self.server.address()).await?);
        }
        Ok(())
    }

    /// The id of its process.
    pub(crate) fn process(&self) -> Result<u32> {
        self.server.process()
    }

    /// Sends records, and counts them afterwards.
    pub(crate) async fn take(&mut self, records: &[Vec<Vec<Text>>]) -> Result<Turn> {
        let before = self.server.count(DATABASE).await?;
        let requests = records.iter().map(|batches| batches.iter().map(|batch| self.request(batch)).collect());
        let requests = requests.collect::<Result<Vec<_>>>()?;
        self.connect(records.len()).await?;
        let turn = turn(&mut self.connections, &requests).await?;
        for (answer, batch) in turn.answers.iter().flatten().zip(records.iter().flatten()) {
            ensure!(answer.status == 201, "PouchDB answered {}", answer.status);
            let kept: Vec<Kept> = serde_json::from_slice(&answer.body).context("PouchDB's answer")?;
            let same = kept.iter().zip(batch).all(|(kept, sent)| kept.ok && kept.id == sent.id.to_string());
            ensure!(kept.len() == batch.len() && same, "PouchDB did not keep every document");
        }
        let sent: usize = records.iter().flatten().map(Vec::len).sum();
        let held = self.server.count(DATABASE).await? - before;
        ensure!(held == u64::try_from(sent)?, "PouchDB holds {held} new documents of {sent}");
        Ok(turn)
    }

    fn request(&self, batch: &[Text]) -> Result<Vec<u8>> {
        let documents = batch.iter().map(|one| document(&one.id.to_string(), &one.text)).collect::<Result<Vec<_>>>()?;
        Ok(post(self.server.address(), &format!("/{DATABASE}/_bulk_docs"), "", &bulk(&documents)))
    }
}
