//! Reminders on phones: the key by which push services know this installation, a message as they take it, and the morning's
//! work of sending. What somebody is reminded of is said nowhere here: the message is empty.

mod address;
mod command;
mod key;
mod message;
mod morning;
mod sending;

pub(crate) use address::{PushServices, is_accepted};
pub(crate) use command::{RemindError, remind};
pub(crate) use key::PushKey;
pub(crate) use morning::every_morning;
pub(crate) use sending::Sending;

/// Why there is nothing to send, or no way to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PushError {
    /// No randomness, or a key that is none.
    #[error("no key could be made or used")]
    NoKey,
    /// Keys of a browser that are none.
    #[error("the browser's keys are none")]
    NotABrowsersKeys,
    /// An address that may not be asked.
    #[error("the address is not one of a push service")]
    NotAPushService,
}
