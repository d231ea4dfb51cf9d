//! The server's own program over HTTP: each writer a signed-in device of a supervisor, each record judged and accepted.

use crate::connection::{Connection, header, post};
use crate::disk;
use crate::texts::{Author, Text};
use crate::turn::{Requests, Turn, turn};
use anyhow::{Context, Result, ensure};
use serde_json::value::RawValue;
use shared::account::Role;
use shared::record::Body;
use shared::sync::wire::{Judged, PROTOCOL, PushRequest, PushResponse, SignInRequest};
use tests::client::Client;
use tests::links::secret;
use tests::server::Server;

/// The server, and its writers.
pub(crate) struct Ours {
    server: Server,
    connections: Vec<Connection>,
    cookies: Vec<String>,
    authors: Vec<Author>,
}

impl Ours {
    /// Starts a demonstration and signs so many devices in.
    pub(crate) async fn start(writers: usize) -> Result<Self> {
        let server = disk::server().await?;
        let client = Client::sign_in(&server, Role::Supervisor).await?;
        let enrolled = client.records().await?.into_iter().filter(|record| matches!(record.body, Body::Enrolled(_)));
        let stays: Vec<_> = enrolled.map(|record| record.participation).collect();
        let mut ours = Self { server, connections: vec![], cookies: vec![], authors: vec![] };
        for _ in 0..writers {
            let (connection, cookie) = ours.sign_in().await?;
            ours.connections.push(connection);
            ours.cookies.push(cookie);
            ours.authors.push(Author::new(client.account.id, stays.clone())?);
        }
        Ok(ours)
    }

    async fn sign_in(&self) -> Result<(Connection, String)> {
        let link = self.server.link(Role::Supervisor).await?;
        let body = serde_json::to_string(&SignInRequest { secret: secret(&link)?, locks: false })?;
        let mut connection = Connection::open(self.server.address()).await?;
        let answer = connection.ask(&post(self.server.address(), "/api/v1/session", "", &body)).await?;
        let cookie = header(&answer.head, "set-cookie").context("nobody was signed in")?;
        Ok((connection, cookie.split(';').next().unwrap_or_default().to_owned()))
    }

    /// The id of its process.
    pub(crate) fn process(&self) -> Result<u32> {
        self.server.process()
    }

    /// The next records of so many writers, in batches.
    pub(crate) fn write(&mut self, writers: usize, batches: usize, batch: usize) -> Result<Vec<Vec<Vec<Text>>>> {
        let authors = self.authors.iter_mut().take(writers);
        authors.map(|author| (0..batches).map(|_| author.write(batch)).collect()).collect()
    }

    /// Sends them. Every record must be accepted.
    pub(crate) async fn take(&mut self, records: &[Vec<Vec<Text>>]) -> Result<Turn> {
        let requests = self.requests(records)?;
        let turn = turn(&mut self.connections, &requests).await?;
        for (answer, batch) in turn.answers.iter().flatten().zip(records.iter().flatten()) {
            ensure!(answer.status == 200, "a push was answered {}", answer.status);
            let answered: PushResponse = serde_json::from_slice(&answer.body)?;
            ensure!(answered.verdicts.len() == batch.len(), "not every record was answered");
            for (verdict, record) in answered.verdicts.iter().zip(batch) {
                let accepted = matches!(verdict.judged, Judged::Accepted { .. }) && verdict.id == Some(record.id);
                ensure!(accepted, "a record was not accepted: {verdict:?}");
            }
        }
        Ok(turn)
    }

    fn requests(&self, records: &[Vec<Vec<Text>>]) -> Result<Vec<Requests>> {
        let writers = records.iter().zip(&self.authors).zip(&self.cookies);
        let requests = writers.map(|((batches, author), cookie)| {
            batches.iter().map(|batch| {
                let records = batch.iter().map(|one| RawValue::from_string(one.text.clone())).collect::<Result<_, _>>();
                let app = env!("CARGO_PKG_VERSION").into();
                let push = PushRequest {
                    protocol: PROTOCOL,
                    app,
                    account: None,
                    device: author.device(),
                    records: records?,
                    waiting: None,
                };
                Ok(post(self.server.address(), "/api/v1/sync/push", cookie, &serde_json::to_string(&push)?))
            })
        });
        requests.map(Iterator::collect).collect()
    }

    /// Stops the server, and gives back its folder's last word: how many records these devices have in the log.
    pub(crate) async fn stored(mut self) -> Result<usize> {
        let client = Client::sign_in(&self.server, Role::Supervisor).await?;
        let devices: Vec<_> = self.authors.iter().map(Author::device).collect();
        let stored = client.records().await?.iter().filter(|record| devices.contains(&record.device)).count();
        self.server.stop().await?;
        Ok(stored)
    }
}
