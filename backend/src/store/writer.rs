//! The one writer. Work that waits is done together in one transaction, and is answered when that is on disk, never
//! before. It does not know what the work is.

use super::StoreError;
use futures::future::BoxFuture;
use sqlx::{Connection, Executor, SqliteConnection};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

/// The most pieces of work in one transaction.
const MOST_TOGETHER: usize = 64;
/// How many may wait before callers are held up.
const WAITING_ROOM: usize = 1024;

/// The way to the writer.
pub(super) struct Writer {
    messages: mpsc::Sender<Message>,
    task: Mutex<Option<JoinHandle<()>>>,
}

enum Message {
    Work(Work),
    Close,
}

/// A piece of work, which answers its caller itself. Dropped undone, it tells the caller so.
type Work = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Outcome> + Send>;

/// What a piece of work came to, not yet committed.
struct Outcome {
    fate: Fate,
    answer: Box<dyn FnOnce() + Send>,
}

enum Fate {
    /// Its changes are to be kept.
    Kept,
    /// Its changes are to be taken back; the others' stand.
    Undone,
    /// The database itself failed.
    Spoilt,
}

impl Writer {
    /// Starts the writer on its own connection.
    pub(super) fn start(connection: SqliteConnection) -> Self {
        let (messages, inbox) = mpsc::channel(WAITING_ROOM);
        Self { messages, task: Mutex::new(Some(tokio::spawn(write(connection, inbox)))) }
    }

    /// Does the work in a transaction, and answers when its changes are durable. An error takes its changes back.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            Box::pin(async move {
                let result = work(connection).await;
                let fate = match &result {
                    Ok(_) => Fate::Kept,
                    Err(error) if error.spares_the_transaction() => Fate::Undone,
                    Err(error) => {
                        tracing::error!(%error, "a write failed; everything in its transaction is taken back");
                        Fate::Spoilt
                    }
                };
                // A caller that has gone away no longer wants the answer.
                Outcome { fate, answer: Box::new(move || drop(answer.send(result))) }
            })
        });
        self.messages.send(Message::Work(work)).await.map_err(|_| StoreError::NotDone)?;
        answered.await.map_err(|_| StoreError::NotDone)?
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

async fn write(mut connection: SqliteConnection, mut inbox: mpsc::Receiver<Message>) {
    let mut waiting = Vec::new();
    while inbox.recv_many(&mut waiting, MOST_TOGETHER).await > 0 {
        let mut together = Vec::with_capacity(waiting.len());
        for message in waiting.drain(..) {
            match message {
                Message::Work(work) => together.push(work),
                Message::Close => inbox.close(),
            }
        }
        if let Err(error) = commit_together(&mut connection, together).await {
            tracing::error!(%error, "nothing of this transaction was kept");
            take_back(&mut connection).await;
        }
    }
    if let Err(error) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await {
        tracing::warn!(%error, "the write-ahead log stays beside the database");
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed");
    }
}

async fn commit_together(connection: &mut SqliteConnection, together: Vec<Work>) -> Result<(), sqlx::Error> {
    if together.is_empty() {
        return Ok(());
    }
    connection.execute("BEGIN IMMEDIATE").await?;
    let mut answers = Vec::with_capacity(together.len());
    for work in together {
        connection.execute("SAVEPOINT work").await?;
        let outcome = work(connection).await;
        match outcome.fate {
            Fate::Kept => {}
            Fate::Undone => {
                connection.execute("ROLLBACK TO work").await?;
            }
            Fate::Spoilt => return Err(sqlx::Error::WorkerCrashed),
        }
        connection.execute("RELEASE work").await?;
        answers.push(outcome.answer);
    }
    if let Err(error) = connection.execute("COMMIT").await {
        end_the_process(&error);
    }
    for answer in answers {
        answer();
    }
    Ok(())
}

/// Leaves a failed transaction, so that the next one can begin.
async fn take_back(connection: &mut SqliteConnection) {
    if let Err(error) = connection.execute("ROLLBACK").await
        && !error.to_string().contains("no transaction is active")
    {
        end_the_process(&error);
    }
}

/// After a failed commit nobody can say what is on disk. A restart reads it anew, and is always right.
fn end_the_process(error: &sqlx::Error) -> ! {
    tracing::error!(%error, "the database could not end a transaction; stopping, since a restart is always right");
    std::process::abort()
}
