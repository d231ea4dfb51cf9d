//! The browser, and nothing else: clock, randomness, settings, page, network and store. Everything above this folder
//! works with values and knows no browser.

pub mod administration;
pub mod clock;
pub mod deviations;
pub mod device_key;
pub mod entropy;
pub mod files;
pub mod keeping;
pub mod one_flusher;
pub mod other_tabs;
pub mod page;
pub mod passkey;
pub mod pin_worker;
pub mod push;
pub mod recording;
pub mod server;
pub mod settings;
pub mod speech;
pub mod store;
pub mod triggers;
pub mod waiting;
pub mod way_in;
