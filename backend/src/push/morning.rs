//! A morning's work: whoever is due is reminded, once, whichever of several processes comes first.

use super::Sending;
use super::sending::Sent;
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::store::{OperatorRight, Reachable, Store, StoreError};
use futures::StreamExt;
use shared::push_reminder::{Occasion, Reminding};
use shared::time::Instant;
use std::time::Duration;

/// How often the server looks whether a morning has come.
const LOOKS_EVERY: Duration = Duration::from_secs(5 * 60);
/// How many people are reminded at the same time: a push service that hangs holds up nobody else.
const AT_ONCE: usize = 8;

/// What a morning's work came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// People who were reminded.
    pub(super) reminded: usize,
    /// People whom it is tried for again.
    pub(super) later: usize,
    /// People who cannot be reached any more, or whom their push service takes nothing for.
    pub(super) unreached: usize,
}

/// Does each morning's work, until it is dropped.
pub(crate) async fn every_morning(store: &Store, sending: &Sending, clock: Clock) {
    loop {
        tokio::time::sleep(LOOKS_EVERY).await;
        let now = clock.now();
        let Some(occasion) = Occasion::at(now).filter(|_| sending.public_key().is_some()) else { continue };
        match remind_all(store, sending, occasion, now).await {
            Ok(tally) if tally == Tally::default() => {}
            Ok(tally) => tracing::info!(tally.reminded, tally.later, tally.unreached, "reminders were sent"),
            Err(error) => tracing::error!(%error, "reminders could not be sent; trying again soon"),
        }
    }
}

/// Reminds everybody who is due.
pub(super) async fn remind_all(
    store: &Store,
    sending: &Sending,
    occasion: Occasion,
    now: Instant,
) -> Result<Tally, StoreError> {
    let right = OperatorRight::at_the_machine();
    store.forget_old_reminders(right, occasion, now).await?;
    let people = store.reachable(right).await?;
    let outcomes = futures::stream::iter(people).map(|person| remind_one(store, sending, occasion, person, now));
    let outcomes: Vec<_> = outcomes.buffer_unordered(AT_ONCE).collect().await;
    let mut tally = Tally::default();
    for outcome in outcomes {
        match outcome? {
            Some(Sent::Taken) => tally.reminded += 1,
            Some(Sent::Later(_)) => tally.later += 1,
            Some(Sent::Gone | Sent::Refused) => tally.unreached += 1,
            None => {}
        }
    }
    Ok(tally)
}

/// Reminds one person on every phone that wants it, if it is time; says what came of it.
async fn remind_one(
    store: &Store,
    sending: &Sending,
    occasion: Occasion,
    person: Reachable,
    now: Instant,
) -> Result<Option<Sent>, StoreError> {
    let right = OperatorRight::at_the_machine();
    match store.reminding(right, person, occasion, now).await? {
        Reminding::Due => {}
        Reminding::NotDue => return Ok(None),
        Reminding::Over => {
            store.stop_reminding(right, person, None).await?;
            return Ok(None);
        }
    }
    // Written down before anything is sent: whoever comes second sends nothing.
    if !store.claim_reminder(right, person, occasion, now).await? {
        return Ok(None);
    }
    let mut outcomes = Vec::new();
    for (entrance, address) in store.push_addresses(right, person).await? {
        let sent = sending.send(&address, now, Entropy).await;
        if sent == Sent::Gone {
            store.stop_reminding(right, person, Some(entrance)).await?;
        }
        outcomes.push(sent);
    }
    let sent = together(&outcomes);
    if let Sent::Later(again_at) = sent {
        store.remind_again(right, person, occasion, again_at).await?;
    }
    Ok(Some(sent))
}

/// What came of it for a person: reminded on one phone is reminded.
fn together(outcomes: &[Sent]) -> Sent {
    let later = || outcomes.iter().find(|sent| matches!(sent, Sent::Later(_)));
    let found = outcomes.iter().find(|sent| **sent == Sent::Taken).or_else(later);
    found.or(outcomes.first()).copied().unwrap_or(Sent::Gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_reminded_on_one_phone_is_not_reminded_again() {
        let later = Sent::Later(Instant(1));
        for (outcomes, expected) in [
            (vec![later, Sent::Taken, Sent::Gone], Sent::Taken),
            (vec![Sent::Gone, later, Sent::Refused], later),
            (vec![Sent::Refused, Sent::Gone], Sent::Refused),
            (vec![], Sent::Gone),
        ] {
            assert_eq!(together(&outcomes), expected, "{outcomes:?}");
        }
    }
}
