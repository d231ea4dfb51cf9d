//! The walk through taking in a file, from the administrator's navigation: chosen, its columns mapped, tried, taken in, and
//! asked to be taken back.

use crate::driving::Browser;
use crate::files::FILE;
use crate::walks::Look;
use anyhow::Result;
use tests::behind::ADMINISTRATOR;
use tests::server::Server;

/// From any screen of a member's administrator who has taken in nothing before.
pub(crate) async fn imports(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.press("Läs in filer").await?;
    browser.arrive_at("Läs in filer").await?;
    browser.see("Inga filer är inlästa än.").await?;
    look(browser, "administrator-files-none").await?;
    let file = server.place().folder().join("deltaganden.csv");
    std::fs::write(&file, FILE)?;
    browser.choose_file("Fil att läsa in", &file).await?;
    browser.arrive_at("Filens kolumner").await?;
    browser.see("3 rader i deltaganden.csv.").await?;
    look(browser, "administrator-files-columns").await?;
    browser.press("Prova filen").await?;
    browser.arrive_at("Så skulle det gå").await?;
    browser.see("1 rad går inte att läsa in.").await?;
    look(browser, "administrator-files-tried").await?;
    browser.press("Läs in 2 rader").await?;
    browser.arrive_at("Filen är inläst").await?;
    look(browser, "administrator-files-taken-in").await?;
    browser.press("Till listan").await?;
    browser.arrive_at("Läs in filer").await?;
    browser.press("Ta tillbaka deltaganden.csv").await?;
    browser.see("Siffrorna blir som om filen aldrig lästs in.").await?;
    look(browser, "administrator-files").await?;
    browser.press("Ta tillbaka hela filen").await?;
    browser.see(&format!("av {ADMINISTRATOR}.")).await?;
    look(browser, "administrator-files-taken-back").await
}
