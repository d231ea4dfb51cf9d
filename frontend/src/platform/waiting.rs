//! What waits in the device's store to be received, for the server to know when this device was last in touch. It reads no
//! record: ids say when they were drawn.

use super::store::{Outgoing, Store};
use crate::state::StoreFault;
use shared::id::RecordId;
use shared::sync::Waiting;
use std::collections::BTreeSet;

/// What waits beside the records that are on their way.
///
/// # Errors
/// When the store cannot be read.
pub async fn beside(store: &Store, outgoing: &[Outgoing]) -> Result<Waiting, StoreFault> {
    let going: BTreeSet<RecordId> = outgoing.iter().map(|going| going.pending.id).collect();
    let all = store.waiting_ids().await?;
    Ok(Waiting::of(all.into_iter().filter(|id| !going.contains(id))))
}
