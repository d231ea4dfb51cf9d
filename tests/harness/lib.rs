//! What the tests have in common: the real server on a free port with a fresh store, people who sign in to it, phones
//! that sync with it, and a network that breaks.

pub mod authenticator;
pub mod behind;
pub mod client;
pub mod invited;
pub mod links;
pub mod phone;
pub mod place;
pub mod postgres;
pub mod program;
pub mod provider;
pub mod proxy;
pub mod push_service;
pub mod random;
pub mod records;
pub mod server;
pub mod staff;
