//! Coming in with the keyboard alone. What has the focus is always in sight.

use super::pin::PIN;
use crate::driving::Browser;
use anyhow::Result;
use tests::server::Server;

impl Browser {
    /// Goes to what bears these words with Tab, and presses Enter there.
    pub(crate) async fn enter_at(&self, words: &str) -> Result<()> {
        self.tab_to(words).await?;
        self.focus_is_in_sight().await?;
        self.enter().await
    }

    /// Opens a link on a device where Swedish was chosen before, and goes on with it.
    pub(crate) async fn enter_by_keys(&self, server: &Server, link: &str) -> Result<()> {
        self.open(server.origin()).await?;
        self.ask::<()>("localStorage.setItem('stegvis.language', '\"sv\"');", vec![]).await?;
        self.open(link).await?;
        self.arrive_at("Logga in").await?;
        self.enter_at("Fortsätt").await
    }

    /// Chooses the PIN.
    pub(crate) async fn choose_pin_by_keys(&self) -> Result<()> {
        self.arrive_at("Välj en kod").await?;
        for _ in 0..2 {
            self.tab_to_field().await?;
            self.focus_is_in_sight().await?;
            self.type_keys(PIN).await?;
        }
        self.enter_at("Spara koden").await
    }
}
