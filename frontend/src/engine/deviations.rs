//! Deviations that were noted: gathered, released and followed up, always at the server. None of it is kept on the device.

use super::Engine;
use crate::platform::deviations;
use crate::platform::entropy;
use crate::platform::server::ServerFault;
use shared::deviation::{GatheredDeviations, NewProgress, NewSummary, ReleasedDeviations};
use shared::id::SummaryId;

impl Engine {
    /// The deviations of the interventions that one leads.
    ///
    /// # Errors
    /// Why they did not come.
    pub async fn gathered_deviations(&self) -> Result<GatheredDeviations, ServerFault> {
        deviations::gathered(self.reading().await.as_deref()).await
    }

    /// An id for a summary, so that releasing it twice releases it once.
    pub fn new_summary_id(&self) -> SummaryId {
        entropy::summary_id()
    }

    /// Releases words about some deviations.
    ///
    /// # Errors
    /// Why they are not released.
    pub async fn release_summary(&self, id: SummaryId, summary: &NewSummary) -> Result<(), ServerFault> {
        deviations::release(id, summary, self.reading().await.as_deref()).await
    }

    /// What was released to the association.
    ///
    /// # Errors
    /// Why it did not come.
    pub async fn released_deviations(&self) -> Result<ReleasedDeviations, ServerFault> {
        deviations::released(self.reading().await.as_deref()).await
    }

    /// Says how far a released deviation has come.
    ///
    /// # Errors
    /// Why the server does not know of it.
    pub async fn follow_up_deviation(&self, id: SummaryId, progress: &NewProgress) -> Result<(), ServerFault> {
        deviations::follow_up(id, progress, self.reading().await.as_deref()).await
    }
}
