//! What is looked after by administrators and analysts: only while there is a network, and kept nowhere on the device.

use super::Engine;
use crate::platform::administration;
use crate::platform::server::ServerFault;
use serde::Serialize;
use serde::de::DeserializeOwned;

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

    /// Ends something.
    ///
    /// # Errors
    /// Why it goes on.
    pub async fn end_administered(&self, of: &str) -> Result<(), ServerFault> {
        administration::end(of, self.reading().await.as_deref()).await
    }
}
