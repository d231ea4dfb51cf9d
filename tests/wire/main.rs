//! The wire as it was when a version was released: bodies and outboxes in files, which every later version must still
//! read, and answer. A file is never edited once its version is out; a change of the wire gets files of its own.

#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

mod files;
mod machine;
mod server;
