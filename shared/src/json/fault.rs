//! Why a text could not be read. In a browser it has no words: nobody would read them there, and everybody would
//! download them.

use std::fmt;

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(#[cfg(not(target_family = "wasm"))] String);

impl Fault {
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn new(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }

    #[cfg(target_family = "wasm")]
    pub(super) fn new(_: impl fmt::Display) -> Self {
        Self()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(not(target_family = "wasm"))]
        let what = &self.0;
        #[cfg(target_family = "wasm")]
        let what = "unreadable";
        f.write_str(what)
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self::new(what)
    }
}
