//! Saving what happened: on the disk first, shown afterwards, and once, however often the button was pressed while the disk was
//! slow. Knows a second press by its saying the same, word for word, while the first is under way.

use super::{Engine, Happening};
use crate::platform::store::NewRecord;
use crate::platform::{clock, entropy};
use crate::state::{Action, Draft, DraftKey, StoreFault, Stored};
use shared::id::AccountId;
use shared::sync::Cause;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// What came of saving.
type Outcome = Result<Vec<Stored>, StoreFault>;

/// Something on its way to the disk.
pub(super) struct OnItsWay {
    /// What is saved, in words that are the same for the same.
    says: String,
    /// The draft whose place it takes.
    draft: Option<DraftKey>,
    outcome: RefCell<Option<Outcome>>,
    waiting: RefCell<Vec<Waker>>,
}

impl OnItsWay {
    /// Waits for what comes of it.
    async fn outcome(&self) -> Outcome {
        poll_fn(|context| match &*self.outcome.borrow() {
            Some(outcome) => Poll::Ready(outcome.clone()),
            None => {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await
    }

    fn ends(&self, outcome: Outcome) {
        *self.outcome.borrow_mut() = Some(outcome);
        self.waiting.take().into_iter().for_each(Waker::wake);
    }
}

/// What happened, in words that are the same for the same.
fn words(happenings: &[Happening]) -> String {
    let one = |happening: &Happening| {
        let Happening { participation, month, body, seen } = happening;
        let seen: Vec<String> = seen.iter().map(ToString::to_string).collect();
        let body = serde_json::to_string(body).unwrap_or_default();
        [participation.to_string(), month.to_string(), body, seen.join(" ")].join("\n")
    };
    happenings.iter().map(one).collect::<Vec<_>>().join("\n")
}

impl Engine {
    /// Saves what happened and begins to send it. Returns when it is on the disk. Pressed again meanwhile, it waits for the
    /// same and saves nothing more.
    ///
    /// # Errors
    /// When nothing was saved.
    pub async fn save(
        self: &Rc<Self>,
        author: AccountId,
        happenings: Vec<Happening>,
        draft: Option<DraftKey>,
    ) -> Result<Vec<Stored>, StoreFault> {
        let says = words(&happenings);
        let same = self.on_their_way.borrow().iter().find(|one| one.says == says).cloned();
        if let Some(first) = same {
            return first.outcome().await;
        }
        let own = Rc::new(OnItsWay { says, draft, outcome: RefCell::default(), waiting: RefCell::default() });
        self.on_their_way.borrow_mut().push(Rc::clone(&own));
        let saved = self.put_on_disk(author, happenings, draft).await;
        self.on_their_way.borrow_mut().retain(|one| !Rc::ptr_eq(one, &own));
        own.ends(saved.clone());
        saved
    }

    async fn put_on_disk(
        self: &Rc<Self>,
        author: AccountId,
        happenings: Vec<Happening>,
        draft: Option<DraftKey>,
    ) -> Outcome {
        let new = happenings.into_iter().map(|happening| NewRecord {
            id: entropy::record_id(),
            written_at: clock::now(),
            author,
            participation: happening.participation,
            month: happening.month,
            body: happening.body,
            seen: happening.seen,
        });
        let saved = self.opened()?.store.save(new.collect(), draft).await?;
        self.tell_other_tabs();
        self.dispatch.dispatch(Action::Saved(saved.clone()));
        if let Some(key) = draft {
            self.dispatch.dispatch(Action::DraftDropped(key));
        }
        self.wake(Cause::Saved);
        Ok(saved)
    }

    /// Keeps a draft, unless the record that takes its place is on its way to the disk: it would be left over. Returns when it is
    /// on the disk.
    ///
    /// # Errors
    /// When it was not kept.
    pub async fn keep_draft(&self, draft: Draft) -> Result<(), StoreFault> {
        if self.on_their_way.borrow().iter().any(|one| one.draft == Some(draft.key)) {
            return Ok(());
        }
        self.opened()?.store.keep_draft(&draft).await?;
        self.dispatch.dispatch(Action::DraftKept(Box::new(draft)));
        Ok(())
    }
}
