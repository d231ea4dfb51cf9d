//! Secrets that let somebody in: shown once to whom they belong, and kept as hashes only.

use crate::digest::{hexadecimal, sha256};
use std::fmt;

/// A link's or a session's secret. Redacts itself wherever it is written by mistake.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// The secret of these random bytes.
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(hexadecimal(&bytes))
    }

    /// A secret as somebody presents it.
    pub(crate) fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to hand over.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub(crate) fn hash(&self) -> SecretHash {
        SecretHash(sha256(self.0.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A secret's hash, by which it is found again.
#[derive(Debug, Clone)]
pub(crate) struct SecretHash(String);

impl SecretHash {
    /// Whether it is the stored one, in a time that tells nothing of where they differ.
    pub(crate) fn is(&self, stored: &str) -> bool {
        let differences = self.0.bytes().zip(stored.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other));
        self.0.len() == stored.len() && differences == 0
    }

    /// The text to store.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_itself() {
        let secret = Secret::from_bytes([7; 32]);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.reveal().len(), 64);
    }
}
