//! Devices and a server in one process, driven through faults from a seed, and the oracle that judges what is left.
//!
//! The devices run `shared::sync::Machine`, the one that the browser runs; the server decides by `shared::sync::intake` and
//! `shared::sync::paging`, as the real one does. The stores on either side are values, the network is made of
//! texts that are really written and read, and time jumps from one happening to the next. The simulation knows nothing of
//! SQL, IndexedDB, sockets or disks: other tests do.

mod campaign;
mod cast;
mod device;
mod dice;
mod ledger;
mod network;
mod phone;
mod sabotage;
mod script;
mod server;
mod shrink;
mod store;
mod world;
mod writing;

pub use campaign::{Campaign, explain, find};
pub use cast::Person;
pub use dice::Dice;
pub use ledger::Fault;
pub use sabotage::Sabotage;
pub use script::{Deed, Owner, Script, Step};
pub use shrink::shrink;
pub use world::{Outcome, play};
