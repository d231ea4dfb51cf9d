//! A turn: so many writers at once, each on its own connection, each sending its next request when the last is answered.

use crate::connection::{Answer, Connection};
use anyhow::Result;
use futures::future::try_join_all;
use std::time::{Duration, Instant};

/// What one writer is to send, request by request.
pub(crate) type Requests = Vec<Vec<u8>>;

/// How a turn went.
pub(crate) struct Turn {
    /// From the first request to the last answer.
    pub(crate) took: Duration,
    /// How long each request waited for its answer.
    pub(crate) waits: Vec<Duration>,
    /// What each writer was answered.
    pub(crate) answers: Vec<Vec<Answer>>,
}

/// Lets each writer send its requests over the connection of the same number.
pub(crate) async fn turn(connections: &mut [Connection], requests: &[Requests]) -> Result<Turn> {
    let start = Instant::now();
    let writers = connections.iter_mut().zip(requests).map(|(connection, requests)| send(connection, requests));
    let sent = try_join_all(writers).await?;
    let took = start.elapsed();
    let (mut waits, mut answers) = (Vec::new(), Vec::new());
    for (waited, answered) in sent {
        waits.extend(waited);
        answers.push(answered);
    }
    Ok(Turn { took, waits, answers })
}

async fn send(connection: &mut Connection, requests: &Requests) -> Result<(Vec<Duration>, Vec<Answer>)> {
    let (mut waits, mut answers) = (Vec::with_capacity(requests.len()), Vec::with_capacity(requests.len()));
    for request in requests {
        let start = Instant::now();
        answers.push(connection.ask(request).await?);
        waits.push(start.elapsed());
    }
    Ok((waits, answers))
}
