//! The one writer of a process. Work that waits is done together in one transaction, and is answered when that is on
//! disk, never before. Where another process came first, or the database server went away before the end, all of it is
//! done again. It does not know what the work is.

use super::StoreError;
use super::sql::{Connection, Pool, Setback, end_the_process, setback};
use futures::future::BoxFuture;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

/// The most pieces of work in one transaction.
const MOST_TOGETHER: usize = 64;
/// How many may wait before callers are held up.
const WAITING_ROOM: usize = 1024;
/// How often the same work is tried. A writer that loses goes on at once, since whoever comes first wins, and waits a
/// little after each few losses.
const MOST_ATTEMPTS: u32 = 60;
const LOSSES_BEFORE_A_PAUSE: u32 = 4;
const PAUSE: Duration = Duration::from_millis(5);
/// How long to wait before looking for a database server that went away.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// The way to the writer.
pub(super) struct Writer {
    messages: mpsc::Sender<Message>,
    task: Mutex<Option<JoinHandle<()>>>,
}

enum Message {
    Work(Box<dyn Work>),
    EmptyTheLog(oneshot::Sender<()>),
    Close,
}

/// A piece of work that can be done again, and answers its caller itself. Dropped unanswered, it tells the caller so.
trait Work: Send {
    fn attempt<'a>(&'a mut self, connection: &'a mut Connection) -> BoxFuture<'a, Fate>;
    fn answer(self: Box<Self>);
}

/// What an attempt came to, not yet committed.
enum Fate {
    /// Its changes are to be kept.
    Kept,
    /// Its changes are to be taken back; the others' stand.
    Undone,
    /// The whole transaction is to be taken back.
    Spoilt(Setback),
}

/// Work, and what its latest attempt gave.
struct Piece<F, T> {
    work: F,
    result: Option<Result<T, StoreError>>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Work for Piece<F, T>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T, StoreError>> + Clone + Send + 'static,
{
    fn attempt<'a>(&'a mut self, connection: &'a mut Connection) -> BoxFuture<'a, Fate> {
        let (work, result) = (self.work.clone(), &mut self.result);
        Box::pin(async move {
            match result.insert(work(connection).await) {
                Ok(_) => Fate::Kept,
                Err(error) if error.spares_the_transaction() => Fate::Undone,
                Err(StoreError::Database(error)) => Fate::Spoilt(told(error)),
                Err(_) => Fate::Undone,
            }
        })
    }

    fn answer(self: Box<Self>) {
        if let Some(result) = self.result {
            // A caller that has gone away no longer wants the answer.
            let _ = self.caller.send(result);
        }
    }
}

fn told(error: &sqlx::Error) -> Setback {
    let setback = setback(error);
    match setback {
        Setback::LostToAnother => tracing::debug!(%error, "another process came first"),
        Setback::ConnectionLost => tracing::warn!(%error, "the database went away; looking for it again"),
        Setback::Failed => tracing::error!(%error, "a write failed; everything in its transaction is taken back"),
    }
    setback
}

impl Writer {
    /// Starts the writer on its own connection.
    pub(super) fn start(pool: Pool) -> Self {
        let (messages, inbox) = mpsc::channel(WAITING_ROOM);
        Self { messages, task: Mutex::new(Some(tokio::spawn(write(pool, inbox)))) }
    }

    /// None: what is brought to it is refused.
    pub(super) fn absent() -> Self {
        let (messages, _) = mpsc::channel(1);
        Self { messages, task: Mutex::new(None) }
    }

    /// Does the work in a transaction, and answers when its changes are durable. An error takes its changes back. The
    /// work may be done more than once, of which one attempt is kept at most.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T, StoreError>> + Clone + Send + 'static,
    {
        let (caller, answered) = oneshot::channel();
        let work = Box::new(Piece { work, result: None, caller });
        self.messages.send(Message::Work(work)).await.map_err(|_| StoreError::NotDone)?;
        answered.await.map_err(|_| StoreError::NotDone)?
    }

    /// Empties SQLite's write-ahead log into the database, so that nothing that was deleted is left in it; as far as
    /// readers let it. On PostgreSQL there is nothing to do here.
    pub(super) async fn empty_the_log(&self) -> Result<(), StoreError> {
        let (caller, answered) = oneshot::channel();
        self.messages.send(Message::EmptyTheLog(caller)).await.map_err(|_| StoreError::NotDone)?;
        answered.await.map_err(|_| StoreError::NotDone)
    }

    /// Finishes what waits, empties the write-ahead log into the database and closes it.
    pub(super) async fn close(&self) {
        // A writer that has ended already needs no message.
        let _ = self.messages.send(Message::Close).await;
        if let Some(task) = self.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer did not end well");
        }
    }
}

async fn write(pool: Pool, mut inbox: mpsc::Receiver<Message>) {
    let mut desk = Desk { pool, connection: None };
    let mut waiting = Vec::new();
    while inbox.recv_many(&mut waiting, MOST_TOGETHER).await > 0 {
        let mut together = Vec::with_capacity(waiting.len());
        let mut emptied = Vec::new();
        for message in waiting.drain(..) {
            match message {
                Message::Work(work) => together.push(work),
                Message::EmptyTheLog(caller) => emptied.push(caller),
                Message::Close => inbox.close(),
            }
        }
        desk.keep(together).await;
        if !emptied.is_empty() {
            desk.empty_the_log().await;
        }
        for caller in emptied {
            // A caller that has gone away no longer wants to know.
            let _ = caller.send(());
        }
    }
    desk.close().await;
}

/// The writer's place: a connection, as long as it is good.
struct Desk {
    pool: Pool,
    connection: Option<Connection>,
}

impl Desk {
    /// Commits the work and answers it, after as many attempts as that takes.
    async fn keep(&mut self, mut together: Vec<Box<dyn Work>>) {
        if together.is_empty() {
            return;
        }
        for attempt in 1..=MOST_ATTEMPTS {
            match self.commit_together(&mut together).await {
                Ok(()) => return together.into_iter().for_each(|work| work.answer()),
                Err(Setback::Failed) => break,
                Err(Setback::ConnectionLost) => {
                    self.connection = None;
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
                Err(Setback::LostToAnother) if attempt % LOSSES_BEFORE_A_PAUSE == 0 => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(Setback::LostToAnother) => {}
            }
        }
        tracing::error!(pieces = together.len(), "nothing of this transaction was kept");
    }

    async fn commit_together(&mut self, together: &mut [Box<dyn Work>]) -> Result<(), Setback> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.pool.acquire().await.map_err(|error| told(&error))?),
        };
        connection.begin_alone().await.map_err(|error| told(&error))?;
        let attempted = match together {
            // Nothing but its own changes is in the transaction, so no savepoint needs to tell them from others'.
            [only] => match only.attempt(connection).await {
                Fate::Kept => Ok(()),
                Fate::Undone => return leave(connection).await,
                Fate::Spoilt(setback) => Err(setback),
            },
            several => attempt_all(connection, several).await,
        };
        if let Err(setback) = attempted {
            return Err(take_back(connection, setback).await);
        }
        match connection.execute("COMMIT").await {
            Ok(()) => Ok(()),
            // The server itself says that it kept nothing.
            Err(error) if setback(&error) == Setback::LostToAnother => {
                Err(take_back(connection, Setback::LostToAnother).await)
            }
            // After any other failure nobody can say what is on disk.
            Err(error) => {
                tracing::error!(%error, "the database could not end a transaction");
                end_the_process("a commit failed")
            }
        }
    }

    /// Empties the write-ahead log into the database and closes it.
    async fn close(&mut self) {
        self.empty_the_log().await;
        self.connection = None;
        self.pool.close().await;
    }

    async fn empty_the_log(&mut self) {
        if let Pool::Sqlite(_) = self.pool
            && let Err(error) = self.checkpoint().await
        {
            tracing::warn!(%error, "the write-ahead log stays beside the database");
        }
    }

    async fn checkpoint(&mut self) -> Result<(), sqlx::Error> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.pool.acquire().await?),
        };
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await
    }
}

async fn attempt_all(connection: &mut Connection, together: &mut [Box<dyn Work>]) -> Result<(), Setback> {
    let failed = |error| told(&error);
    for work in together {
        connection.execute("SAVEPOINT work").await.map_err(failed)?;
        match work.attempt(connection).await {
            Fate::Kept => {}
            Fate::Undone => connection.execute("ROLLBACK TO work").await.map_err(failed)?,
            Fate::Spoilt(setback) => return Err(setback),
        }
        connection.execute("RELEASE work").await.map_err(failed)?;
    }
    Ok(())
}

/// Leaves a failed transaction, so that the next one can begin.
async fn take_back(connection: &mut Connection, setback: Setback) -> Setback {
    leave(connection).await.err().unwrap_or(setback)
}

/// Leaves a transaction of which nothing is to be kept.
async fn leave(connection: &mut Connection) -> Result<(), Setback> {
    match (connection.execute("ROLLBACK").await, &connection) {
        (Ok(()), _) => Ok(()),
        // A transaction whose connection is gone was not committed, and never will be.
        (Err(_), Connection::Postgres(_)) => Err(Setback::ConnectionLost),
        (Err(error), Connection::Sqlite(_)) if error.to_string().contains("no transaction is active") => Ok(()),
        (Err(error), Connection::Sqlite(_)) => {
            tracing::error!(%error, "the database could not end a transaction");
            end_the_process("a rollback failed")
        }
    }
}
