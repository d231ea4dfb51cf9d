//! Sealing to the server: HPKE (RFC 9180) in base mode with X25519, HKDF-SHA256 and ChaCha20-Poly1305, one sender context
//! for each record. The record's id is authenticated with it, so that an envelope cannot be given to another record.
//! It does not say who sealed: that is the session's business.

use super::envelope::Sealed;
use super::{Bytes32, Envelope, Secret32, base64};
use crate::id::{RecordId, SealingKeyId};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;

type Suite = X25519HkdfSha256;

/// Binds what is sealed to this use.
const INFO: &[u8] = b"stegvis record 1";

/// The server's public key, to which phones seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct SealingKey {
    /// Which key.
    pub id: SealingKeyId,
    /// The X25519 public key, in base64.
    public: String,
}

/// The private half, which only the server has.
#[derive(Debug, Clone)]
pub struct OpeningKey {
    id: SealingKeyId,
    private: Secret32,
}

/// Why an envelope cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// It is sealed to another key.
    #[error("sealed to another key")]
    OtherKey,
    /// It was damaged, or made for another record.
    #[error("the sealed text is damaged")]
    Damaged,
}

/// Randomness that the caller draws.
struct Source<F>(F);

impl<F: FnMut(&mut [u8])> TryRng for Source<F> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0)(bytes);
        Ok(())
    }
}

impl<F: FnMut(&mut [u8])> TryCryptoRng for Source<F> {}

impl SealingKey {
    /// Seals a record's text; `fill` draws random bytes. `None` where the key is none.
    pub fn seal(&self, id: RecordId, text: &str, fill: impl FnMut(&mut [u8])) -> Option<Envelope> {
        let public = <Suite as Kem>::PublicKey::from_bytes(&base64::read(&self.public)?).ok()?;
        let (encapsulated, text) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Suite>(
            &OpModeS::Base,
            &public,
            INFO,
            text.as_bytes(),
            id.uuid().as_bytes(),
            &mut Source(fill),
        )
        .ok()?;
        let encapsulated = base64::write(&encapsulated.to_bytes());
        Some(Envelope { id, sealed: Sealed { key: self.id, encapsulated, text: base64::write(&text) } })
    }
}

impl OpeningKey {
    /// The key that follows from 256 random bits.
    pub fn derive(id: SealingKeyId, random: &Bytes32) -> Self {
        let (private, _) = Suite::derive_keypair(random);
        let mut bytes = [0; 32];
        private.write_exact(&mut bytes);
        Self { id, private: Secret32::new(bytes) }
    }

    /// A key as it was stored.
    pub const fn stored(id: SealingKeyId, private: Secret32) -> Self {
        Self { id, private }
    }

    /// Which key.
    pub const fn id(&self) -> SealingKeyId {
        self.id
    }

    /// What to store.
    pub const fn private(&self) -> &Secret32 {
        &self.private
    }

    /// The public half; `None` where what was stored is no key.
    pub fn public(&self) -> Option<SealingKey> {
        let private = <Suite as Kem>::PrivateKey::from_bytes(self.private.bytes()).ok()?;
        Some(SealingKey { id: self.id, public: base64::write(&Suite::sk_to_pk(&private).to_bytes()) })
    }

    /// The record's own text.
    ///
    /// # Errors
    /// When the envelope is not for this key, or was damaged on its way.
    pub fn open(&self, envelope: &Envelope) -> Result<String, Unopened> {
        let Envelope { id, sealed } = envelope;
        if sealed.key != self.id {
            return Err(Unopened::OtherKey);
        }
        self.opened(*id, sealed).ok_or(Unopened::Damaged)
    }

    fn opened(&self, id: RecordId, sealed: &Sealed) -> Option<String> {
        let private = <Suite as Kem>::PrivateKey::from_bytes(self.private.bytes()).ok()?;
        let encapsulated = <Suite as Kem>::EncappedKey::from_bytes(&base64::read(&sealed.encapsulated)?).ok()?;
        let text = single_shot_open::<ChaCha20Poly1305, HkdfSha256, Suite>(
            &OpModeR::Base,
            &private,
            &encapsulated,
            INFO,
            &base64::read(&sealed.text)?,
            id.uuid().as_bytes(),
        )
        .ok()?;
        String::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn record(number: u128) -> RecordId {
        RecordId::from_uuid(Uuid::from_u128(number))
    }

    fn key(number: u8) -> OpeningKey {
        OpeningKey::derive(SealingKeyId::from_uuid(Uuid::from_u128(number.into())), &[number; 32])
    }

    fn sealed(key: &OpeningKey, text: &str) -> Envelope {
        let public = key.public().unwrap();
        public.seal(record(1), text, |bytes| bytes.fill(9)).unwrap()
    }

    #[test]
    fn what_is_sealed_is_opened_by_its_key_alone() {
        let key = key(1);
        let envelope = sealed(&key, "{\"id\":\"å\"}");
        let travelled = Envelope::read(&envelope.write()).unwrap();
        assert_eq!(key.open(&travelled), Ok("{\"id\":\"å\"}".into()));
        let stored = OpeningKey::stored(key.id(), Secret32::parse(&key.private().reveal()).unwrap());
        assert_eq!(stored.open(&travelled), Ok("{\"id\":\"å\"}".into()));
        assert_eq!(super::tests::key(2).open(&travelled), Err(Unopened::OtherKey));
        let forged = OpeningKey::derive(key.id(), &[3; 32]);
        assert_eq!(forged.open(&travelled), Err(Unopened::Damaged));
    }

    #[test]
    fn an_envelope_is_for_its_own_record() {
        let key = key(1);
        let mut envelope = sealed(&key, "text");
        envelope.id = record(2);
        assert_eq!(key.open(&envelope), Err(Unopened::Damaged));
    }

    #[test]
    fn every_damage_is_noticed() {
        let key = key(1);
        let envelope = sealed(&key, "a text that is not very long");
        for place in 0..envelope.sealed.text.len() {
            let mut damaged = envelope.clone();
            let other = if damaged.sealed.text.as_bytes()[place] == b'A' { "B" } else { "A" };
            damaged.sealed.text.replace_range(place..=place, other);
            assert_eq!(key.open(&damaged), Err(Unopened::Damaged), "at {place}");
        }
    }

    #[test]
    fn an_envelope_shows_nothing_of_its_text() {
        let text = "my own words";
        assert!(!sealed(&key(1), text).write().contains(text));
    }

    #[test]
    fn a_key_that_is_none_seals_nothing() {
        let key = SealingKey { id: key(1).id(), public: "AAAA".into() };
        assert_eq!(key.seal(record(1), "text", |bytes| bytes.fill(9)), None);
    }

    /// RFC 9180, A.2.1 (DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode): the key pairs.
    #[test]
    fn keys_are_those_of_the_standard() {
        let hex = |text: &str| -> Bytes32 {
            let bytes: Vec<u8> =
                (0..64).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect();
            bytes.try_into().unwrap()
        };
        let random = hex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df");
        let key = OpeningKey::derive(SealingKeyId::from_uuid(Uuid::nil()), &random);
        let mut private = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        // The library keeps it as X25519 uses it, with its highest bit cleared.
        private[31] &= 0b0111_1111;
        assert_eq!(key.private().bytes(), &private);
        let public = base64::read(&key.public().unwrap().public).unwrap();
        assert_eq!(public, hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"));
    }
}
