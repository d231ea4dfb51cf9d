//! Sync: the wire format and the state machine. The machine decides what to do next and does nothing itself:
//! the browser and the tests drive the same machine, each with its own store, network and clock.

mod backoff;
mod machine;
pub mod wire;

pub use backoff::wait_after;
pub use machine::{Activity, Cause, Effect, Event, Failure, Machine, Pending};
