//! The phone's own key: what is locked under it can be read again on the phone, once the key itself is unwrapped.
//! XChaCha20-Poly1305, with a nonce of 192 random bits for each value. What a value is (its place in the store) is
//! authenticated with it, so that values cannot change places.

use super::{Bytes32, Secret32, base64};
use crate::id::DataKeyId;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};

/// The bytes of a nonce.
const NONCE: usize = 24;

/// What the key that is wrapped is bound to.
const WRAPPED: &[u8] = b"stegvis data key 1";

/// Why a locked value cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DataKeyFault {
    /// It was locked under another key.
    #[error("locked under another key")]
    OtherKey,
    /// It was damaged, or stands in another's place.
    #[error("the locked value is damaged")]
    Damaged,
}

/// A value that is locked: which key, and the rest in base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    key: DataKeyId,
    content: String,
}

/// The phone's own key.
#[derive(Debug, Clone)]
pub struct DataKey {
    id: DataKeyId,
    secret: Secret32,
}

/// A key that wraps a data key: from a PIN, or from the server.
#[derive(Debug, Clone)]
pub struct WrappingKey(pub Secret32);

/// A data key that is wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    key: DataKeyId,
    content: String,
}

impl DataKey {
    /// A key of these random bits.
    pub const fn new(id: DataKeyId, random: Bytes32) -> Self {
        Self { id, secret: Secret32::new(random) }
    }

    /// Which key.
    pub const fn id(&self) -> DataKeyId {
        self.id
    }

    /// Locks a text that is kept at `place`.
    pub fn lock(&self, place: &str, text: &str, random: [u8; NONCE]) -> Locked {
        Locked { key: self.id, content: encrypt(&self.secret, place.as_bytes(), text.as_bytes(), random) }
    }

    /// Reads what was locked for that place.
    ///
    /// # Errors
    /// When it was locked under another key or was damaged.
    pub fn unlock(&self, place: &str, locked: &Locked) -> Result<String, DataKeyFault> {
        if locked.key != self.id {
            return Err(DataKeyFault::OtherKey);
        }
        let text = decrypt(&self.secret, place.as_bytes(), &locked.content).ok_or(DataKeyFault::Damaged)?;
        String::from_utf8(text).map_err(|_| DataKeyFault::Damaged)
    }

    /// The key, wrapped.
    pub fn wrap(&self, by: &WrappingKey, random: [u8; NONCE]) -> WrappedKey {
        WrappedKey { key: self.id, content: encrypt(&by.0, WRAPPED, self.secret.bytes(), random) }
    }
}

impl WrappedKey {
    /// Which key is inside.
    pub const fn key(&self) -> DataKeyId {
        self.key
    }

    /// The key inside; `None` where it was wrapped by another, which is also what a wrong PIN looks like.
    pub fn unwrap(&self, by: &WrappingKey) -> Option<DataKey> {
        let secret = decrypt(&by.0, WRAPPED, &self.content)?.try_into().ok()?;
        Some(DataKey::new(self.key, secret))
    }
}

/// Nonce and ciphertext, in base64.
fn encrypt(key: &Secret32, bound_to: &[u8], text: &[u8], nonce: [u8; NONCE]) -> String {
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let payload = Payload { msg: text, aad: bound_to };
    // The cipher refuses nothing under 256 GB. An empty box would only count as damaged.
    let encrypted = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
    base64::write(&[nonce.as_slice(), &encrypted].concat())
}

fn decrypt(key: &Secret32, bound_to: &[u8], text: &str) -> Option<Vec<u8>> {
    let bytes = base64::read(text)?;
    let (nonce, encrypted) = bytes.split_first_chunk::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: encrypted, aad: bound_to }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn key(number: u8) -> DataKey {
        DataKey::new(DataKeyId::from_uuid(Uuid::from_u128(number.into())), [number; 32])
    }

    fn by(number: u8) -> WrappingKey {
        WrappingKey(Secret32::new([number; 32]))
    }

    #[test]
    fn what_is_locked_is_read_by_its_key_at_its_place() {
        let locked = key(1).lock("records/1", "det går bra", [5; 24]);
        assert_eq!(key(1).unlock("records/1", &locked), Ok("det går bra".into()));
        assert_eq!(key(1).unlock("records/2", &locked), Err(DataKeyFault::Damaged));
        assert_eq!(key(2).unlock("records/1", &locked), Err(DataKeyFault::OtherKey));
        let forged = DataKey::new(key(1).id(), [3; 32]);
        assert_eq!(forged.unlock("records/1", &locked), Err(DataKeyFault::Damaged));
    }

    #[test]
    fn broken_values_are_damaged_and_no_more() {
        for broken in ["", "AA", "no base64!"] {
            let locked = Locked { key: key(1).id(), content: broken.into() };
            assert_eq!(key(1).unlock("x", &locked), Err(DataKeyFault::Damaged));
        }
    }

    #[test]
    fn a_wrapped_key_is_unwrapped_by_the_right_key_alone() {
        let wrapped = key(1).wrap(&by(8), [6; 24]);
        let unwrapped = wrapped.unwrap(&by(8)).unwrap();
        let locked = key(1).lock("x", "text", [5; 24]);
        assert_eq!(unwrapped.unlock("x", &locked), Ok("text".into()));
        assert!(wrapped.unwrap(&by(9)).is_none());
    }
}
