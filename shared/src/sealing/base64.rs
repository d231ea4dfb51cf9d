//! Bytes as they travel in JSON: base64 with the letters of addresses, without padding.

use super::Bytes32;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use zeroize::Zeroize;

/// Bytes as text.
pub(super) fn write(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Text as bytes; `None` where it is not base64.
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

/// A secret of 256 bits as it travels. It does not show itself where it is written by mistake, and is wiped from memory
/// when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret32(Bytes32);

impl Secret32 {
    /// A secret of these bytes.
    pub const fn new(bytes: Bytes32) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn bytes(&self) -> &Bytes32 {
        &self.0
    }

    /// As text.
    pub fn reveal(&self) -> String {
        write(&self.0)
    }

    /// Reads what [`Self::reveal`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        read(text)?.try_into().ok().map(Self)
    }
}

impl Drop for Secret32 {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret32(…)")
    }
}

impl Serialize for Secret32 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reveal())
    }
}

impl<'de> Deserialize<'de> for Secret32 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not 256 bits in base64"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_was_written_and_does_not_show_itself() {
        let secret = Secret32::new([250; 32]);
        assert_eq!(Secret32::parse(&secret.reveal()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret32(…)");
        assert_eq!(Secret32::parse("short"), None);
        assert_eq!(Secret32::parse("not base64!"), None);
    }
}
