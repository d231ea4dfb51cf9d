//! The last resort: records that a phone cannot send, in a file that somebody else carries to the server. The records in
//! it are sealed; that they come from a phone of their author is proven by a secret that only the phone and the server
//! have, since anybody can seal.

use super::base64;
use crate::id::{AccountId, DeviceId};
use crate::json;
use crate::sync::wire::MOST_RECORDS;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// What a file of this kind begins with.
const KIND: &str = "stegvis-unsent-1";

/// The most records in one file. More never wait on a participant's phone; the rest goes into the next file.
pub const MOST_UNSENT: usize = 5 * MOST_RECORDS;

/// The most bytes of sealed records in one file, so that it can be handed in at once.
pub const LARGEST_FILE: usize = 800 * 1024;

/// Unsent records.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct UnsentFile {
    kind: String,
    /// Whose they are.
    pub account: AccountId,
    /// Where they were made.
    pub device: DeviceId,
    /// The sealed records, in the order of their sequence.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = Vec<Object>))]
    pub records: Vec<Box<RawValue>>,
    proof: String,
}

/// Why a text is no such file; the text is what the person reads in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no file of unsent records that Stegvis has saved")]
pub struct NoUnsentFile;

impl UnsentFile {
    /// A file of these envelopes; `reading` is the secret that the phone shows with everything that reads.
    pub fn new(account: AccountId, device: DeviceId, envelopes: &[String], reading: &str) -> Option<Self> {
        let records = envelopes.iter().map(|text| RawValue::from_string(text.clone()));
        let records: Vec<Box<RawValue>> = records.collect::<Result<_, _>>().ok()?;
        let mut file = Self { kind: KIND.into(), account, device, records, proof: String::new() };
        file.proof = base64::write(&file.seal_of(&hash(reading))?.finalize().into_bytes());
        Some(file)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, NoUnsentFile> {
        json::read::<Self>(text).ok().filter(Self::is_one).ok_or(NoUnsentFile)
    }

    /// Whether it is of this kind and size.
    pub fn is_one(&self) -> bool {
        self.kind == KIND && self.records.len() <= MOST_UNSENT
    }

    /// The text to save.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether a phone made it whose reading secret has this hash (SHA-256 of its text, in hexadecimal).
    pub fn is_proven_by(&self, hash: &str) -> bool {
        let proof = base64::read(&self.proof);
        let checked = self.seal_of(hash).zip(proof).map(|(seal, proof)| seal.verify_slice(&proof).is_ok());
        checked == Some(true)
    }

    /// HMAC-SHA256 (RFC 2104) over everything in the file, keyed by the hash of the reading secret.
    fn seal_of(&self, hash: &str) -> Option<Hmac<Sha256>> {
        let mut seal = Hmac::<Sha256>::new_from_slice(hash.as_bytes()).ok()?;
        seal.update(KIND.as_bytes());
        seal.update(self.account.uuid().as_bytes());
        seal.update(self.device.uuid().as_bytes());
        for record in &self.records {
            seal.update(&(record.get().len() as u64).to_be_bytes());
            seal.update(record.get().as_bytes());
        }
        Some(seal)
    }
}

fn hash(reading: &str) -> String {
    Sha256::digest(reading.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn file() -> UnsentFile {
        let (account, device) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let envelopes = [r#"{"id":"1"}"#.to_owned(), r#"{"id":"2"}"#.to_owned()];
        UnsentFile::new(AccountId::from_uuid(account), DeviceId::from_uuid(device), &envelopes, "secret").unwrap()
    }

    #[test]
    fn a_file_is_read_as_it_was_written_and_proven_by_its_own_secret() {
        let read = UnsentFile::read(&file().write()).unwrap();
        assert!(read.is_proven_by(&hash("secret")));
        assert!(!read.is_proven_by(&hash("another")));
        assert!(!read.is_proven_by(""));
    }

    #[test]
    fn whatever_is_changed_the_proof_does_not_hold() {
        let original = file();
        let mut other_account = original.clone();
        other_account.account = AccountId::from_uuid(Uuid::from_u128(9));
        let mut other_device = original.clone();
        other_device.device = DeviceId::from_uuid(Uuid::from_u128(9));
        let mut fewer = original.clone();
        fewer.records.pop();
        let mut swapped = original.clone();
        swapped.records.swap(0, 1);
        let mut without_proof = original;
        without_proof.proof = String::new();
        for changed in [other_account, other_device, fewer, swapped, without_proof] {
            assert!(!changed.is_proven_by(&hash("secret")), "{changed:?}");
        }
    }

    #[test]
    fn another_file_is_told() {
        for text in ["", "{}", "[1,2]", &file().write().replace(KIND, "something-else")] {
            assert_eq!(UnsentFile::read(text).err(), Some(NoUnsentFile));
        }
    }
}
