//! `stegvis remind`: a morning's work on demand, at once or as it would be done on another day.

use super::morning::remind_all;
use super::{PushError, PushKey, Sending};
use crate::clock::Clock;
use crate::config::Remind;
use crate::entropy::Entropy;
use crate::store::{Store, StoreError};
use shared::push_reminder::{MORNING, Occasion};
use shared::swedish_time::SwedishTime;
use std::io;

/// Why nobody was reminded; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RemindError {
    /// A day on which nobody is.
    #[error(
        "reminders go out from nine to noon, Swedish time, from the 25th of a month and from the 3rd to the 10th of the next; \
         name such a day with --on to try them out"
    )]
    NotNow,
    /// No way out.
    #[error("the certificates of this machine cannot be read: {0}")]
    Certificates(#[from] io::Error),
    /// The key.
    #[error("the key for push services cannot be used ({0}); restore the newest backup")]
    Key(#[from] PushError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reminds whoever is due.
pub(crate) async fn remind(asked: &Remind, store: &Store, clock: Clock) -> Result<(), RemindError> {
    let now = asked.on.map_or_else(|| clock.now(), |date| SwedishTime::instant_of(date, MORNING));
    let occasion = Occasion::at(now).ok_or(RemindError::NotNow)?;
    let key = store.push_key(PushKey::fresh(Entropy)?, clock.now()).await?;
    let key = PushKey::stored(&key, Entropy)?;
    let sending = Sending::new(key, asked.push_services, asked.origin.to_string())?;
    let tally = remind_all(store, &sending, occasion, now).await?;
    println!("reminded {}, to be tried again {}, not reached {}", tally.reminded, tally.later, tally.unreached);
    Ok(())
}
