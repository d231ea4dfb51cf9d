//! Reading JSON by one small reader. A type that is read in several ways is compiled once for each of them, and a phone
//! downloads every one; so what a phone reads is read here alone, and what is read in part and then as a whole is read
//! twice from its text rather than kept in between. Writing is `serde_json`'s.

mod decimal;
mod fault;
mod kind;
mod reader;
mod scan;
#[cfg(test)]
mod tests;
mod verbatim;

pub use fault::Fault;
pub use verbatim::Verbatim;

use kind::ByKind;
use reader::Reader;
use scan::Scan;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Reads a whole text.
///
/// # Errors
/// When it is not JSON, or something else than a `T`.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Fault> {
    let mut scan = Scan::new(text);
    let value = T::deserialize(Reader::of(&mut scan))?;
    scan.end()?;
    Ok(value)
}

/// Reads a value by way of its own text, so that what reads the text can begin anew.
///
/// # Errors
/// When the reader reads something else than JSON, or `read` fails.
pub(crate) fn by_text<'de, T, D: Deserializer<'de>>(
    reader: D,
    read: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<T, D::Error> {
    read(Box::<RawValue>::deserialize(reader)?.get()).map_err(D::Error::custom)
}

/// Reads by a function what is one of a type's kinds, or else keeps the text.
///
/// # Errors
/// When it is not JSON.
pub(crate) fn read_or<K>(
    text: &str,
    known: impl FnOnce(Reader<'_, '_>) -> Result<K, Fault>,
    otherwise: impl FnOnce(Verbatim) -> K,
) -> Result<K, Fault> {
    known(Reader::of(&mut Scan::new(text))).or_else(|_| read(text).map(otherwise))
}

/// Reads by a function what says of which kind it is by its name `kind`.
///
/// # Errors
/// When it says nothing of its kind, or is something else.
pub(crate) fn read_by_kind<T>(text: &str, read_as: impl FnOnce(ByKind<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
    #[derive(serde::Deserialize)]
    struct OnlyKind<'a> {
        kind: Cow<'a, str>,
    }
    let OnlyKind { kind } = read(text)?;
    read_as(ByKind { kind: &kind, text })
}
