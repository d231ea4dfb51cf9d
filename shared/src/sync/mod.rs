//! Sync: the wire format, the state machine, and what is decided on either side of the wire. The machine decides what
//! to do next and does nothing itself: the browser and the tests drive the same machine, each with its own store,
//! network and clock.

mod backoff;
mod contact;
mod failure;
pub mod intake;
mod machine;
pub mod paging;
pub mod slice;
mod stored;
pub mod wire;

pub use backoff::wait_after;
pub use contact::{Contact, LostPerhaps, Noted, TOLD_FOR, Waiting};
pub use failure::{Failure, PROTOCOL_PROBLEM};
pub use machine::{Activity, Cause, Effect, Event, Machine, Pending};
pub use stored::{KEPT_AFTER_RECEIPT, Passage, Stored};
