//! The key of the installation, by which push services know who sends (RFC 8292). A browser lets nobody send to it but the
//! key that it was shown when it subscribed: without that key every phone has to be turned on again.

use super::PushError;
use crate::entropy::Entropy;
use axum::http::Uri;
use base64ct::{Base64UrlUnpadded, Encoding};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use shared::time::Instant;
use std::fmt;

/// How long a proof is good, in seconds. Push services take none for more than a day.
const GOOD_FOR: i64 = 12 * 60 * 60;

/// The key.
pub(crate) struct PushKey(EcdsaKeyPair);

impl PushKey {
    /// A new one, as it is stored.
    pub(crate) fn fresh(entropy: Entropy) -> Result<String, PushError> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &entropy.for_ring());
        Ok(Base64UrlUnpadded::encode_string(document.map_err(|_| PushError::NoKey)?.as_ref()))
    }

    /// The one that is stored.
    pub(crate) fn stored(text: &str, entropy: Entropy) -> Result<Self, PushError> {
        let document = Base64UrlUnpadded::decode_vec(text).map_err(|_| PushError::NoKey)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &document, &entropy.for_ring());
        pair.map(Self).map_err(|_| PushError::NoKey)
    }

    /// What browsers are shown: an uncompressed point, in base64 for addresses.
    pub(crate) fn public(&self) -> String {
        Base64UrlUnpadded::encode_string(self.0.public_key().as_ref())
    }

    /// The header by which the push service at an address knows who sends; `contact` is where its operator may turn to.
    pub(super) fn proof(
        &self,
        service: &Uri,
        contact: &str,
        now: Instant,
        entropy: Entropy,
    ) -> Result<String, PushError> {
        let (Some(scheme), Some(authority)) = (service.scheme_str(), service.authority()) else {
            return Err(PushError::NotAPushService);
        };
        let claims = serde_json::json!({
            "aud": format!("{scheme}://{authority}"),
            "exp": now.0.div_euclid(1000) + GOOD_FOR,
            "sub": contact,
        });
        let header = Base64UrlUnpadded::encode_string(br#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{header}.{}", Base64UrlUnpadded::encode_string(claims.to_string().as_bytes()));
        let signature = self.0.sign(&entropy.for_ring(), signed.as_bytes()).map_err(|_| PushError::NoKey)?;
        let signature = Base64UrlUnpadded::encode_string(signature.as_ref());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public()))
    }
}

impl fmt::Debug for PushKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PushKey(…)")
    }
}
