//! Waiting for something to become true: looks again and again, and gives up at a deadline. Never sleeps blindly.

use anyhow::{Result, bail};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Between looks at a page that is loading itself again: a driver that asks at that moment may stop it for good.
const BETWEEN_CALM_LOOKS: Duration = Duration::from_secs(2);

/// Looks until there is something, and returns it. What went wrong at the last look goes into the error.
pub(crate) async fn until<T>(what: &str, look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    look_until(what, PATIENCE, BETWEEN_LOOKS, look).await
}

/// The same at longer intervals, and for a third of the time.
pub(crate) async fn until_calmly<T>(what: &str, look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    look_until(what, PATIENCE / 3, BETWEEN_CALM_LOOKS, look).await
}

/// The same at those longer intervals, for what has to be asked for again.
pub(crate) async fn until_patiently<T>(what: &str, look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    look_until(what, PATIENCE, BETWEEN_CALM_LOOKS, look).await
}

async fn look_until<T>(
    what: &str,
    patience: Duration,
    between: Duration,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let deadline = Instant::now() + patience;
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
        sleep(between).await;
    }
}
