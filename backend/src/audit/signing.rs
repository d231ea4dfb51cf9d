//! Signing how far the log goes: when a server starts and stops, and every hour in between. A log in which something is
//! wrong since its last head is not signed, so that no signature makes a fault true.

use super::{AuditKey, KeyError, Remembered, RememberedError};
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::store::{SignedHead, Store, StoreError};
use std::path::Path;
use std::time::Duration;

/// How often a server signs.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Why nothing was signed; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SigningError {
    /// The store.
    #[error("the audit log cannot be read or signed: {0}")]
    Store(#[from] StoreError),
    /// The file beside the key.
    #[error(transparent)]
    Remembered(#[from] RememberedError),
}

/// What signs.
#[derive(Clone)]
pub(crate) struct Signing {
    key: AuditKey,
    remembered: Remembered,
}

impl Signing {
    /// With the key in that file, which is made where it is missing.
    pub(crate) fn with_key(path: &Path, entropy: Entropy) -> Result<Self, KeyError> {
        Ok(Self { key: AuditKey::open_or_make(path, entropy)?, remembered: Remembered::beside(path) })
    }

    /// Signs how far each scope's log goes now. What cannot be signed is said, and the rest is signed all the same.
    pub(crate) async fn sign(&self, store: &Store, clock: Clock) -> Result<Signed, SigningError> {
        let remembered = self.remembered.read()?;
        let now = clock.now();
        let mut signed = Signed::default();
        for followed in store.follow_since_last_heads(&self.key.public(), &remembered, now).await? {
            match followed {
                Ok((scope, head)) => signed.heads.push(SignedHead::by(&self.key, scope, head)),
                Err(fault) => {
                    tracing::error!(%fault, "the audit log is not whole; run `stegvis audit verify`");
                    signed.faults.push(fault.to_string());
                }
            }
        }
        store.keep_heads(&signed.heads).await?;
        self.remembered.add(&signed.heads)?;
        Ok(signed)
    }
}

/// What was signed.
#[derive(Debug, Default)]
pub(crate) struct Signed {
    /// The heads.
    pub(crate) heads: Vec<SignedHead>,
    /// What is wrong with the others.
    pub(crate) faults: Vec<String>,
}

/// Signs now and every hour; ends when it is dropped. A server serves all the same where it cannot be signed: what
/// people wrote goes before.
pub(crate) async fn keep_signing(signing: &Signing, store: &Store, clock: Clock) {
    loop {
        sign_or_say(signing, store, clock).await;
        tokio::time::sleep(EVERY).await;
    }
}

/// Signs, or says in the log that it could not.
pub(crate) async fn sign_or_say(signing: &Signing, store: &Store, clock: Clock) {
    if let Err(error) = signing.sign(store, clock).await {
        tracing::error!(%error, "the audit log was not signed");
    }
}
