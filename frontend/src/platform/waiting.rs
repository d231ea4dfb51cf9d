//! What waits in the device's store to be received, for the server to know when this device was last in touch. It reads no
//! record: ids say when they were drawn.

use super::store::{Outgoing, Store};
use crate::state::StoreFault;
use shared::sync::Waiting;

/// What waits beside the records that are on their way.
///
/// # Errors
/// When the store cannot be read.
pub async fn beside(store: &Store, outgoing: &[Outgoing]) -> Result<Waiting, StoreFault> {
    let all = store.read_outbox(0, usize::MAX, usize::MAX).await?;
    let is_going = |one: &Outgoing| outgoing.iter().any(|going| going.pending == one.pending);
    Ok(Waiting::of(all.iter().filter(|one| !is_going(one)).map(|one| one.pending.id)))
}
