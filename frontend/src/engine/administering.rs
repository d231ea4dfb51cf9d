//! What is looked after by administrators and analysts: only while there is a network, and kept nowhere on the device.

use super::Engine;
use crate::platform::administration;
use crate::platform::server::ServerFault;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::ImportId;
use shared::import::{ImportRequest, Told};
use shared::sync::Failure;

impl Engine {
    /// Asks how something that is looked after stands.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn administered<A: DeserializeOwned>(&self, of: &str) -> Result<A, ServerFault> {
        administration::fetch(of, self.reading().await.as_deref()).await
    }

    /// Says how something is to be.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn administer<Q: Serialize>(&self, of: &str, body: &Q) -> Result<(), ServerFault> {
        administration::keep(of, body, self.reading().await.as_deref()).await
    }

    /// The same, and hears what came of it.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn administer_and_hear<Q: Serialize, A: DeserializeOwned>(
        &self,
        of: &str,
        body: &Q,
    ) -> Result<A, ServerFault> {
        administration::put(of, body, self.reading().await.as_deref()).await
    }

    /// Asks for something to be done, and hears what came of it.
    ///
    /// # Errors
    /// Why it was not done.
    pub async fn have_done<Q: Serialize, A: DeserializeOwned>(&self, of: &str, body: &Q) -> Result<A, ServerFault> {
        administration::post(of, body, self.reading().await.as_deref()).await
    }

    /// Has a file tried, or taken in under an id; hears how many of how many rows are done, and in the end what became of it.
    ///
    /// # Errors
    /// Why that is not known.
    pub async fn bring_file(
        &self,
        file: &ImportRequest,
        under: Option<ImportId>,
        progress: impl Fn(u64, u64),
    ) -> Result<Told, ServerFault> {
        let mut last = None;
        let on_line = |line: &str| match shared::json::read::<Told>(line) {
            Ok(Told::Progress { done, of }) => progress(done, of),
            Ok(told) => last = Some(told),
            Err(_) => {}
        };
        let reading = self.reading().await;
        match under {
            None => administration::post_and_follow("imports/trial", file, reading.as_deref(), on_line).await?,
            Some(id) => {
                administration::put_and_follow(&format!("imports/{id}"), file, reading.as_deref(), on_line).await?;
            }
        }
        last.ok_or(ServerFault::Failed(Failure::Unreachable))
    }

    /// Ends something.
    ///
    /// # Errors
    /// Why it goes on.
    pub async fn end_administered(&self, of: &str) -> Result<(), ServerFault> {
        administration::end(of, self.reading().await.as_deref()).await
    }
}
