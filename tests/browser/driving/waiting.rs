//! Waiting for something to become true: looks again and again, and gives up at a deadline. Never sleeps blindly.

use anyhow::{Result, bail};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Looks until there is something, and returns it. What went wrong at the last look goes into the error.
pub(crate) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let why = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if Instant::now() > deadline {
            match why {
                Some(error) => return Err(error.context(format!("waited in vain for {what}"))),
                None => bail!("waited in vain for {what}"),
            }
        }
        sleep(BETWEEN_LOOKS).await;
    }
}
