//! A supervisor's device that holds nothing yet: pages as the app asks for them, each read into records and kept by id.

use crate::connection::{Connection, header, post};
use crate::disk;
use crate::texts::Author;
use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::id::RecordId;
use shared::record::{Body, Record};
use shared::sync::wire::{Judged, PullResponse, SignInRequest};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tests::client::{Client, pull_request};
use tests::links::secret;
use tests::server::Server;

/// The records of a page, as the app asks for them.
const PAGE: usize = 200;
/// The records of a push, when the log is filled.
const TOGETHER: usize = 100;

/// A server, and somebody who follows people there.
pub(crate) struct Ours {
    server: Server,
    client: Client,
    author: Author,
}

impl Ours {
    /// Starts a demonstration.
    pub(crate) async fn start() -> Result<Self> {
        let server = disk::server().await?;
        let client = Client::sign_in(&server, Role::Supervisor).await?;
        let enrolled = client.records().await?.into_iter().filter(|record| matches!(record.body, Body::Enrolled(_)));
        let author = Author::new(client.account.id, enrolled.map(|record| record.participation).collect())?;
        Ok(Self { server, client, author })
    }

    /// Writes records until the supervisor may see so many, and gives all of them.
    pub(crate) async fn fill(&mut self, size: usize) -> Result<BTreeMap<RecordId, String>> {
        let held = self.client.records().await?.len();
        let missing =
            size.checked_sub(held).with_context(|| format!("the demonstration has {held} records already"))?;
        let texts: Vec<String> = self.author.write(missing)?.into_iter().map(|record| record.text).collect();
        for texts in texts.chunks(TOGETHER) {
            let verdicts = self.client.push(self.author.device(), texts).await?;
            let accepted = |judged: &Judged| matches!(judged, Judged::Accepted { .. });
            ensure!(verdicts.iter().all(|verdict| accepted(&verdict.judged)), "a record was not accepted");
        }
        let everything = self.client.everything(PAGE).await?;
        let text = |text: &str| Ok((Record::read(text)?.id, text.to_owned()));
        let everything = everything.iter().map(|one| text(one.record.get())).collect::<Result<BTreeMap<_, _>>>()?;
        ensure!(everything.len() == size, "the supervisor sees {} records of {size}", everything.len());
        Ok(everything)
    }

    /// Fetches everything on a new device, and checks that it is these records, to the letter.
    pub(crate) async fn fetch(&self, expected: &BTreeMap<RecordId, String>) -> Result<Duration> {
        let address = self.server.address();
        let body = serde_json::to_string(&SignInRequest {
            secret: secret(&self.server.link(Role::Supervisor).await?)?,
            locks: false,
        })?;
        let mut connection = Connection::open(address).await?;
        let answer = connection.ask(&post(address, "/api/v1/session", "", &body)).await?;
        let cookie = header(&answer.head, "set-cookie").context("nobody was signed in")?;
        let cookie = cookie.split(';').next().unwrap_or_default();

        let start = Instant::now();
        let mut request = pull_request(PAGE);
        let mut held = BTreeMap::new();
        loop {
            let asked = post(address, "/api/v1/sync/pull", cookie, &serde_json::to_string(&request)?);
            let answer = connection.ask(&asked).await?;
            ensure!(answer.status == 200, "a pull was answered {}", answer.status);
            let answer: PullResponse = serde_json::from_slice(&answer.body)?;
            let more = answer.has_more();
            request.epoch = Some(answer.epoch);
            request.reference = answer.reference.map(|reference| reference.version).or(request.reference);
            for page in answer.pages {
                request.cursors.insert(page.member, page.next);
                for one in page.records {
                    held.insert(Record::read(one.record.get())?.id, one);
                }
            }
            if !more {
                break;
            }
        }
        let took = start.elapsed();
        let same = |(id, one): (_, &shared::sync::wire::Delivered)| {
            expected.get(id).is_some_and(|text| text == one.record.get())
        };
        ensure!(held.len() == expected.len() && held.iter().all(same), "the device does not hold every record");
        Ok(took)
    }
}
