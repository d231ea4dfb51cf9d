//! `stegvis audit`: whether the log is whole, and how far it goes.

use super::key::AuditKey;
use super::{KeyError, Remembered, RememberedError, Signing, SigningError};
use crate::clock::Clock;
use crate::config::{Heads, Verify};
use crate::entropy::{Entropy, NoEntropy};
use crate::store::{self, Location, OpenError, OperatorRight, Store, StoreError};
use shared::audit::{Scope, WhatIsWrong};

/// Why it cannot be said; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuditError {
    /// No store.
    #[error("there is no store in {0}; name its place with --data or --database")]
    NoStore(Location),
    /// The store cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The log cannot be read.
    #[error("the audit log cannot be read: {0}")]
    Store(#[from] StoreError),
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// What is remembered beside it.
    #[error(transparent)]
    Remembered(#[from] RememberedError),
    /// Nothing could be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// No randomness.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

/// `stegvis audit verify`: says of each log how long it is and what is wrong first; `false` where something is.
pub(crate) async fn verify(asked: &Verify, clock: Clock) -> Result<bool, AuditError> {
    let key_path = asked.key.path(&asked.place);
    // Keys of other machines may be named instead.
    let own = match AuditKey::open(&key_path) {
        Ok(key) => Some(key.public()),
        Err(KeyError::File(..)) => None,
        Err(error) => return Err(error.into()),
    };
    let keys: Vec<String> = own.into_iter().chain(asked.signed_by.iter().cloned()).collect();
    let remembered = Remembered::beside(&key_path).read()?;
    let store = open_to_read(&asked.place.location(), clock).await?;
    let verified = store.verify_audit(OperatorRight::at_the_machine(), &keys, &remembered, asked.scope).await;
    store.close().await;
    let mut whole = true;
    for log in verified? {
        match &log.fault {
            None => {
                println!("{}: {} rows, {} of them signed for, the last {}", log.scope, log.rows, log.signed, log.hash)
            }
            Some(fault) => {
                whole = false;
                println!("{fault}");
                if fault.what == WhatIsWrong::HeadOfAnotherKey {
                    println!("(this machine's key is {})", keys.first().map_or("missing", String::as_str));
                }
            }
        }
    }
    println!("{}", if whole { "the audit log is whole" } else { "the audit log is not whole" });
    Ok(whole)
}

/// `stegvis audit heads`: signs now, and prints what was signed, to be kept elsewhere; `false` where something is wrong.
pub(crate) async fn heads(asked: &Heads, clock: Clock) -> Result<bool, AuditError> {
    let location = asked.place.location();
    if !store::exists(&location).await? {
        return Err(AuditError::NoStore(location));
    }
    let signing = Signing::with_key(&asked.key.path(&asked.place), Entropy)?;
    let store = Store::open(&location, Entropy.epoch(clock)?).await?;
    let signed = signing.sign(&store, clock).await;
    let heads = match signed {
        Ok(signed) => {
            signed.faults.iter().for_each(|fault| println!("{fault}"));
            store.latest_heads(OperatorRight::at_the_machine()).await.map(|heads| (heads, signed.faults.is_empty()))
        }
        Err(error) => {
            store.close().await;
            return Err(error.into());
        }
    };
    store.close().await;
    let (heads, whole) = heads?;
    heads.iter().for_each(|head| println!("{head}"));
    Ok(whole)
}

async fn open_to_read(location: &Location, clock: Clock) -> Result<Store, AuditError> {
    if !store::exists(location).await? {
        return Err(AuditError::NoStore(location.clone()));
    }
    Ok(Store::open_to_read(location, Entropy.epoch(clock)?).await?)
}

/// Reads a scope's name.
pub(crate) fn parse_scope(text: &str) -> Result<Scope, String> {
    Scope::parse(text).ok_or_else(|| "a scope is installation, association:ID or member:ID".into())
}
