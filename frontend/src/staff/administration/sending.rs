//! Sending a change: once at a time, and then what became of it, in words that are read out.

use super::words::fault_words;
use crate::phone::{Phone, use_phone};
use crate::platform::server::ServerFault;
use crate::widgets::{Notice, NoticeKind};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What is said of the last change.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    Done(AttrValue),
    Failed(AttrValue),
}

/// The way to send changes from a page.
#[derive(Clone)]
pub(in crate::staff) struct Sending {
    phone: Phone,
    said: UseStateHandle<Option<Said>>,
    busy: UseStateHandle<bool>,
    /// Whether a change is under way, known at once and not only when the page is drawn again.
    under_way: Rc<Cell<bool>>,
}

/// The way to send changes.
#[hook]
pub(in crate::staff) fn use_sending() -> Sending {
    let under_way = use_memo((), |()| Cell::new(false));
    Sending { phone: use_phone(), said: use_state(|| None), busy: use_state(|| false), under_way }
}

impl Sending {
    /// Whether a change is under way.
    pub(in crate::staff) fn is_busy(&self) -> bool {
        *self.busy
    }

    /// Sends a change, unless one is under way; `done` says what to say of it, if anything, and goes on from there.
    pub(in crate::staff) fn send<A: 'static>(
        &self,
        change: impl Future<Output = Result<A, ServerFault>> + 'static,
        done: impl FnOnce(A) -> Option<AttrValue> + 'static,
    ) {
        if self.under_way.replace(true) {
            return;
        }
        self.busy.set(true);
        self.said.set(None);
        let own = self.clone();
        spawn_local(async move {
            let said = match change.await {
                Ok(answer) => done(answer).map(Said::Done),
                Err(fault) => Some(Said::Failed(fault_words(&own.phone.texts(), &fault))),
            };
            own.said.set(said);
            own.under_way.set(false);
            own.busy.set(false);
        });
    }

    /// Says what is wrong before anything is sent.
    pub(in crate::staff) fn refuse(&self, words: AttrValue) {
        self.said.set(Some(Said::Failed(words)));
    }

    /// Says nothing any more.
    pub(in crate::staff) fn fall_silent(&self) {
        self.said.set(None);
    }

    /// What is said.
    pub(in crate::staff) fn words(&self) -> Html {
        let (done, failed) = match &*self.said {
            None => (None, None),
            Some(Said::Done(words)) => (Some(words), None),
            Some(Said::Failed(words)) => (None, Some(words)),
        };
        html! {
            <>
                <p role="status">{done.cloned().unwrap_or_default()}</p>
                if let Some(words) = failed {
                    <Notice kind={NoticeKind::Fault}><p>{words}</p></Notice>
                }
            </>
        }
    }
}
