//! The reminder on this phone: the browser's subscription and the server's note of it, kept together.

use super::Engine;
use crate::platform::push::{self, PushState};
use crate::platform::server::{self, ServerFault};
use base64ct::{Base64UrlUnpadded, Encoding};
use shared::sync::Failure;

impl Engine {
    /// How it stands. A subscription that the server does not know of reminds nobody; without a network it is believed.
    pub async fn phone_reminder(&self) -> PushState {
        let state = push::state().await;
        if state != PushState::On {
            return state;
        }
        let told = server::reminder(self.reading().await.as_deref()).await;
        if told.is_ok_and(|told| !told.is_on) { PushState::Off } else { PushState::On }
    }

    /// Has this phone reminded. The browser's permission was asked for before.
    ///
    /// # Errors
    /// Why it is not.
    pub async fn start_phone_reminder(&self) -> Result<(), ServerFault> {
        let not_possible = || ServerFault::Failed(Failure::Server);
        let reading = self.reading().await;
        let told = server::reminder(reading.as_deref()).await?;
        let key = Base64UrlUnpadded::decode_vec(&told.key).map_err(|_| not_possible())?;
        // One that was made with another key, or for somebody else, is worth nothing.
        push::unsubscribe().await;
        let address = push::subscribe(&key).await.ok_or_else(not_possible)?;
        let kept = server::start_reminder(&address, reading.as_deref()).await;
        if kept.is_err() {
            push::unsubscribe().await;
        }
        kept
    }

    /// Has this phone reminded no longer.
    ///
    /// # Errors
    /// Why the server does not know of it yet; nothing arrives here all the same.
    pub async fn stop_phone_reminder(&self) -> Result<(), ServerFault> {
        push::unsubscribe().await;
        server::stop_reminder(self.reading().await.as_deref()).await
    }
}
