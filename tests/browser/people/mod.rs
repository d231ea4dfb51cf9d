//! What people do with the app, screen by screen, in the words that they read.

mod by_keys;
pub(crate) mod colleague;
pub(crate) mod forward;
pub(crate) mod invited;
pub(crate) mod language;
pub(crate) mod leader;
pub(crate) mod missing;
pub(crate) mod participant;
pub(crate) mod pin;
mod saved_files;
pub(crate) mod supervisor;

use crate::driving::Browser;
use anyhow::Result;
use shared::account::Role;
use tests::server::Server;

impl Browser {
    /// Opens a new link for a role and goes on with it.
    pub(crate) async fn sign_in(&self, server: &Server, role: Role) -> Result<()> {
        self.open(&server.link(role).await?).await?;
        self.enter_with_open_link().await
    }

    /// Chooses Swedish and goes on, with a link open; chooses a PIN where the person has none on this device.
    pub(crate) async fn enter_with_open_link(&self) -> Result<()> {
        self.knock_with_open_link().await?;
        self.leave("Logga in").await?;
        let heading = self.heading().await?;
        let is_new_here = ["Det här är Stegvis", "Välj en kod"].contains(&&*heading);
        if is_new_here { self.choose_pin().await } else { Ok(()) }
    }

    /// Opens the screen of the own phone.
    pub(crate) async fn open_my_phone(&self) -> Result<()> {
        self.press("Inställningar").await?;
        self.arrive_at("Inställningar").await?;
        self.press("Min telefon").await?;
        self.arrive_at("Min telefon").await
    }

    /// Chooses Swedish and goes on, with a link open that may not let anybody in.
    pub(crate) async fn knock_with_open_link(&self) -> Result<()> {
        self.choose("Svenska").await?;
        self.see("Logga in").await?;
        self.press("Fortsätt").await
    }
}
