//! What is remembered of releases, kept in this process as far as it was read, since reading all of it takes as long as
//! protecting a report. Every look asks the store for what others have kept since. What nobody asks for is forgotten.

use super::ReleasingError;
use crate::clock::Clock;
use crate::store::{ReleaseMemory, ReleaseRight, Store};
use shared::id::AssociationId;
use shared::suppression::{Addition, Released};
use shared::time::Instant;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a memory is kept that nobody asks for.
const KEPT_FOR_MILLISECONDS: i64 = 10 * 60 * 1000;

/// How often what nobody asks for is looked for.
const LOOKS_EVERY: Duration = Duration::from_secs(60);

/// What has left the members of one association.
#[derive(Debug, Clone, Default)]
pub(crate) struct Remembered {
    /// The last of the store's additions that is in it.
    version: i64,
    pub(super) released: Released,
}

impl Remembered {
    /// What there is after an addition of the store.
    pub(super) fn at(version: i64, released: Released) -> Arc<Self> {
        Arc::new(Self { version, released })
    }

    /// What left.
    pub(crate) const fn released(&self) -> &Released {
        &self.released
    }

    /// Takes in what the store has more than this.
    fn with(mut self, newer: &ReleaseMemory) -> Result<Self, ReleasingError> {
        for addition in &newer.additions {
            let addition: Addition = serde_json::from_str(addition)?;
            self.released.take_in(addition)?;
        }
        self.version = newer.version;
        Ok(self)
    }
}

/// The memories of all associations.
#[derive(Debug, Default)]
pub(crate) struct Memories(Mutex<HashMap<AssociationId, (Instant, Arc<Remembered>)>>);

/// A memory that is read as far as this process had it, and what is left to be read.
pub(super) struct Unread {
    had: Arc<Remembered>,
    pub(super) newer: ReleaseMemory,
}

impl Unread {
    /// The memory as the store has it. It takes a processor for a while where there is much to read.
    pub(super) fn read(self) -> Result<Remembered, ReleasingError> {
        Arc::unwrap_or_clone(self.had).with(&self.newer)
    }
}

impl Memories {
    fn all(&self) -> MutexGuard<'_, HashMap<AssociationId, (Instant, Arc<Remembered>)>> {
        // Each entry is put in whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An association's memory, taken out to be added to: whoever asks meanwhile reads it anew.
    pub(super) async fn take(&self, store: &Store, right: ReleaseRight) -> Result<Unread, ReleasingError> {
        let had = self.all().remove(&right.association()).map(|(_, had)| had).unwrap_or_default();
        unread(store, right, had).await
    }

    /// Keeps a memory as the store has it from now on.
    pub(super) fn put(&self, right: ReleaseRight, remembered: Arc<Remembered>, now: Instant) {
        self.all().insert(right.association(), (now, remembered));
    }

    /// An association's memory, to look at.
    pub(super) async fn look(
        &self,
        store: &Store,
        right: ReleaseRight,
        now: Instant,
    ) -> Result<Arc<Remembered>, ReleasingError> {
        let had = self.all().get(&right.association()).map(|(_, had)| had.clone()).unwrap_or_default();
        let unread = unread(store, right, had.clone()).await?;
        let remembered = match unread.newer.version == had.version {
            true => had,
            false => Arc::new(tokio::task::block_in_place(|| unread.read())?),
        };
        self.put(right, remembered.clone(), now);
        Ok(remembered)
    }

    /// Forgets what nobody asks for, until it is dropped.
    pub(crate) async fn forget_unused(&self, clock: Clock) {
        loop {
            tokio::time::sleep(LOOKS_EVERY).await;
            self.forget(clock.now());
        }
    }

    fn forget(&self, now: Instant) {
        let Instant(now) = now;
        self.all().retain(|_, (Instant(used), _)| now - *used < KEPT_FOR_MILLISECONDS);
    }
}

async fn unread(store: &Store, right: ReleaseRight, had: Arc<Remembered>) -> Result<Unread, ReleasingError> {
    let newer = store.release_memory(right, had.version).await?;
    if newer.version >= had.version {
        return Ok(Unread { had, newer });
    }
    // The store is an older one than that which this was read from.
    Ok(Unread { had: Arc::default(), newer: store.release_memory(right, 0).await? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::OperatorRight;
    use uuid::Uuid;

    #[test]
    fn what_nobody_asks_for_is_forgotten_and_what_somebody_does_is_not() {
        let memories = Memories::default();
        for (number, used) in [(1, Instant(0)), (2, Instant(KEPT_FOR_MILLISECONDS - 1))] {
            let association = AssociationId::from_uuid(Uuid::from_u128(number));
            let right = OperatorRight::at_the_machine().releasing(association);
            memories.put(right, Remembered::at(1, Released::default()), used);
        }
        memories.forget(Instant(KEPT_FOR_MILLISECONDS));
        let left: Vec<AssociationId> = memories.all().keys().copied().collect();
        assert_eq!(left, [AssociationId::from_uuid(Uuid::from_u128(2))]);
    }
}
