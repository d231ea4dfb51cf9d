//! The last figures of a page as the device keeps them, with the day on which they came.

use crate::engine::Engine;
use crate::platform::clock;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::time::Date;

/// Figures, and when they came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::staff) struct Kept<T> {
    pub(in crate::staff) fetched: Date,
    pub(in crate::staff) figures: T,
}

impl<T: Serialize + DeserializeOwned> Kept<T> {
    /// Figures that came just now, kept under a name.
    pub(in crate::staff) async fn now(engine: &Engine, name: &str, figures: T) -> Self {
        let kept = Self { fetched: clock::today(), figures };
        engine.keep_seen(name, &kept).await;
        kept
    }

    /// The last ones of that name.
    pub(in crate::staff) async fn last(engine: &Engine, name: &str) -> Option<Self> {
        engine.last_seen(name).await
    }
}
