//! The browser, and nothing else: clock, randomness, settings, page, network and store. Everything above this folder
//! works with values and knows no browser.

pub mod clock;
pub mod entropy;
pub mod page;
pub mod server;
pub mod settings;
pub mod store;
pub mod triggers;
pub mod waiting;
