//! The PIN: chosen after the first sign-in on a device, given at each start.

use crate::driving::{Browser, until};
use anyhow::Result;

/// What everybody here chooses.
pub(crate) const PIN: &str = "271828";

impl Browser {
    /// Chooses the PIN, once the screen asks for one.
    pub(crate) async fn choose_pin(&self) -> Result<()> {
        self.see("Med koden öppnar du Stegvis här.").await?;
        self.write("Kod med sex siffror", PIN).await?;
        self.write("Samma kod en gång till", PIN).await?;
        self.press("Spara koden").await?;
        self.leave("Välj en kod").await
    }

    /// Opens the app with the PIN, once the screen asks for it.
    pub(crate) async fn unlock(&self) -> Result<()> {
        self.try_pin(PIN).await?;
        self.leave("Skriv din kod").await
    }

    /// Gives a PIN, right or wrong.
    pub(crate) async fn try_pin(&self, pin: &str) -> Result<()> {
        self.see("Det du har sparat skickas även om du inte öppnar.").await?;
        self.write("Kod med sex siffror", pin).await?;
        self.press("Öppna").await
    }

    /// Gives a wrong PIN, and waits until it is refused: the field is empty then.
    pub(crate) async fn try_wrong_pin(&self, pin: &str) -> Result<()> {
        self.try_pin(pin).await?;
        let emptied = async || Ok(self.written("Kod med sex siffror").await?.is_empty().then_some(()));
        until("the wrong PIN to be refused", emptied).await
    }

    /// Loads the page again and opens the app, as a person does who comes back.
    pub(crate) async fn come_back(&self) -> Result<()> {
        self.reload().await?;
        self.unlock().await
    }
}
