//! What somebody asks who was invited and presses: to be let in. What that takes is in the second file, for which it waits; it is
//! asked once, whatever is drawn meanwhile.

use crate::engine::SignInFault;
use shared::invitation::Proof;
use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;

/// What proves the invitation.
pub(super) struct Asked {
    pub(super) proof: Proof,
    /// What was said in another way, where the invitation came by letter.
    pub(super) words: Option<String>,
}

/// A press that waits for its answer. Two are equal when they are the same press.
#[derive(Clone)]
pub(super) struct Entering(Rc<Waiting>);

struct Waiting {
    asked: RefCell<Option<Asked>>,
    on_answer: Callback<Result<(), SignInFault>>,
}

impl PartialEq for Entering {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Entering {
    pub(super) fn new(asked: Asked, on_answer: Callback<Result<(), SignInFault>>) -> Self {
        Self(Rc::new(Waiting { asked: RefCell::new(Some(asked)), on_answer }))
    }

    /// What was asked; nothing once somebody has taken it, who then has to answer.
    pub(super) fn take(&self) -> Option<Asked> {
        self.0.asked.take()
    }

    /// Tells whoever pressed.
    pub(super) fn answer(&self, answer: Result<(), SignInFault>) {
        self.0.on_answer.emit(answer);
    }
}
