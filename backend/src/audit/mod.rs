//! The audit log as a whole: the key that signs how far it goes, the signing, and the commands that look at it. Single
//! rows are written by the store, beside what they are about.

mod command;
mod key;
mod remembered;
mod signing;

pub(crate) use command::{AuditError, heads, parse_scope, verify};
pub(crate) use key::{AuditKey, KeyError, public_key_signed};
pub(crate) use remembered::{Remembered, RememberedError};
pub(crate) use signing::{Signing, SigningError, keep_signing, sign_or_say};
