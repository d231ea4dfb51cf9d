//! The progressive web app: two programs, the participant's and the staff's, over one library.
//!
//! | module | holds |
//! |---|---|
//! | [`state`] | what the device holds: a value and a pure reduction |
//! | [`engine`] | the loop round the sync machine, and the verbs that change anything |
//! | [`contacts`], [`workplaces`] | what the server knows of devices' last contacts, and of where supervisors work |
//! | [`wording`] | the texts of the chosen language, and the choice of another, as pages see them |
//! | [`phone`] | state and verbs as pages see them, and the same words |
//! | [`texts`] | every visible text, typed |
//! | [`platform`] | the only code that touches the browser |
//! | [`widgets`] | the kit that owns the classes of the style sheets |
//! | [`participant`], [`staff`] | the pages of the two programs |
//! | [`pin_work`] | what a program does in a worker: it makes a key of a PIN |
//!
//! Pages read the device's own store and fetch nothing, apart from dashboards, whose devices hold no records.

pub mod contacts;
pub mod engine;
pub mod participant;
pub mod phone;
pub mod pin_work;
pub mod platform;
pub mod staff;
pub mod state;
pub mod texts;
pub mod widgets;
pub mod wording;
pub mod workplaces;
