//! The one place that draws random bytes. Everything else is given ids and secrets.

use crate::clock::Clock;
use crate::secret::Secret;
use crate::spoken_words;
use ring::rand::SystemRandom;
use shared::id::{AccountId, DeviceKeyId, EpochId, SavedReportId, SealingKeyId, StaffId};
use shared::invitation::ShortCode;
use shared::recovery_code::RecoveryCode;
use shared::sealing::{OpeningKey, Secret32};

/// The operating system has no random bytes to give.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes: {0}")]
pub(crate) struct NoEntropy(getrandom::Error);

/// The operating system's source of randomness.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entropy;

impl Entropy {
    /// A secret of 256 bits.
    pub(crate) fn secret(self) -> Result<Secret, NoEntropy> {
        self.bytes::<32>().map(Secret::from_bytes)
    }

    /// The secret half of a key that signs.
    pub(crate) fn signing_secret(self) -> Result<[u8; 32], NoEntropy> {
        self.bytes()
    }

    /// The same source, as the library of keys and signatures takes it.
    pub(crate) fn for_ring(self) -> SystemRandom {
        SystemRandom::new()
    }

    /// Bytes that make one key into another each time.
    pub(crate) fn salt(self) -> Result<[u8; 16], NoEntropy> {
        self.bytes()
    }

    /// A name for a new life of the store.
    pub(crate) fn epoch(self, clock: Clock) -> Result<EpochId, NoEntropy> {
        let milliseconds = u64::try_from(clock.now().0).unwrap_or_default();
        self.bytes().map(|random| EpochId::new(milliseconds, random))
    }

    /// A key that phones seal to.
    pub(crate) fn opening_key(self, clock: Clock) -> Result<OpeningKey, NoEntropy> {
        let milliseconds = u64::try_from(clock.now().0).unwrap_or_default();
        let id = self.bytes().map(|random| SealingKeyId::new(milliseconds, random))?;
        Ok(OpeningKey::derive(id, &self.bytes()?))
    }

    /// A name for somebody of the staff.
    pub(crate) fn staff_id(self, clock: Clock) -> Result<StaffId, NoEntropy> {
        let milliseconds = u64::try_from(clock.now().0).unwrap_or_default();
        self.bytes().map(|random| StaffId::new(milliseconds, random))
    }

    /// A name for an account.
    pub(crate) fn account_id(self, clock: Clock) -> Result<AccountId, NoEntropy> {
        let milliseconds = u64::try_from(clock.now().0).unwrap_or_default();
        self.bytes().map(|random| AccountId::new(milliseconds, random))
    }

    /// A recovery code.
    pub(crate) fn recovery_code(self) -> Result<RecoveryCode, NoEntropy> {
        self.bytes().map(RecoveryCode::from_bytes)
    }

    /// A secret of 256 bits, as phones hold them.
    pub(crate) fn secret_for_a_phone(self) -> Result<Secret32, NoEntropy> {
        self.bytes().map(Secret32::new)
    }

    /// A short code to be let in by.
    pub(crate) fn short_code(self) -> Result<ShortCode, NoEntropy> {
        self.bytes().map(ShortCode::from_random)
    }

    /// Words to be said, which go with a letter.
    pub(crate) fn spoken_words(self) -> Result<String, NoEntropy> {
        self.bytes().map(spoken_words::two)
    }

    /// A name for an account.
    pub(crate) fn account(self, clock: Clock) -> Result<AccountId, NoEntropy> {
        let milliseconds = u64::try_from(clock.now().0).unwrap_or_default();
        self.bytes().map(|random| AccountId::new(milliseconds, random))
    }

    /// A name for a report that is saved.
    pub(crate) fn saved_report(self, clock: Clock) -> Result<SavedReportId, NoEntropy> {
        let milliseconds = u64::try_from(clock.now().0).unwrap_or_default();
        self.bytes().map(|random| SavedReportId::new(milliseconds, random))
    }

    /// A name for a phone's key.
    pub(crate) fn device_key(self, clock: Clock) -> Result<DeviceKeyId, NoEntropy> {
        let milliseconds = u64::try_from(clock.now().0).unwrap_or_default();
        self.bytes().map(|random| DeviceKeyId::new(milliseconds, random))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the edge at which randomness enters")]
    fn bytes<const N: usize>(self) -> Result<[u8; N], NoEntropy> {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(NoEntropy)?;
        Ok(bytes)
    }
}
