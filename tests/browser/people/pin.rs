//! The PIN: chosen after the first sign-in on a device, given at each start.

use crate::driving::{Browser, until};
use anyhow::Result;

/// What everybody here chooses.
pub(crate) const PIN: &str = "271828";

impl Browser {
    /// Chooses the PIN, once the screen asks for one. A participant's first time on a device begins with what this is, and
    /// ends with the home screen.
    pub(crate) async fn choose_pin(&self) -> Result<()> {
        let is_first_time = self.be_introduced().await?;
        self.choose_pin_as_asked().await?;
        if is_first_time { self.leave_home_screen().await } else { Ok(()) }
    }

    /// Reads what this is, where that comes first; says whether it did.
    pub(crate) async fn be_introduced(&self) -> Result<bool> {
        let is_first_time = self.is_first_time().await?;
        if is_first_time {
            self.press("Nästa").await?;
            self.see("Du kan sluta när du vill").await?;
            self.press("Jag vill vara med").await?;
        }
        Ok(is_first_time)
    }

    /// Reads how the app gets a place on the home screen.
    pub(crate) async fn leave_home_screen(&self) -> Result<()> {
        self.see("telefonen sparar dina svar säkrare").await?;
        self.press("Klart").await?;
        self.leave("Lägg appen på hemskärmen").await
    }

    /// Whether what this is comes first, or the PIN.
    async fn is_first_time(&self) -> Result<bool> {
        let look = until("the PIN to be chosen, or what this is", async || {
            let words = self.words().await?;
            let is_first_time = words.contains("Du och din handledare ser hur det ändras");
            Ok((is_first_time || words.contains("Med koden öppnar du Stegvis här.")).then_some(is_first_time))
        });
        self.explained(look).await
    }

    /// Chooses the PIN, once the screen asks for one.
    async fn choose_pin_as_asked(&self) -> Result<()> {
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
