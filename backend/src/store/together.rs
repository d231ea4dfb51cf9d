//! Questions that come while others are being answered wait, and are then answered all at once. So the more ask, the
//! less each of them costs, and nobody waits for company. It does not know what is asked.

use super::StoreError;
use futures::future::BoxFuture;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// The most questions that are answered at once.
const MOST_TOGETHER: usize = 64;
/// How many may wait before callers are held up.
const WAITING_ROOM: usize = 1024;

/// The way to whoever answers questions together.
pub(super) struct Together<Q, A> {
    inbox: mpsc::Sender<Waiting<Q, A>>,
}

struct Waiting<Q, A> {
    question: Q,
    caller: oneshot::Sender<Result<A, StoreError>>,
}

impl<Q, A> Together<Q, A>
where
    Q: Clone + Send + Sync + 'static,
    A: Send + 'static,
{
    /// Answers with `answer`, which is given some questions and gives as many answers, in their order. What it finds is
    /// never older than the questions.
    pub(super) fn start<F>(answer: F) -> Self
    where
        F: Fn(Arc<[Q]>) -> BoxFuture<'static, Result<Vec<A>, StoreError>> + Send + Sync + 'static,
    {
        let (inbox, mut waiting) = mpsc::channel(WAITING_ROOM);
        tokio::spawn(async move {
            let mut taken = Vec::new();
            while waiting.recv_many(&mut taken, MOST_TOGETHER).await > 0 {
                answer_all(&answer, std::mem::take(&mut taken)).await;
            }
        });
        Self { inbox }
    }

    /// Asks, and waits for the answer.
    pub(super) async fn ask(&self, question: Q) -> Result<A, StoreError> {
        let (caller, answered) = oneshot::channel();
        self.inbox.send(Waiting { question, caller }).await.map_err(|_| StoreError::NotDone)?;
        answered.await.map_err(|_| StoreError::NotDone)?
    }
}

/// A caller that has gone away no longer wants its answer; one whose answer is dropped is told that nothing was done.
async fn answer_all<Q, A, F>(answer: &F, waiting: Vec<Waiting<Q, A>>)
where
    Q: Clone,
    F: Fn(Arc<[Q]>) -> BoxFuture<'static, Result<Vec<A>, StoreError>>,
{
    let (questions, callers): (Vec<Q>, Vec<_>) = waiting.into_iter().map(|one| (one.question, one.caller)).unzip();
    let questions: Arc<[Q]> = questions.into();
    match answer(questions.clone()).await {
        Ok(answers) => callers.into_iter().zip(answers).for_each(|(caller, answer)| drop(caller.send(Ok(answer)))),
        Err(StoreError::NotDone) => {}
        // One of them is at fault: each by itself, so that the others have their answers.
        Err(error) => {
            tracing::warn!(%error, "questions are answered one by one");
            for (question, caller) in questions.iter().cloned().zip(callers) {
                let only = answer(Arc::new([question])).await;
                drop(caller.send(only.and_then(|mut only| only.pop().ok_or(StoreError::NotDone))));
            }
        }
    }
}
