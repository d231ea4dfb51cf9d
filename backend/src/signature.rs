//! Whether a phone's signature is right: ECDSA over P-256 and SHA-256, as browsers make it. It knows no accounts.

use base64ct::{Base64UrlUnpadded, Encoding};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

/// The length of an uncompressed point, and what it begins with.
const POINT: usize = 65;
const UNCOMPRESSED: u8 = 4;

/// The public half of a phone's key, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey(String);

impl PublicKey {
    /// Reads an uncompressed point in base64 for addresses. Whether it lies on the curve shows when it is used.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
        (bytes.len() == POINT && bytes.first() == Some(&UNCOMPRESSED)).then(|| Self(text.to_owned()))
    }

    /// As text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether whoever has the private half has signed this text.
    pub(crate) fn has_signed(&self, text: &str, signature: &str) -> bool {
        let decoded = (Base64UrlUnpadded::decode_vec(&self.0), Base64UrlUnpadded::decode_vec(signature));
        let (Ok(point), Ok(signature)) = decoded else { return false };
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
        key.verify(text.as_bytes(), &signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use std::error::Error;

    #[test]
    fn only_the_key_that_signed_a_text_has_signed_it() -> Result<(), Box<dyn Error>> {
        let random = SystemRandom::new();
        let pair = || {
            let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).ok()?;
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).ok()
        };
        let (one, other) = (pair().ok_or("no key")?, pair().ok_or("no key")?);
        let public = |pair: &EcdsaKeyPair| {
            PublicKey::read(&Base64UrlUnpadded::encode_string(pair.public_key().as_ref())).ok_or("no point")
        };
        let signature = one.sign(&random, b"text").map_err(|_| "no signature")?;
        let signature = Base64UrlUnpadded::encode_string(signature.as_ref());
        assert!(public(&one)?.has_signed("text", &signature));
        assert!(!public(&one)?.has_signed("texts", &signature));
        assert!(!public(&other)?.has_signed("text", &signature));
        assert!(!public(&one)?.has_signed("text", "AAAA"));
        assert!(PublicKey::read("AAAA").is_none() && PublicKey::read("not base64!").is_none());
        Ok(())
    }
}
