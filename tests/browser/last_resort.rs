//! The last resort: a phone that cannot send saves a locked file, and the supervisor hands it in.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Result, ensure};
use shared::account::Role;
use tests::links::new_link;
use tests::proxy::{Proxy, Weather};

#[tokio::test]
async fn what_a_phone_cannot_send_is_handed_in_by_the_supervisor_and_known_again_later() -> Result<()> {
    let mut server = house::open().await?;
    let records = house::records(&server).await?.len();
    let proxy = Proxy::before(server.address()).await?;
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.oversee_saved_files().await?;
    phone.open(&new_link(server.place(), proxy.origin(), Role::Participant, None).await?).await?;
    phone.enter_with_open_link().await?;
    phone.press("Börja").await?;
    phone.answer_highest_from(1).await?;
    proxy.set(Weather::Nothing);
    // Connections that were opened in fair weather end with the server.
    server.kill().await?;
    phone.press("Skicka").await?;
    phone.see("1 väntar på telefonen och skickas när du har nät.").await?;
    phone.press("Går det inte att skicka?").await?;
    phone.press("Spara en låst fil").await?;
    phone.see("Filen ligger bland hämtade filer.").await?;
    let file = phone.saved_file().await?;
    ensure!(!file.contains("self_assessed") && file.contains("sealed"), "the file is not sealed: {file}");
    server.start_again().await?;

    let folder = tempfile::tempdir()?;
    let path = folder.path().join("stegvis.json");
    let supervisor = Browser::fresh(Engine::Chromium, Window::DESK).await?;
    supervisor.sign_in_as_supervisor(&server).await?;
    supervisor.press("Lämna in en fil från en deltagares telefon").await?;
    for (content, words) in [
        (file.replace("sealed", "sealeD"), "Det här är ingen fil från en telefon hos någon du följer"),
        (file.clone(), "1 togs emot. 0 fanns redan. 0 lades undan."),
        (file, "0 togs emot. 1 fanns redan. 0 lades undan."),
    ] {
        std::fs::write(&path, content)?;
        supervisor.choose_file("Filen", &path).await?;
        supervisor.see(words).await?;
    }

    proxy.set(Weather::Fair);
    phone.try_until_received().await?;
    phone.see("Mottaget").await?;
    ensure!(house::records(&server).await?.len() == records + 1, "not exactly one record arrived");
    Ok(())
}
